"""The morning meeting: opened, matters raised and settled, closed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huying.duty.actions import meeting as meetings
from huying.duty.models import Meeting
from huying.duty.queries.meetings import item as item_called
from huying.duty.queries.meetings import meeting as meeting_called
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.duty.around import on_duty_only
from huying.web.duty.forms import day_of
from huying.web.duty.meeting import (
    address,
    community_of,
    decide_form,
    matter_form,
    meeting_page,
    people_of,
    raised,
    settled,
)
from huying.web.refusals import STATUS, TITLES, plain

PAGE = "duty/meeting.html"


@require_safe
@staff_only
def meeting(request: StaffRequest) -> HttpResponse:
    """A community's meeting: of this morning, or of the day that is asked for."""
    on_duty_only(request.actor)
    community = community_of(request.actor, request.GET.get("place", ""))
    on = day_of(request.GET.get("on", ""))
    return render(request, PAGE, meeting_page(request.actor, now(), community, on=on))


@require_POST
@staff_only
def begin(request: StaffRequest, code: str) -> HttpResponse:
    """Open this morning's meeting."""
    on_duty_only(request.actor)
    opened = meetings.open_meeting(community_of(request.actor, code), by=request.actor, at=now())
    return _back(opened)


@require_POST
@staff_only
def raise_one(request: StaffRequest, meeting_id: int) -> HttpResponse:
    """Raise a matter."""
    actor, at = request.actor, now()
    on_duty_only(actor)
    found = meeting_called(meeting_id, actor)
    people = people_of(found, timezone.localdate(at))
    form = matter_form(found.community, people, request.POST)
    if raised(form, found, people, by=actor, at=at) is None:
        page = meeting_page(actor, at, found.community, sent=form, on=found.on)
        return render(request, PAGE, page, status=422)
    messages.success(request, _("It is on the table."))
    return _back(found)


@require_POST
@staff_only
def settle(request: StaffRequest, item_id: int) -> HttpResponse:
    """Name who takes care of a matter, and say what it becomes."""
    actor, at = request.actor, now()
    on_duty_only(actor)
    found = item_called(item_id, actor)
    people = people_of(found.meeting, timezone.localdate(at))
    form = decide_form(found, people, request.POST)
    if settled(form, found, people, by=actor, at=at) is None:
        page = meeting_page(actor, at, found.meeting.community, sent=form, of=item_id)
        return render(request, PAGE, page, status=422)
    messages.success(request, _("Settled."))
    return redirect(address(found.meeting.community))


@require_POST
@staff_only
def close(request: StaffRequest, meeting_id: int) -> HttpResponse:
    """Close the meeting; it stays open while a matter has nobody who takes care of it."""
    actor, at = request.actor, now()
    on_duty_only(actor)
    found = meeting_called(meeting_id, actor)
    try:
        meetings.close(found, by=actor, at=at)
    except Refused as refusal:
        if refusal.code in {Code.NOT_YOURS, Code.UNKNOWN}:
            raise
        why = plain(refusal.reason) or str(TITLES[refusal.code])
        page = meeting_page(actor, at, found.community, on=found.on) | {"trouble": why}
        return render(request, PAGE, page, status=STATUS[refusal.code])
    messages.success(request, _("The meeting is closed."))
    return _back(found)


@require_POST
@staff_only
def reopen(request: StaffRequest, meeting_id: int) -> HttpResponse:
    """Open today's meeting again."""
    on_duty_only(request.actor)
    return _back(
        meetings.reopen(meeting_called(meeting_id, request.actor), by=request.actor, at=now())
    )


def _back(found: Meeting) -> HttpResponse:
    today = timezone.localdate(now())
    return redirect(address(found.community, None if found.on == today else found.on))
