"""The diary: read, written, corrected, printed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huying.duty.queries.diary import entry
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.duty.around import around, on_duty_only
from huying.web.duty.diary import (
    address,
    chosen_estate,
    corrected,
    diary_page,
    entry_form,
    print_page,
    written,
)
from huying.web.duty.forms import EntryForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def diary(request: StaffRequest) -> HttpResponse:
    """A month of an estate's diary; posting writes one more entry."""
    actor, at = request.actor, now()
    on_duty_only(actor)
    today = timezone.localdate(at)
    asked = request.POST if request.method == "POST" else request.GET
    estate = chosen_estate(actor, asked.get("estate", ""), today)
    form = entry_form(at, request.POST or None)
    if request.method == "POST" and estate and (made := written(form, estate, by=actor, at=at)):
        messages.success(request, _("It is written down."))
        return redirect(address(estate, made.on))
    page = diary_page(actor, at, estate, asked.get("month", ""), form)
    wrong = request.method == "POST"
    return _private(render(request, "duty/diary.html", page, status=422 if wrong else 200))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def correct(request: StaffRequest, entry_id: int) -> HttpResponse:
    """Say one of one's own entries anew; what stood there is kept."""
    actor, at = request.actor, now()
    on_duty_only(actor)
    found = entry(entry_id, actor, timezone.localdate(at))
    start = {"public": found.public, "private": found.private}
    form = EntryForm(request.POST or None, auto_id="entry_%s", initial=start)
    if request.method == "POST" and corrected(form, found, by=actor, at=at):
        messages.success(request, _("It was corrected; the former words are kept."))
        return redirect(address(found.estate, found.on))
    context = around(actor, at, "diary") | {"form": form, "entry": found}
    context["back"] = address(found.estate, found.on)
    wrong = bool(form.errors)
    return _private(render(request, "duty/diary_correct.html", context, status=422 if wrong else 200))  # fmt: skip


@require_safe
@staff_only
def print_month(request: StaffRequest) -> HttpResponse:
    """A month on paper."""
    actor, at = request.actor, now()
    on_duty_only(actor)
    estate = chosen_estate(actor, request.GET.get("estate", ""), timezone.localdate(at))
    if estate is None:
        raise Refused(Code.UNKNOWN, "there is no such estate of yours")
    page = print_page(actor, at, estate, request.GET.get("month", ""))
    return _private(render(request, "duty/print_diary.html", page))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
