"""Visits: one of them, its moves, one more, and the request that comes of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.duty.labels import VISIT_HAPPENED
from huying.duty.queries.visits import visit as visit_called
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.web.desk.staff import StaffRequest
from huying.web.desk.views.taking import remember_taken
from huying.web.doors import staff_only
from huying.web.duty.around import around, on_duty_only
from huying.web.duty.planning import planned, request_form, taken_on, visit_form
from huying.web.duty.visits import FIELDS, MoveForm, moved, visit_page


@require_safe
@staff_only
def visit(request: StaffRequest, visit_id: int) -> HttpResponse:
    """Everything about one visit that its viewer may know."""
    on_duty_only(request.actor)
    found = visit_called(visit_id, request.actor)
    return render(request, "duty/visit.html", visit_page(found, request.actor, now()))


@require_POST
@staff_only
def move(request: StaffRequest, visit_id: int) -> HttpResponse:
    """Make one move of a visit."""
    actor, at, name = request.actor, now(), request.POST.get("move", "")
    on_duty_only(actor)
    found = visit_called(visit_id, actor)
    if name not in FIELDS:
        raise Refused(Code.UNKNOWN, "there is no such move")
    form = MoveForm(name, found, actor, at, request.POST)
    if not moved(found, form, request.POST, by=actor, at=at):
        fresh = visit_called(visit_id, actor)
        return render(request, "duty/visit.html", visit_page(fresh, actor, at, form), status=422)
    messages.success(request, str(VISIT_HAPPENED[name]))
    if name in {"make", "miss", "drop"}:
        return redirect("duty:today")
    return redirect("duty:visit", visit_id=visit_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: StaffRequest) -> HttpResponse:
    """Plan one more visit."""
    actor, at = request.actor, now()
    on_duty_only(actor)
    start = {"place": request.GET.get("place", "")}
    form = visit_form(actor, at, request.POST or None, start)
    if request.method == "POST" and planned(form, by=actor, at=at):
        messages.success(request, _("The visit is planned."))
        return redirect("duty:today")
    context = around(actor, at, "today") | {"form": form}
    return render(request, "duty/visit_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def request_of(request: StaffRequest, visit_id: int) -> HttpResponse:
    """Take a request that came up on a visit, with its place filled in; the visit keeps the link."""
    actor, at = request.actor, now()
    on_duty_only(actor)
    if not actor.may_anywhere(Grant.INTAKE):
        raise Refused(Code.NOT_YOURS, "taking requests is not yours to do")
    found = visit_called(visit_id, actor)
    form = request_form(found, actor, at, request.POST or None)
    if request.method == "POST" and (order := taken_on(found, form, by=actor, at=at)):
        remember_taken(request, order)
        return redirect("desk:taken", number=order.number)
    context = around(actor, at, "") | {"form": form}
    return render(request, "desk/new.html", context, status=422 if form.errors else 200)
