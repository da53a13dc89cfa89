"""Who is to be seen, and a visit noted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huying.care.actions.looking import found, open_visits
from huying.kernel.now import now
from huying.web.care.doors import kept_close
from huying.web.care.page import around
from huying.web.care.saying import made
from huying.web.care.visiting import visits_page
from huying.web.desk.staff import StaffRequest


@require_safe
@kept_close
def visits(request: StaffRequest) -> HttpResponse:
    """Everyone on the care list this person looks in on, the longest wait first; logged."""
    actor, at = request.actor, now()
    seen = open_visits(by=actor, at=at)
    context = around(actor, at, "visits") | visits_page(seen, at)
    return render(request, "care/visits.html", context)


@require_POST
@kept_close
def see(request: StaffRequest, entry_id: int) -> HttpResponse:
    """Note that somebody was there."""
    actor, at = request.actor, now()
    one = found(entry_id)
    form = made(one, "see", request.POST, by=actor, at=at)
    if form is None:
        messages.success(request, _("The visit is noted."))
        return redirect("care:visits")
    seen = open_visits(by=actor, at=at)
    context = around(actor, at, "visits") | visits_page(seen, at, {one.pk: form})
    return render(request, "care/visits.html", context, status=422)
