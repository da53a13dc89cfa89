"""Campaigns at the desk: the list, a new one, one with its totals, its moves, and the missed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying import __version__
from huying.campaigns.actions import begin
from huying.campaigns.labels import HAPPENED
from huying.campaigns.queries import campaign
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.web.campaigns.forms import NewForm
from huying.web.campaigns.moving import attempt, buttons
from huying.web.campaigns.pages import campaign_page, list_page, missed_page
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.refusals import onto_form

GRANTS = (Grant.CAMPAIGN, Grant.CHECK_IN, Grant.SEE)
LONGEST_NUMBER = 4


@require_safe
@staff_only
def listed(request: StaffRequest) -> HttpResponse:
    """The campaigns of one's places."""
    actor, at = request.actor, now()
    if not any(map(actor.may_anywhere, GRANTS)):
        raise Refused(Code.NOT_YOURS, "campaigns are not yours to see")
    context = framed(actor, at, current="campaigns") | list_page(actor, at)
    context["leads"] = actor.may_anywhere(Grant.CAMPAIGN)
    return render(request, "campaigns/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: StaffRequest) -> HttpResponse:
    """Prepare a campaign."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.CAMPAIGN):
        raise Refused(Code.NOT_YOURS, "campaigns are not yours to lead")
    form = NewForm(actor, timezone.localdate(at), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = begin(by=actor, at=at, raw=form.raw())
            return redirect("campaigns:one", made.pk)
        except Refused as refusal:
            onto_form(form, refusal)
    context = framed(actor, at, current="campaigns") | {"form": form}
    return render(request, "campaigns/new.html", context, status=422 if form.errors else 200)


@require_safe
@staff_only
def one(request: StaffRequest, campaign_id: str) -> HttpResponse:
    """One campaign; with `?live` it counts anew by itself every fifteen seconds."""
    actor, at = request.actor, now()
    found = campaign(campaign_id, actor)
    context = framed(actor, at, current="campaigns") | campaign_page(found, actor, at)
    context |= {"buttons": buttons(found, by=actor, at=at), "live": "live" in request.GET}
    return render(request, "campaigns/one.html", context)


@require_POST
@staff_only
def move(request: StaffRequest, campaign_id: str) -> HttpResponse:
    """Make one move; the campaign again."""
    actor, at = request.actor, now()
    found = campaign(campaign_id, actor)
    tried = attempt(found, request.POST, by=actor, at=at)
    if tried.made:
        messages.success(request, str(HAPPENED[tried.form.move]))
        return redirect("campaigns:one", found.pk)
    fresh = campaign(campaign_id, actor)
    context = framed(actor, at, current="campaigns") | campaign_page(fresh, actor, at)
    shown = buttons(fresh, by=actor, at=at, bound=tried.form)
    context |= {"buttons": shown, "trouble": tried.trouble}
    return render(request, "campaigns/one.html", context, status=tried.status)


@require_safe
@staff_only
def missed(request: StaffRequest, campaign_id: str) -> HttpResponse:
    """Who was missed, to be printed: by now, or with `?closing=` as it was fixed then."""
    actor = request.actor
    found = campaign(campaign_id, actor)
    asked = request.GET.get("closing", "")
    number = int(asked) if asked.isdecimal() and len(asked) <= LONGEST_NUMBER else None
    context = missed_page(found, actor, number) | {"actor": actor, "version": __version__}
    return render(request, "campaigns/missed.html", context)
