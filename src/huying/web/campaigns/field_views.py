"""Checking people in, with or without signal: the page, its shell, the batch, taking one back."""

import json
import secrets
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.campaigns.actions.arriving import Tick
from huying.campaigns.actions.syncing import Batch, sync
from huying.campaigns.actions.undoing import take_back
from huying.campaigns.policy import check_in_helper
from huying.campaigns.queries import any_campaign, campaign
from huying.kernel.actor import Actor
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.web.campaigns.checking_in import LONGEST_OF, address, page
from huying.web.campaigns.forms import BackForm
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.field import assets
from huying.web.field.answers import ANOTHER_PERSON, answered, not_kept, signed_in
from huying.web.field.wording import words
from huying.web.refusals import onto_form, plain

MOST = 500
UNREADABLE = gettext_noop("this record cannot be read")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def home(request: StaffRequest) -> HttpResponse:
    """The sheets and the doors of one; without scripts every tap sends its form here."""
    actor, of = request.actor, request.GET.get("of", "")[:LONGEST_OF]
    if not actor.may_anywhere(Grant.CHECK_IN):
        raise Refused(Code.NOT_YOURS, "checking people in is not yours to do")
    if request.method == "POST":
        _tap(request, of)
        return redirect(address(of))
    context = _frame() | {"actor": actor, "page": page(actor, now(), of), "key": _fresh()}
    response = render(request, "campaigns/check_in.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The same page with nobody's name and nothing in it: what a device opens without signal."""
    response = render(request, "campaigns/check_in.html", _frame())
    response.headers["Cache-Control"] = "no-cache"
    return response


def _frame() -> dict[str, Any]:
    return {"words": words(), "start": assets.module_address("check-in")}


def _fresh() -> str:
    """A key for the next tap without scripts: the same form sent twice is one check-in."""
    return f"form-{secrets.token_hex(12)}"


def _tap(request: StaffRequest, of: str) -> None:
    """One check-in from a form; told on the page that follows."""
    found, sent = any_campaign(of.partition(".")[0]), request.POST
    # One form carries all the doors of a page: the door makes the key of each its own.
    target = sent.get("target", "")
    key = f"{sent.get('key', '')[:40]}-{target}".rstrip("-")
    tick = Tick(key, "", target, sent.get("point", ""))
    answer = sync(found, Batch("form", "", [tick]), by=request.actor, at=now()).answers[0]
    if answer.code:
        messages.error(request, plain(answer.reason) or _("Not taken"))


@require_POST
@signed_in
def send(request: StaffRequest) -> JsonResponse:
    """What a device noted, of any number of campaigns: an answer for each key."""
    actor = request.actor
    said = _read(request.body)
    if said is None:
        return not_kept(Code.INVALID, _(UNREADABLE))
    if said.get("by") != str(actor.person_id):
        return not_kept(ANOTHER_PERSON, _("Someone else is signed in. It stays on the device for whoever wrote it."))  # fmt: skip
    rows = sorted(said["check_ins"], key=itemgetter("campaign"))
    answers: list[dict[str, str]] = []
    for pk, group in groupby(rows, key=itemgetter("campaign")):
        answers += _sync(pk, list(group), said, actor)
    return answered({"answers": answers})


def _sync(pk: str, rows: list[dict[str, str]], said: Mapping[str, Any], by: Actor) -> list[dict[str, str]]:  # fmt: skip
    ticks = [Tick(row["key"], row["noted_at"], row["target"], row["point"]) for row in rows]
    try:
        batch = Batch(said["device"], said["sent_at"], ticks)
        found = sync(any_campaign(pk), batch, by=by, at=now()).answers
    except Refused as refusal:
        return [_told(tick.key, "refused", refusal.code, refusal.reason) for tick in ticks]
    return [_told(one.key, one.outcome, one.code or "", one.reason) for one in found]


def _told(key: str, outcome: str, code: str, reason: str) -> dict[str, str]:
    why = plain(reason) or _("Not taken") if code else ""
    return {"key": key, "outcome": str(outcome), "code": str(code), "reason": why}


def _read(body: bytes) -> dict[str, Any] | None:
    """What a device sent, if it has the shape it must have; blank texts for what is left out."""
    try:
        said = json.loads(body)
        json.dumps(said, ensure_ascii=False).encode()
        rows = said["check_ins"]
        fit = isinstance(rows, list) and len(rows) <= MOST
        names = ("key", "campaign", "target", "point", "noted_at")
        read = [{name: _text(row.get(name, "")) for name in names} for row in rows] if fit else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    told = {name: str(said.get(name, ""))[:64] for name in ("by", "device", "sent_at")}
    return told | {"check_ins": read} if read is not None else None


def _text(value: object) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise TypeError("must be text")
    return value


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def back(request: StaffRequest, campaign_id: str, key: str) -> HttpResponse:
    """Take a check-in back, with a reason."""
    actor, of = request.actor, request.GET.get("of", "")[:LONGEST_OF]
    found = campaign(campaign_id, actor)
    if not check_in_helper(actor, found):
        raise Refused(Code.NOT_YOURS, "checking people in is not yours to do")
    form = BackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back(found, check_in=key, reason=form.cleaned_data["reason"], by=actor, at=now())
            messages.success(request, _("It is taken back and counts no longer."))
            return redirect(address(of))
        except Refused as refusal:
            onto_form(form, refusal)
    context = _frame() | {"actor": actor, "form": form, "to": address(of), "campaign": found}
    return render(request, "campaigns/back.html", context, status=422 if form.errors else 200)
