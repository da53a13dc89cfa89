"""Empty posts, and who is posted where."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.duty.actions import posting
from huying.duty.queries.postings import planned_estate
from huying.duty.queries.postings import posting as posting_called
from huying.kernel.now import now
from huying.people.roles import Grant
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.duty.around import around, on_duty_only
from huying.web.duty.posts import gaps_page, posted, posting_form, postings_page


@require_safe
@staff_only
def gaps(request: StaffRequest) -> HttpResponse:
    """Estates with too few or too many workers, grids without one of their roles."""
    on_duty_only(request.actor)
    return render(request, "duty/gaps.html", gaps_page(request.actor, now()))


@require_safe
@staff_only
def postings(request: StaffRequest) -> HttpResponse:
    """Who is posted to which estate, for whoever plans it."""
    on_duty_only(request.actor, Grant.DUTY_PLAN)
    return render(request, "duty/postings.html", postings_page(request.actor, now()))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Post somebody to an estate."""
    actor, at = request.actor, now()
    on_duty_only(actor, Grant.DUTY_PLAN)
    estate = planned_estate(code, actor)
    form = posting_form(estate, at, request.POST or None)
    if request.method == "POST" and (made := posted(form, estate, by=actor, at=at)):
        said = _("%(person)s is posted to %(estate)s.")
        messages.success(request, said % {"person": made.person.name, "estate": estate.name})
        return redirect("duty:postings")
    context = around(actor, at, "postings") | {"form": form, "estate": estate}
    return render(request, "duty/posting_new.html", context, status=422 if form.errors else 200)


@require_POST
@staff_only
def end(request: StaffRequest, posting_id: int) -> HttpResponse:
    """End a posting today."""
    on_duty_only(request.actor, Grant.DUTY_PLAN)
    ended = posting.end(posting_called(posting_id), by=request.actor, at=now())
    said = _("%(person)s is posted to %(estate)s no more.")
    messages.success(request, said % {"person": ended.person.name, "estate": ended.estate.name})
    return redirect("duty:postings")
