"""Resources and service items: written down, seen, changed, ended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huying.kernel.now import now
from huying.supply.actions.keeping import end as end_it
from huying.supply.models import Resource, ServiceItem
from huying.supply.queries import lists
from huying.supply.queries.whereabouts import keeping_place
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.supply.keeping import back_to, form_for, kept
from huying.web.supply.thing import thing_page

FOUND: dict[str, Any] = {"resources": lists.resource, "items": lists.item}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new_resource(request: StaffRequest) -> HttpResponse:
    """Write down what someone shares."""
    return _new(request, Resource, "supply:resource")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new_item(request: StaffRequest) -> HttpResponse:
    """Write down what is offered, or declined."""
    return _new(request, ServiceItem, "supply:item")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def resource(request: StaffRequest, pk: int) -> HttpResponse:
    """One resource: seen, and changed by who keeps it."""
    return _one(request, lists.resource(pk, request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def item(request: StaffRequest, pk: int) -> HttpResponse:
    """One service item: seen, and changed by who keeps it."""
    return _one(request, lists.item(pk, request.actor))


@require_POST
@staff_only
def end(request: StaffRequest, sort: str, pk: int) -> HttpResponse:
    """End a resource or an item today."""
    if sort not in FOUND:
        raise Http404
    row = FOUND[sort](pk, request.actor)
    end_it(row, reason=request.POST.get("reason", ""), by=request.actor, at=now())
    messages.success(request, _("Ended; it stays readable where it was used."))
    return redirect(back_to(row))


def _new(request: StaffRequest, kind: type, route: str) -> HttpResponse:
    actor, at = request.actor, now()
    place = keeping_place(actor, request.GET.get("place", ""))
    form = form_for(kind, actor, at, place, data=request.POST or None)
    if request.method == "POST" and (row := kept(form, kind, by=actor, at=at)):
        messages.success(request, _("Written down."))
        return redirect(route, pk=row.pk)
    context = {"form": form, "is_item": kind is ServiceItem, "place": place}
    context |= framed(actor, at, current="supply")
    return render(request, "supply/new_thing.html", context, status=422 if form.errors else 200)


def _one(request: StaffRequest, row: Any) -> HttpResponse:
    actor, at = request.actor, now()
    form = form_for(type(row), actor, at, row.place, data=request.POST or None, row=row)
    if request.method == "POST" and kept(form, type(row), by=actor, at=at, row=row):
        messages.success(request, _("Changed."))
        return redirect(request.path)
    context = thing_page(row, actor, at) | {"form": form}
    context |= framed(actor, at, current="supply")
    return render(request, "supply/thing.html", context, status=422 if form.errors else 200)
