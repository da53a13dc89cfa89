"""One need: raised, seen, moved, paired."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.kernel.now import now
from huying.supply.labels import NEED_HAPPENED
from huying.supply.queries import lists
from huying.supply.queries.whereabouts import keeping_place
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.supply.moving import buttons, made_with, tried
from huying.web.supply.needing import need_page, new_form
from huying.web.supply.pairing import check_pairing, pair_page
from huying.web.supply.raising import raised


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: StaffRequest) -> HttpResponse:
    """Write a need down."""
    actor, at = request.actor, now()
    place = keeping_place(actor, request.GET.get("place", ""))
    form = new_form(actor, at, place.code, request.POST or None)
    if request.method == "POST" and (need := raised(form, by=actor, at=at)):
        messages.success(request, _("Written down. Now add who wants it."))
        return redirect("supply:need", need_id=need.pk)
    context = {"form": form} | framed(actor, at, current="supply")
    return render(request, "supply/new_need.html", context, status=422 if form.errors else 200)


@require_safe
@staff_only
def need(request: StaffRequest, need_id: int) -> HttpResponse:
    """Everything about one need."""
    return _shown(request, need_id)


@require_POST
@staff_only
def move(request: StaffRequest, need_id: int) -> HttpResponse:
    """Make one move of a need."""
    found = lists.need(need_id, request.actor)
    name = request.POST.get("move", "")
    form, status = tried(found, name, request.POST, by=request.actor, at=now())
    if form.errors:
        return _shown(request, need_id, bound=form, status=status)
    messages.success(request, str(NEED_HAPPENED[name]))
    return redirect("supply:need", need_id=need_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def pair(request: StaffRequest, need_id: int) -> HttpResponse:
    """Pair a need with what meets it, and plan its landing."""
    actor, at = request.actor, now()
    found = lists.need(need_id, actor)
    check_pairing(found, actor)
    context, status = pair_page(found, at, request.POST or None), 200
    if request.method == "POST":
        form = context["form"]
        status = 422
        if form.is_valid():
            status = made_with(form, found, "pair", form.raw(), request.POST, by=actor, at=at)
        if not form.errors:
            messages.success(request, str(NEED_HAPPENED["pair"]))
            return redirect("supply:need", need_id=need_id)
    return render(request, "supply/pair.html", context | framed(actor, at, current="supply"), status=status)  # fmt: skip


def _shown(request: StaffRequest, need_id: int, *, bound: Any = None, status: int = 200) -> HttpResponse:  # fmt: skip
    actor, at = request.actor, now()
    found = lists.need(need_id, actor)
    context = need_page(found, actor, at) | framed(actor, at, current="supply")
    context["buttons"] = buttons(found, by=actor, at=at, bound=bound)
    return render(request, "supply/need.html", context, status=status)
