"""The lists of a place: beside each other, each on its own; publishing them, taking items over."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.supply.actions.publishing import publish
from huying.supply.actions.taking_over import take_over
from huying.supply.queries.whereabouts import place_for
from huying.supply.states import Listed
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.refusals import TITLES, plain
from huying.web.supply.listing import beside as beside_each_other
from huying.web.supply.listing import one_list


@require_safe
@staff_only
def beside(request: StaffRequest) -> HttpResponse:
    """All lists of a place beside each other."""
    actor, at = request.actor, now()
    place = place_for(actor, request.GET.get("place", ""))
    context = beside_each_other(actor, place, at) | framed(actor, at, current="supply")
    return render(request, "supply/beside.html", context)


@require_safe
@staff_only
def one(request: StaffRequest, listed: str) -> HttpResponse:
    """One list whole."""
    if listed not in set(Listed):
        raise Http404
    actor, at = request.actor, now()
    place = place_for(actor, request.GET.get("place", ""))
    context = one_list(actor, place, listed, at) | framed(actor, at, current="supply")
    return render(request, "supply/list.html", context)


@require_POST
@staff_only
def publish_lists(request: StaffRequest) -> HttpResponse:
    """Publish the lists of a place together."""
    place = place_for(request.actor, request.POST.get("place", ""))
    try:
        made = publish(place, by=request.actor, at=now())
    except Refused as refusal:
        if refusal.code is not Code.CONFLICT:
            raise
        messages.info(request, plain(refusal.reason) or str(TITLES[refusal.code]))
    else:
        said = _("Published as version %(version)d; residents read it now.")
        messages.success(request, said % {"version": made.version})
    return redirect(f"{reverse('supply:beside')}?place={place.code}")


@require_POST
@staff_only
def catalogue(request: StaffRequest) -> HttpResponse:
    """Take over the catalogue of the practice in force."""
    place = place_for(request.actor, request.POST.get("place", ""))
    try:
        new = take_over(place, by=request.actor, at=now())
    except Refused as refusal:
        if refusal.code is not Code.NOT_YET:
            raise
        messages.info(request, plain(refusal.reason) or str(TITLES[refusal.code]))
    else:
        said = ngettext("%(n)d item is new here.", "%(n)d items are new here.", new)
        messages.success(request, said % {"n": new})
    return redirect(f"{reverse('supply:list', args=['services'])}?place={place.code}")
