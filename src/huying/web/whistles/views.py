"""Whistles: the list, one whistle, one blown on an order, the moves on it, and its doors."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.choices import units_for
from huying.orders.queries import order_by_number
from huying.people.roles import Grant
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.refusals import STATUS, onto_form
from huying.web.whistles.doors import door_page, doors_page, sheet_page
from huying.web.whistles.forms import Ground, MoveForm
from huying.web.whistles.making import Try, attempt, blown
from huying.web.whistles.page import blow_page, list_page, whistle_page
from huying.whistles.labels import HAPPENED
from huying.whistles.offers import BLOW
from huying.whistles.queries import door_by_id, whistle_by_id


@require_safe
@staff_only
def whistles(request: StaffRequest) -> HttpResponse:
    """The whistles one may see."""
    context = list_page(request.actor, now(), part=request.GET.get("part", ""))
    return render(request, "whistles/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: StaffRequest, number: str) -> HttpResponse:
    """Blow a whistle on an order."""
    actor, at = request.actor, now()
    order = order_by_number(number, actor)
    if not actor.may(Grant.WHISTLE, order.place_path):
        raise Refused(Code.NOT_YOURS, "a whistle is blown by whoever leads or dispatches here")
    units, status = units_for(order, timezone.localdate(at)), 200
    form = MoveForm(BLOW.needs, BLOW.may, Ground(units), request.POST or None, ids="blow")
    if request.method == "POST":
        made = blown(order, form, by=actor, at=at)
        if made is not None:
            messages.success(request, str(HAPPENED["blow"]))
            return redirect("whistles:whistle", whistle_id=made.pk)
        status = 422
    context = blow_page(order, actor=actor, at=at, form=form)
    return render(request, "whistles/blow.html", context, status=status)


@require_safe
@staff_only
def whistle(request: StaffRequest, whistle_id: int) -> HttpResponse:
    """Everything about one whistle."""
    found = whistle_by_id(whistle_id, request.actor)
    context = whistle_page(found, actor=request.actor, at=now())
    return render(request, "whistles/whistle.html", context)


@require_POST
@staff_only
def move(request: StaffRequest, whistle_id: int) -> HttpResponse:
    """Make one move on it, or for one of its units."""
    actor, at = request.actor, now()
    found = whistle_by_id(whistle_id, actor)
    tried = attempt(found, request.POST, by=actor, at=at)
    if tried.refusal is None and not tried.bound.form.errors:
        messages.success(request, str(HAPPENED[tried.bound.name]))
        return redirect("whistles:whistle", whistle_id=whistle_id)
    status, said = _refused(tried)
    fresh = whistle_by_id(whistle_id, actor)
    context = whistle_page(fresh, actor=actor, at=at, bound=tried.bound) | said
    return render(request, "whistles/whistle.html", context, status=status)


def _refused(tried: Try) -> tuple[int, dict[str, Any]]:
    """How the page answers a move that was not made, and what it says about it."""
    if tried.refusal is None:
        return 422, {}
    onto_form(tried.bound.form, tried.refusal)
    return STATUS[tried.refusal.code], {"trouble": tried.trouble, "kept": tried.kept}


@require_safe
@staff_only
def doors(request: StaffRequest, whistle_id: int) -> HttpResponse:
    """The doors that are visited together."""
    found = whistle_by_id(whistle_id, request.actor)
    return render(request, "whistles/doors.html", doors_page(found, actor=request.actor, at=now()))


@require_safe
@staff_only
def sheet(request: StaffRequest, whistle_id: int) -> HttpResponse:
    """The same for paper, to be signed."""
    found = whistle_by_id(whistle_id, request.actor)
    return render(request, "whistles/sheet.html", sheet_page(found, actor=request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def door(request: StaffRequest, whistle_id: int, door_id: int) -> HttpResponse:
    """One door; a move on it leads back to the list."""
    actor, at = request.actor, now()
    found = whistle_by_id(whistle_id, actor)
    here = door_by_id(found, door_id)
    if request.method != "POST":
        return render(request, "whistles/door.html", door_page(found, here, actor=actor, at=at))
    tried = attempt(found, request.POST, by=actor, at=at, door=here)
    if tried.refusal is None and not tried.bound.form.errors:
        messages.success(request, f"{here.label}: {HAPPENED[tried.bound.name]}")
        return redirect("whistles:doors", whistle_id=whistle_id)
    status, said = _refused(tried)
    fresh = whistle_by_id(whistle_id, actor)
    context = door_page(fresh, door_by_id(fresh, door_id), actor=actor, at=at, bound=tried.bound)
    return render(request, "whistles/door.html", context | said, status=status)
