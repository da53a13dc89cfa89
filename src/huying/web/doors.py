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
from django.urls import reverse
from django.utils import timezone

from huying.adoptions.voices import speak_to
from huying.kernel.actor import VISITOR, Actor, ActorKind
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.orders.policy import asker_of
from huying.orgs.actors import actor_of_account
from huying.people.models import Account
from huying.people.queries import has_second_factor

PROVEN = "proven_orders"
MOST_PROVEN = 20

View = Callable[..., HttpResponseBase]


def staff(request: HttpRequest) -> Actor:
    """The signed-in member of staff; VISITOR when nobody is signed in or the account is closed.

    Also while a second factor is required and the account has none.
    """
    account = request.user
    if not isinstance(account, Account) or lacks_factor(request):
        return VISITOR
    return actor_of_account(account.pk, timezone.localdate(now()))


def lacks_factor(request: HttpRequest) -> bool:
    """Whether this account must set up a second factor before any door of staff opens."""
    account = request.user.pk
    required = settings.SECOND_FACTOR == "required" and account is not None
    return required and not has_second_factor(account or 0)


def turned_away(request: HttpRequest, *, back: str = "") -> HttpResponseBase:
    """Where whoever is no member of staff goes: to the sign-in page, or to their second factor.

    `back` is the page they wanted, this one by default. Refused `not-yours` for an account that has no person.
    """
    if not request.user.is_authenticated:
        door = settings.LOGIN_URL
    elif lacks_factor(request):
        door = reverse("account:second_factor")
    else:
        raise Refused(Code.NOT_YOURS, "this account belongs to nobody who works here")
    return redirect(f"{door}?{urlencode({'next': back or request.get_full_path()})}")


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
            return turned_away(request)
        request.actor = replace(actor, proven=frozenset())  # type: ignore[attr-defined]
        speak_to(actor, timezone.localdate(now()))
        return view(request, *args, **kwargs)

    return guarded
