"""Where a resident says whether they are told in WeChat about an order of theirs."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.writing import write_in_wechat, write_no_more, written_to
from huying.orders.models import Order
from huying.web import wechat
from huying.web.doors import asker
from huying.web.limits import public_write
from huying.web.refusals import plain
from huying.web.resident.own import own_order


@dataclass(frozen=True, slots=True)
class Choice:
    """What the order's page offers: to begin, or, where they are told already, to end it."""

    on: bool


def choice(request: HttpRequest, order: Order) -> Choice | None:
    """None where nothing is to be chosen: not set up, or begun only inside of WeChat."""
    if not wechat.set_up():
        return None
    on = written_to(order)
    return Choice(on) if on or wechat.inside(request) else None


@require_POST
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Begin (by way of WeChat), or with `end` stop."""
    wechat.only_where_set_up()
    mine = _own(request, number)
    public_write(request)
    if "end" in request.POST:
        write_no_more(mine, by=asker(request, mine), at=now())
        messages.success(request, _("From now on nothing is written to you in WeChat."))
        return redirect("resident:order", number=mine.number)
    back = reverse("resident:wechat_back", args=[mine.number])
    return wechat.go(request, f"order {mine.pk}", back)


@never_cache
@require_GET
def back(request: HttpRequest, number: str) -> HttpResponse:
    """Back from WeChat, which says who they are there."""
    wechat.only_where_set_up()
    mine = _own(request, number)
    public_write(request)
    try:
        openid = wechat.who(request, f"order {mine.pk}")
    except Refused as refusal:
        messages.error(request, plain(refusal.reason))
    else:
        write_in_wechat(mine, openid, by=asker(request, mine), at=now())
        messages.success(request, _("From now on you are told in WeChat."))
    return redirect("resident:order", number=mine.number)


def _own(request: HttpRequest, number: str) -> Order:
    mine = own_order(request, number)
    if mine is None:
        raise Refused(Code.UNKNOWN, "no order with this number can be shown to you")
    return mine
