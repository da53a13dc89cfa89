"""The ledgers that are open to somebody, and one of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.care.actions.looking import open_ledger, opens, purpose_of
from huying.care.states import Depth
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.web.care.doors import keep_purpose, kept_close, onward, purpose_kept
from huying.web.care.forms import PurposeForm
from huying.web.care.page import around, may_enter
from huying.web.care.reading import asking, home_page, ledger_page
from huying.web.desk.staff import StaffRequest
from huying.web.refusals import onto_form


@require_safe
@kept_close
def home(request: StaffRequest) -> HttpResponse:
    """The ledgers open to this person with their counts; to who gives grants one total."""
    actor, at = request.actor, now()
    if not may_enter(actor, at):
        raise Refused(Code.NOT_YOURS, "no ledger is open to you")
    context = around(actor, at, "home")
    context |= home_page(actor, at)
    if not context["tabs"]:
        raise Refused(Code.NOT_YOURS, "no ledger is open to you")
    if not any(chip.on for chip in context["tabs"]):
        return redirect(context["tabs"][0].href)
    return render(request, "care/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@kept_close
def ledger(request: StaffRequest, code: str) -> HttpResponse:
    """Who stands in a ledger, masked, once it is said what for; a search is sent by POST."""
    actor, at, said = request.actor, now(), purpose_kept(request, code)
    if not said and opens(actor, code, Depth.LEDGER, at):
        context = around(actor, at, "home") | asking(actor, code, at, request.get_full_path())
        return render(request, "care/purpose.html", context)
    context = ledger_page(request, code, actor, at, said)
    return render(request, "care/ledger.html", around(actor, at, "home") | context)


@require_POST
@kept_close
def purpose(request: StaffRequest, code: str) -> HttpResponse:
    """Keep for this session what a ledger is opened for, and go on to it."""
    actor, at = request.actor, now()
    if not opens(actor, code, Depth.LEDGER, at):
        open_ledger(code, by=actor, at=at, purpose="")
    form = PurposeForm(request.POST, auto_id="purpose_%s")
    then = onward(request, reverse("care:ledger", args=[code]))
    if form.is_valid():
        try:
            keep_purpose(request, code, purpose_of(form.cleaned_data["purpose"]))
        except Refused as refusal:
            onto_form(form, refusal)
        else:
            return redirect(then)
    context: dict[str, Any] = around(actor, at, "home") | asking(actor, code, at, then, form)
    return render(request, "care/purpose.html", context, status=422)
