"""Several orders at once: what will happen is shown first, what came of it afterwards."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.labels import MOVES
from huying.people.roles import Grant
from huying.web.desk.beside import list_address
from huying.web.desk.bulk import BULK, BulkForm, Line, Outcome, foretell, lines, made, ready
from huying.web.desk.filters import kept
from huying.web.desk.forms import Ground
from huying.web.desk.making import LOOK
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only

BATCHES = "batches"
MOST_KEPT = 5


@require_POST
@staff_only
def bulk(request: StaffRequest) -> HttpResponse:
    """The ticked orders and one form for all; sent, the move is made on each that can."""
    actor, at, move = request.actor, now(), request.POST.get("move", "")
    if not actor.may_anywhere(Grant.TRIAGE):
        raise Refused(Code.NOT_YOURS, "several orders at once are moved at a desk")
    if move not in BULK or not request.POST.getlist("n"):
        return redirect(list_address(kept(request.GET)))
    if (sent := request.POST.get("key", "")) in request.session.get(BATCHES, {}):
        return redirect("desk:batch", key=sent)
    found = lines(request.POST.getlist("n"), move, by=actor, at=at)
    if not found:
        raise Refused(Code.UNKNOWN, "none of these orders can be shown to you")
    form = BulkForm(move, Ground(found[0].order, at, actor), request.POST if sent else None)
    context = framed(actor, at) | _shown(move, found, form) | {"query": kept(request.GET)}
    if sent and form.is_valid():
        said = form.cleaned_data
        if LOOK in request.POST:
            context["foretold"] = foretell(found, move, said, by=actor, at=at)
            return render(request, "desk/bulk.html", context)
        _keep(request, move, made(found, move, said, by=actor, at=at, key=said["key"]), said["key"])
        return redirect("desk:batch", key=said["key"])
    return render(request, "desk/bulk.html", context, status=422 if form.errors else 200)


def _shown(move: str, found: Sequence[Line], form: BulkForm) -> dict[str, Any]:
    count = len(ready(found, move))
    return {"form": form, "lines": found, "ready": count, "move": move, "label": MOVES[move]}


def _keep(request: StaffRequest, move: str, outcomes: Sequence[Outcome], key: str) -> None:
    """Keep what came of it in the session, so that sending twice shows the same."""
    batch = {"move": move, "back": kept(request.GET), "outcomes": [asdict(one) for one in outcomes]}
    batches = dict(request.session.get(BATCHES, {})) | {key: batch}
    request.session[BATCHES] = dict(list(batches.items())[-MOST_KEPT:])


@require_safe
@staff_only
def batch(request: StaffRequest, key: str) -> HttpResponse:
    """What came of several orders at once, for whoever moved them in this session."""
    kept_batch = request.session.get(BATCHES, {}).get(key)
    if kept_batch is None:
        raise Refused(Code.UNKNOWN, "this is not kept any longer")
    outcomes = kept_batch["outcomes"]
    context = framed(request.actor, now()) | {
        "label": MOVES[kept_batch["move"]],
        "done": [one for one in outcomes if not one["why"]],
        "left": [one for one in outcomes if one["why"]],
        "list_url": list_address(kept_batch["back"]),
    }
    return render(request, "desk/batch.html", context)
