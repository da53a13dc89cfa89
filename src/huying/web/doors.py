"""Who stands at the door of a page: built once per request from session and account."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from huying.kernel.actor import VISITOR, Actor, ActorKind
from huying.kernel.now import now
from huying.orders.models import Order
from huying.orders.policy import asker_of
from huying.orgs.actors import actor_of_account
from huying.people.models import Account

PROVEN = "proven_orders"
MOST_PROVEN = 20

View = Callable[..., HttpResponseBase]


def staff(request: HttpRequest) -> Actor:
    """The signed-in member of staff; VISITOR when nobody is signed in or the account is closed."""
    account = request.user
    if not isinstance(account, Account):
        return VISITOR
    return actor_of_account(account.pk, timezone.localdate(now()))


def proven(request: HttpRequest) -> frozenset[int]:
    """Ids of the orders whose query code this session showed."""
    return frozenset(request.session.get(PROVEN, ()))


def remember_proof(request: HttpRequest, order: Order) -> None:
    """Let this session follow an order without typing the code again."""
    kept = [pk for pk in request.session.get(PROVEN, ()) if pk != order.pk]
    request.session[PROVEN] = [*kept, order.pk][-MOST_PROVEN:]


def asker(request: HttpRequest, order: Order) -> Actor:
    """Whoever follows this order as its resident; VISITOR without proof."""
    return asker_of(order) if order.pk in proven(request) else VISITOR


def staff_only(view: View) -> View:
    """The view for staff: `request.actor` is set; everyone else is led to the sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = staff(request)
        if actor.kind is not ActorKind.STAFF:
            back = urlencode({"next": request.get_full_path()})
            return redirect(f"{settings.LOGIN_URL}?{back}")
        request.actor = replace(actor, proven=frozenset())  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded
