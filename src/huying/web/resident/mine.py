"""My orders: whoever holds the telephone an order was placed with finds it again by a code.

No account comes of it and no door of staff opens: the session keeps the number, nothing else.
It is never needed, neither to place an order nor to follow one.
"""

import logging

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.notices.senders import NotSent, sms
from huying.orders.opening import order_of_phone, orders_of_phone
from huying.people.actions.noting import Caller
from huying.people.actions.phoning import Asked, ask_for_code, use_phone_code
from huying.web.account.seen import moved
from huying.web.doors import PROVEN, remember_proof
from huying.web.limits import client, public_write
from huying.web.refusals import onto_form

PHONE = "resident_phone"
ASKED = "resident_phone_asked"
NOT_NOW = gettext_noop(
    "codes cannot be sent at the moment; use the number and code on your receipt"
)
logger = logging.getLogger(__name__)


class PhoneForm(forms.Form):
    """The number orders were placed with."""

    phone = forms.CharField(
        label=gettext_lazy("Your mobile number"), max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The six digits that were sent."""

    code = forms.CharField(
        label=gettext_lazy("The 6 digits we sent you"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The orders placed with this telephone; before that, where its number is typed."""
    phone = request.session.get(PHONE, "")
    if phone and request.method != "POST":
        context = {"phone": phone, "orders": orders_of_phone(phone)}
        return render(request, "resident/mine.html", context)
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        return redirect("resident:mine_code")
    return _shown(request, "resident/mine_phone.html", form)


def _asked(request: HttpRequest, form: PhoneForm) -> bool:
    """Make a code and send it; the answer is the same for every number."""
    public_write(request)
    try:
        asked = ask_for_code(
            form.cleaned_data["phone"], at=now(), caller=_caller(request),
            most_per_hour=settings.PHONE_CODES_PER_HOUR,
        )  # fmt: skip
        _send(asked)
    except Refused as refusal:
        onto_form(form, refusal)
        return False
    request.session[ASKED] = asked.phone
    return True


def _send(asked: Asked) -> None:
    words = _("%(code)s is your Huying code. It is good for 5 minutes. Give it to nobody.")
    try:
        sms().send(asked.phone, words % {"code": asked.code}, key=asked.key)
    except NotSent as problem:
        logger.warning("a code was not sent: %s", problem)
        raise Refused(Code.NOT_OPEN, NOT_NOW) from problem


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Where the code is typed."""
    phone = request.session.get(ASKED, "")
    if not phone:
        return redirect("resident:mine")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        public_write(request)
        try:
            proven = use_phone_code(
                phone, form.cleaned_data["code"], at=now(), caller=_caller(request)
            )
        except Refused as refusal:
            onto_form(form, refusal)
        else:
            _begin(request, proven)
            return redirect("resident:mine")
    return _shown(request, "resident/mine_code.html", form, phone=phone)


def _begin(request: HttpRequest, phone: str) -> None:
    """A fresh session key, so that whoever knew the old one knows nothing."""
    old_key = request.session.session_key
    request.session.pop(ASKED, None)
    request.session[PHONE] = phone
    request.session.cycle_key()
    moved(request, old_key)


@require_safe
def open_one(request: HttpRequest, number: str) -> HttpResponse:
    """One of my orders, as with number and code."""
    found = order_of_phone(number, request.session.get(PHONE, ""))
    if found is None:
        return redirect("resident:mine")
    remember_proof(request, found)
    return redirect("resident:order", number=found.number)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the number, and every order this browser could open."""
    for kept in (PHONE, ASKED, PROVEN):
        request.session.pop(kept, None)
    messages.success(request, _("This browser has forgotten your requests."))
    return redirect("resident:track")


def _caller(request: HttpRequest) -> Caller:
    """Counted as the other writes are; no browser is kept with a resident."""
    return Caller(client(request))


def _shown(request: HttpRequest, template: str, form: forms.Form, **more: object) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)
