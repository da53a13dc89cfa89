"""The page on which cover for absent colleagues is arranged and ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.web.desk.covering import arranged, cover_page, ended
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def cover(request: StaffRequest) -> HttpResponse:
    """Who is away now or soon, and the form for one more."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.TRIAGE):
        raise Refused(Code.NOT_YOURS, "cover is arranged at a desk")
    context = cover_page(actor, at, request.POST or None)
    if request.method == "POST" and (made := arranged(context["form"], by=actor, at=at)):
        said = _("%(stand_in)s answers for %(away)s.")
        messages.success(request, said % {"stand_in": made.stand_in.name, "away": made.away.name})
        return redirect("desk:cover")
    context |= framed(actor, at, current="cover")
    status = 422 if context["form"].errors else 200
    return render(request, "desk/cover.html", context, status=status)


@require_POST
@staff_only
def end(request: StaffRequest, cover_id: int) -> HttpResponse:
    """End a cover: the colleague is back from today."""
    done = ended(cover_id, by=request.actor, at=now())
    messages.success(request, _("%(away)s is back.") % {"away": done.away.name})
    return redirect("desk:cover")
