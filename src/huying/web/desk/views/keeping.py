"""Keeping a narrowed list under a name, renaming it, letting it go."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huying.kernel.actor import Actor
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.keeping import keep_list, let_list_go, rename_list
from huying.orders.models import OwnList
from huying.orders.own_lists import own_list
from huying.people.roles import Grant
from huying.web.desk.beside import list_address
from huying.web.desk.filters import filter_form
from huying.web.desk.keeping import KeepForm, asked, refused
from huying.web.desk.lists import named
from huying.web.desk.staff import StaffRequest
from huying.web.desk.views.lists import list_page
from huying.web.doors import staff_only
from huying.web.refusals import STATUS


@require_POST
@staff_only
def keep(request: StaffRequest) -> HttpResponse:
    """Keep the list the query string asks for under a name of one's own."""
    actor, chosen, at = request.actor, named(request.GET.get("list", "")), now()
    _check_reader(actor)
    asks = asked(chosen, filter_form(request.GET, chosen, chosen.wanted(actor, at), actor, at))
    said = _("Kept as “%(name)s”.")
    return _named(request, lambda name: keep_list(name, asks=asks, by=actor), said)


@require_POST
@staff_only
def rename(request: StaffRequest, list_id: int) -> HttpResponse:
    """Call a list of one's own something else."""
    actor = request.actor
    request.GET = QueryDict(own_list(list_id, actor).query)  # the page it stands on
    _check_reader(actor)
    said = _("This list is called “%(name)s” now.")
    return _named(request, lambda name: rename_list(list_id, name, by=actor), said)


@require_POST
@staff_only
def end(request: StaffRequest, list_id: int) -> HttpResponse:
    """Let a list of one's own go; what it asked for stays open."""
    gone = let_list_go(list_id, by=request.actor)
    messages.success(request, _("“%(name)s” is no longer kept.") % {"name": gone.name})
    return redirect(list_address(gone.query))


def _check_reader(actor: Actor) -> None:
    """Refuse whoever sees no list: they have no page that could tell what is wrong."""
    if not actor.may_anywhere(Grant.SEE):
        raise Refused(Code.NOT_YOURS, "lists are kept by who sees orders")


def _named(request: StaffRequest, act: Callable[[str], OwnList], said: str) -> HttpResponse:
    """Do it with the name that was sent; refused, the page of the list again, all typed on it."""
    form, status = KeepForm(request.POST, auto_id="keep_%s"), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            done = act(form.cleaned_data["name"])
        except Refused as refusal:
            refused(form, refusal)
            status = HTTPStatus(STATUS[refusal.code])
        else:
            messages.success(request, said % {"name": done.name})
            return redirect(list_address(done.query))
    return render(request, "desk/list.html", list_page(request, now(), form), status=status)
