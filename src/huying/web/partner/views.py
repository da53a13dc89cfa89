"""A unit's orders: the tabs, one order, its moves, its contact, its files."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huying.kernel.now import now
from huying.orders.labels import HAPPENED
from huying.orders.models import Order
from huying.orders.policy import may_see
from huying.orders.queries import order_by_number
from huying.web.desk.files import PhotosForm, file_response, sent_files
from huying.web.desk.making import after, attempt
from huying.web.desk.moves import buttons
from huying.web.desk.reaching import opened_contact
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.partner.lists import as_unit, tab_named
from huying.web.partner.page import order_page, tab_page


@require_safe
@staff_only
def orders(request: StaffRequest) -> HttpResponse:
    """The orders of the units this person works for, by how far they are."""
    name, cursor = request.GET.get("tab", ""), request.GET.get("cursor", "")
    context = tab_page(as_unit(request.actor), now(), name=name, cursor=cursor)
    return render(request, "partner/list.html", context)


@require_safe
@staff_only
def order(request: StaffRequest, number: str) -> HttpResponse:
    """One order the unit leads or helps with."""
    return _shown(request, order_by_number(number, as_unit(request.actor)))


@require_POST
@staff_only
def move(request: StaffRequest, number: str, move: str = "") -> HttpResponse:
    """Make one move; the order again, or the tab when it is no longer the unit's."""
    unit, at = as_unit(request.actor), now()
    found = order_by_number(number, unit)
    tried = attempt(found, move or request.POST.get("move", ""), request.POST, by=unit, at=at)
    if not tried.made:
        fresh, said = after(found, tried, by=unit, at=at)
        return _shown(request, fresh, said, status=tried.status)
    messages.success(request, str(HAPPENED[tried.form.move]))
    return _onward(request, found)


@require_POST
@staff_only
def contact(request: StaffRequest, number: str) -> HttpResponse:
    """Show how to reach the resident, once, with a reason on record."""
    unit = as_unit(request.actor)
    found = order_by_number(number, unit)
    opened, form = opened_contact(found, request.POST, by=unit, at=now())
    said = {"contact": opened} if opened else {"reason_form": form}
    response = _shown(request, found, said, status=200 if opened else 422)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@staff_only
def photos(request: StaffRequest, number: str) -> HttpResponse:
    """Add photos: proof of what was done."""
    unit = as_unit(request.actor)
    found = order_by_number(number, unit)
    form = PhotosForm(request.POST, request.FILES)
    sent_files(found, form, by=unit, at=now())
    if form.errors:
        return _shown(request, found, {"photos_form": form}, status=422)
    return _onward(request, found)


@require_safe
@staff_only
def file(request: StaffRequest, number: str, upload_id: int, variant: str) -> FileResponse:
    """One file of an order of the unit."""
    return file_response(order_by_number(number, as_unit(request.actor)), upload_id, variant)


def _onward(request: StaffRequest, found: Order) -> HttpResponse:
    """To the order where it is still the unit's, else to the tab it was in."""
    tab = tab_named(request.GET.get("tab", ""), found.state).name
    still = may_see(as_unit(request.actor), found)
    there = reverse("partner:order", args=[found.number]) if still else reverse("partner:list")
    return redirect(f"{there}?tab={tab}")


def _shown(
    request: StaffRequest, found: Order, said: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    unit, at = as_unit(request.actor), now()
    tab = tab_named(request.GET.get("tab", ""), found.state).name
    context = order_page(unit, found, at, tab=tab) | dict(said or {})
    if "buttons" not in context:
        context["buttons"] = buttons(found, by=unit, at=at)
    return render(request, "partner/order.html", context, status=status)
