"""The list of orders, which is the desk's front page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huying.kernel.actor import Actor
from huying.kernel.now import now
from huying.orders.finding import find
from huying.orders.queries import floating_for
from huying.people.roles import Grant
from huying.web.desk.beside import listed, order_address
from huying.web.desk.bulk import choices
from huying.web.desk.filters import kept
from huying.web.desk.keeping import KeepForm, keeping
from huying.web.desk.nav import day_chips, framed
from huying.web.desk.rows import row_of
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only


@require_safe
@staff_only
def orders(request: StaffRequest) -> HttpResponse:
    """One saved list, narrowed by what the query string says, a page at a time.

    What is called by its number opens at once, whatever the list.
    """
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.SEE):
        return redirect(_elsewhere(actor))
    found = find(request.GET.get("q", ""), actor, at=at)
    if len(found) == 1:
        return redirect(order_address(found[0].number, kept(request.GET, q="", cursor="")))
    context = list_page(request, at)
    if found:
        context["rows"] = [
            row_of(one, order_address(one.number, context["query"]), at) for one in found
        ]
    return render(request, "desk/list.html", context)


def list_page(request: StaffRequest, at: datetime, form: KeepForm | None = None) -> dict[str, Any]:
    """The context of the page of a list; `form` is a name for it that was refused."""
    context = listed(request, at)
    context |= framed(request.actor, at, current=context["chosen"].name, here=context["here"])
    context |= head(context, request.actor, at)
    still = set(request.GET.getlist("t"))
    context["rows"] = [
        replace(row, ticked=row.tick.split(":")[0] in still) for row in context["rows"]
    ]
    return context | {"keep": keeping(context, form)}


def head(context: Mapping[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
    """What stands above a list: how the day stands, where else work waits, the ways on."""
    day = context["chosen"].name == "mine"
    return {
        "takes": actor.may_anywhere(Grant.INTAKE),
        "bulk_moves": choices() if actor.may_anywhere(Grant.TRIAGE) else [],
        "clear": f"?list={context['chosen'].name}" if context["filtered"] else "",
        "day": day_chips(context["waiting"], context["part"]) if day else [],
        "floating": floating_for(actor, at) if day and not context["filtered"] else None,
        "elsewhere": [
            chip for group in context["nav_groups"] for chip in group.items if chip.count
        ],
    }


def _elsewhere(actor: Actor) -> str:
    """Where someone works who may see no list here."""
    ways = ((Grant.INTAKE, "field:home"), (Grant.RATES, "desk:rates"))
    return next((way for grant, way in ways if actor.may_anywhere(grant)), "partner:list")
