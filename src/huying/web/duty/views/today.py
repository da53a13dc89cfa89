"""My duty today, and minutes on the spot."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huying.duty.actions import staying
from huying.duty.queries import presence
from huying.duty.queries.postings import estate
from huying.kernel.now import now
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.duty.around import on_duty_only
from huying.web.duty.today import noted, stay_form, today_page


@require_safe
@staff_only
def today(request: StaffRequest) -> HttpResponse:
    """Where I am posted, how the day stands there, whom to visit."""
    on_duty_only(request.actor)
    return render(request, "duty/today.html", today_page(request.actor, now()))


@require_POST
@staff_only
def stay(request: StaffRequest, code: str) -> HttpResponse:
    """Note minutes the team was in an estate."""
    actor, at = request.actor, now()
    on_duty_only(actor)
    where = estate(code, actor, timezone.localdate(at))
    form = stay_form(at, request.POST, of=code)
    if noted(form, where, by=actor, at=at) is None:
        page = today_page(actor, at, sent=form, of=code)
        return render(request, "duty/today.html", page, status=422)
    messages.success(request, _("The minutes were noted for %(estate)s.") % {"estate": where.name})
    return redirect("duty:today")


@require_POST
@staff_only
def take_back(request: StaffRequest, stay_id: int) -> HttpResponse:
    """Take back minutes that were noted wrongly."""
    on_duty_only(request.actor)
    staying.take_back(presence.stay(stay_id), by=request.actor, at=now())
    messages.success(request, _("The minutes were taken back."))
    return redirect("duty:today")
