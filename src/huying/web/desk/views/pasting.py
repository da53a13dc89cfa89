"""The page on which messages are pasted, and their matters confirmed or dropped."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.web.desk.nav import framed
from huying.web.desk.pasting import Desk, PasteForm, decide, laid_out, print_of, table
from huying.web.desk.staff import StaffRequest
from huying.web.desk.views.taking import TAKEN, remember_taken
from huying.web.doors import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def paste(request: StaffRequest) -> HttpResponse:
    """The box to paste into; then the cards that were read, until each is placed or dropped."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.INTAKE):
        raise Refused(Code.NOT_YOURS, "taking requests is not yours to do")
    context: dict[str, Any] = {"form": PasteForm()}
    status = 200
    if request.method == "POST":
        desk = laid_out(request.POST, by=actor, at=at)
        decide(desk, request.POST, by=actor, at=at)
        for order in desk.placed:
            remember_taken(request, order)
        context = table(desk, request.POST, by=actor, at=at) | _done(request, desk)
        status = 422 if desk.wrong else 200
    response = render(
        request, "desk/paste.html", framed(actor, at, current="paste") | context, status=status
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _done(request: StaffRequest, desk: Desk) -> dict[str, Any]:
    """What was placed from this paste in this session, each with its code."""
    codes = request.session.get(TAKEN, {})
    before = [number for number in request.POST.getlist("placed") if number in codes]
    numbers = list(dict.fromkeys([*before, *(order.number for order in desk.placed)]))
    return {
        "placed": [(number, codes.get(number, "")) for number in numbers],
        "sheets_url": print_of(numbers, "sheets"),
        "receipts_url": print_of(numbers, "receipts"),
    }
