"""The list of orders, which is the desk's front page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huying.kernel.actor import Actor
from huying.kernel.now import now
from huying.people.roles import Grant
from huying.web.desk.beside import listed
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only


@require_safe
@staff_only
def orders(request: StaffRequest) -> HttpResponse:
    """One saved list, narrowed by what the query string says, a page at a time."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.SEE):
        return redirect(_elsewhere(actor))
    context = listed(request, at)
    context |= framed(actor, at, current=context["chosen"].name) | {
        "takes": actor.may_anywhere(Grant.INTAKE),
        "clear": f"?list={context['chosen'].name}" if context["filtered"] else "",
    }
    context["elsewhere"] = [
        chip for group in context["nav_groups"] for chip in group.items if chip.count
    ]
    return render(request, "desk/list.html", context)


def _elsewhere(actor: Actor) -> str:
    """Where someone works who may see no list here."""
    ways = ((Grant.INTAKE, "field:home"), (Grant.RATES, "desk:rates"))
    return next((way for grant, way in ways if actor.may_anywhere(grant)), "partner:list")
