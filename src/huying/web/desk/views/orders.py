"""One order: seen, moved, its contact opened, its files."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huying.kernel.now import now
from huying.orders.labels import HAPPENED
from huying.orders.models import Order
from huying.orders.policy import may_see
from huying.orders.queries import order_by_number
from huying.people.roles import Grant
from huying.web.desk.beside import list_address, order_address
from huying.web.desk.composing import order_page, pane_alone
from huying.web.desk.files import PhotosForm, file_response, sent_files
from huying.web.desk.filters import kept
from huying.web.desk.making import after, attempt
from huying.web.desk.moves import buttons
from huying.web.desk.reaching import opened_contact
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only


@require_safe
@staff_only
def order(request: StaffRequest, number: str) -> HttpResponse:
    """Everything about one order; who only handles it sees the unit's page of it."""
    found = order_by_number(number, request.actor)
    if not request.actor.may(Grant.SEE, found.place_path):
        return redirect("partner:order", number=found.number)
    return _shown(request, found)


@require_POST
@staff_only
def move(request: StaffRequest, number: str, move: str = "") -> HttpResponse:
    """Make one move; the order again, or the list when it is out of sight afterwards."""
    actor, at = request.actor, now()
    found = order_by_number(number, actor)
    tried = attempt(found, move or request.POST.get("move", ""), request.POST, by=actor, at=at)
    if not tried.made:
        fresh, said = after(found, tried, by=actor, at=at)
        return _shown(request, fresh, said, status=tried.status)
    messages.success(request, str(HAPPENED[tried.form.move]))
    if not may_see(actor, found):
        return redirect(list_address(kept(request.GET)))
    return redirect(order_address(found.number, kept(request.GET)))


@require_POST
@staff_only
def contact(request: StaffRequest, number: str) -> HttpResponse:
    """Show how to reach the resident, once, with a reason on record."""
    found = order_by_number(number, request.actor)
    opened, form = opened_contact(found, request.POST, by=request.actor, at=now())
    said = {"contact": opened} if opened else {"reason_form": form}
    response = _shown(request, found, said, status=200 if opened else 422)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@staff_only
def photos(request: StaffRequest, number: str) -> HttpResponse:
    """Add photos to an order."""
    found = order_by_number(number, request.actor)
    form = PhotosForm(request.POST, request.FILES)
    sent_files(found, form, by=request.actor, at=now())
    if form.errors:
        return _shown(request, found, {"photos_form": form}, status=422)
    return redirect(order_address(found.number, kept(request.GET)))


@require_safe
@staff_only
def file(request: StaffRequest, number: str, upload_id: int, variant: str) -> FileResponse:
    """One file of an order the viewer may see."""
    return file_response(order_by_number(number, request.actor), upload_id, variant)


def _shown(
    request: StaffRequest, found: Order, said: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    context = order_page(request, found, now()) | dict(said or {})
    if "buttons" not in context:
        context["buttons"] = buttons(found, by=request.actor, at=now())
    page = "desk/pane.html" if pane_alone(request) else "desk/order.html"
    return render(request, page, context, status=status)
