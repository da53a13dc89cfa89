"""The rates page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.web.desk.nav import framed
from huying.web.desk.rating import period_form, rated
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.refusals import onto_form


@require_safe
@staff_only
def rates(request: StaffRequest) -> HttpResponse:
    """Response, on-time, resolution and satisfaction of one place and period."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.RATES):
        raise Refused(Code.NOT_YOURS, "rates are not yours to read")
    form = period_form(request.GET, actor, timezone.localdate(at))
    context = framed(actor, at, current="rates") | {"form": form}
    if form.is_valid():
        try:
            context |= rated(form, viewer=actor, at=at)
        except Refused as refusal:
            onto_form(form, refusal)
    return render(request, "desk/rates.html", context, status=422 if form.errors else 200)
