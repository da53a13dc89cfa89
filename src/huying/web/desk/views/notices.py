"""What people were told: one's own inbox, what a desk has to tell itself, sending again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.notices.actions import read, resend, told_by_telephone
from huying.notices.queries import MOST_SHOWN, by_hand, inbox, one
from huying.people.roles import Grant
from huying.web.desk.nav import framed
from huying.web.desk.noticing import lines
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only


@require_safe
@staff_only
def mine(request: StaffRequest) -> HttpResponse:
    """What this person was told, newest first; unread ones stand out."""
    actor, at = request.actor, now()
    told = lines(inbox(actor)[:MOST_SHOWN], actor, at)
    context = {
        "told": told,
        "unread": any(one.fresh for one in told),
        "at_a_desk": actor.may_anywhere(Grant.TRIAGE),
    }
    return render(request, "desk/notices.html", context | framed(actor, at, current="notices"))


@require_POST
@staff_only
def read_all(request: StaffRequest) -> HttpResponse:
    """Mark everything in one's inbox as read."""
    read(by=request.actor, at=now())
    return redirect("desk:notices")


@require_safe
@staff_only
def failed(request: StaffRequest) -> HttpResponse:
    """What did not go through at one's desks, or must be told by telephone; oldest first."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.TRIAGE):
        raise Refused(Code.NOT_YOURS, "what residents are told is looked after at a desk")
    told = lines(by_hand(actor, at), actor, at)
    context = {"told": told, "at_a_desk": True, "again": any(one.again for one in told)}
    return render(
        request, "desk/notices_failed.html", context | framed(actor, at, current="notices")
    )


@require_POST
@staff_only
def again(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Send the same words once more."""
    resend(one(notice_id, request.actor), by=request.actor, at=now())
    messages.success(request, _("It goes out again."))
    return _back(request)


@require_POST
@staff_only
def again_all(request: StaffRequest) -> HttpResponse:
    """Send everything once more that did not go through; what somebody else sent meanwhile is left."""
    sent = 0
    for notice in by_hand(request.actor, now()):
        try:
            resend(notice, by=request.actor, at=now())
        except Refused as refusal:
            if refusal.code not in {Code.WRONG_STATE, Code.CONFLICT}:
                raise
        else:
            sent += 1
    said = ngettext("%(count)d goes out again.", "%(count)d go out again.", sent)
    messages.success(request, said % {"count": sent})
    return redirect("desk:notices-failed")


@require_POST
@staff_only
def told(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Note that somebody told it by telephone."""
    words = request.POST.get("words", "")
    told_by_telephone(one(notice_id, request.actor), words=words, by=request.actor, at=now())
    messages.success(request, _("Noted as told."))
    return _back(request)


def _back(request: StaffRequest) -> HttpResponse:
    asked = request.POST.get("back", "")
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return redirect(asked if own and asked.startswith("/") else reverse("desk:notices-failed"))
