"""Several orders at once: what will happen is shown first, what came of it afterwards."""

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.labels import MOVES
from huying.people.roles import Grant
from huying.web.desk.beside import list_address
from huying.web.desk.bulk import BULK, BulkForm, lines, made, ready
from huying.web.desk.filters import kept
from huying.web.desk.forms import Ground
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
    if sent and form.is_valid():
        said = form.cleaned_data
        outcomes = made(found, move, said, by=actor, at=at, key=said["key"])
        _keep(
            request,
            said["key"],
            {
                "move": move,
                "back": kept(request.GET),
                "outcomes": [asdict(one) for one in outcomes],
            },
        )
        return redirect("desk:batch", key=said["key"])
    context = framed(actor, at) | {
        "form": form,
        "lines": found,
        "ready": len(ready(found, move)),
        "move": move,
        "label": MOVES[move],
        "query": kept(request.GET),
    }
    return render(request, "desk/bulk.html", context, status=422 if form.errors else 200)


def _keep(request: StaffRequest, key: str, batch: dict[str, object]) -> None:
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
