"""One landing: seen and moved; and those that are one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huying.kernel.now import now
from huying.supply.labels import LANDING_HAPPENED
from huying.supply.queries import lists
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.supply.landing import landing_page
from huying.web.supply.landing import mine as taken_on
from huying.web.supply.moving import buttons, tried


@require_safe
@staff_only
def landing(request: StaffRequest, landing_id: int) -> HttpResponse:
    """Everything about one landing."""
    return _shown(request, landing_id)


@require_POST
@staff_only
def move(request: StaffRequest, landing_id: int) -> HttpResponse:
    """Make one move of a landing."""
    found = lists.landing(landing_id, request.actor)
    name = request.POST.get("move", "")
    form, status = tried(found, name, request.POST, by=request.actor, at=now())
    if form.errors:
        return _shown(request, landing_id, bound=form, status=status)
    messages.success(request, str(LANDING_HAPPENED[name]))
    return redirect("supply:landing", landing_id=landing_id)


@require_safe
@staff_only
def mine(request: StaffRequest) -> HttpResponse:
    """What one took on, or one's unit did."""
    actor, at = request.actor, now()
    context = taken_on(actor, at) | framed(actor, at, current="taken")
    return render(request, "supply/mine.html", context)


def _shown(
    request: StaffRequest, landing_id: int, *, bound: Any = None, status: int = 200
) -> HttpResponse:
    actor, at = request.actor, now()
    found = lists.landing(landing_id, actor)
    context = landing_page(found, actor, at) | framed(actor, at, current="supply")
    context["buttons"] = buttons(found, by=actor, at=at, bound=bound)
    return render(request, "supply/landing.html", context, status=status)
