"""My account put together, in the shapes its page is drawn from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huying.kernel.now import now
from huying.people.models import Account, SignInRecord
from huying.people.queries import sign_ins_of, tokens_of
from huying.people.roles import Grant
from huying.people.states import Told
from huying.web import wechat
from huying.web.account.devices import in_words
from huying.web.account.views.entering import others
from huying.web.doors import lacks_factor, staff
from huying.web.ui.shapes import Cell, Column, Words
from huying.web.ui.words import moment

SHOWN = 10
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 -- what stands in a column that wants an address


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One browser that is signed in."""

    pk: int
    device: str
    address: str
    since: datetime
    last: datetime
    this: bool


@dataclass(frozen=True, slots=True)
class Written:
    """Whether the person is told in WeChat, and whether this browser is WeChat's own."""

    on: bool
    inside: bool


def everything(request: HttpRequest, account: Account) -> dict[str, Any]:
    """The context of the page."""
    actor = staff(request)
    factors = list(Authenticator.objects.filter(user=account).order_by("pk"))
    codes = next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "account": account,
        "sessions": sessions(request, account),
        "app": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "lacking": lacks_factor(request),
        "others": others(request),
        "identities": SocialAccount.objects.filter(user=account) if settings.SOCIALACCOUNT_PROVIDERS else [],
        "wechat": written(request, account),
        "tokens": tokens_of(account),
        "lately": [event(one) for one in sign_ins_of(account)[:SHOWN]],
        "actor": actor,
        "reads_records": actor.may_anywhere(Grant.SIGN_INS),
        "keeps": actor.may_anywhere(Grant.CONFIGURE),
    }  # fmt: skip


def written(request: HttpRequest, account: Account) -> Written | None:
    """How the person is told in WeChat; None where that is not set up, or the account has no person."""
    if not wechat.set_up() or account.person is None:
        return None
    return Written(bool(account.person.wechat), wechat.inside(request))


def sessions(request: HttpRequest, account: Account) -> list[SignedIn]:
    """Where the account is signed in, this browser first, then the last seen."""
    here = request.session.session_key
    found = [
        SignedIn(
            one.pk, in_words(one.user_agent), "" if one.ip == UNKNOWN_ADDRESS else one.ip,
            one.created_at, one.last_seen_at, one.session_key == here,
        )
        for one in UserSession.objects.purge_and_list(account)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.this, -one.last.timestamp()))


RECORD_COLUMNS = [
    Column(_("When"), main=True), Column(_("What happened")), Column(_("With")),
    Column(_("From where")), Column(_("Account")),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One record in words."""

    when: str
    what: Words
    by: str
    address: str
    device: str
    name: str
    alarming: bool


def event(one: SignInRecord) -> Happened:
    """A record of signing in as people read it."""
    when = moment(timezone.localtime(one.at), timezone.localtime(now()))
    name = one.account.username if one.account else ""
    device = in_words(one.device) if one.device else ""
    what = Told(one.what).label
    return Happened(when, what, with_what(one.by), one.address, device, name, one.what in ALARMING)


def record_rows(records: Iterable[SignInRecord]) -> list[list[Cell | Words | int]]:
    """Records as rows of a table: when, what, with what, from where, whose account."""
    return [
        [
            one.when, Cell(one.what, tone="late" if one.alarming else ""), one.by,
            Cell(one.address, note=one.device), one.name,
        ]
        for one in map(event, records)
    ]  # fmt: skip


def with_what(by: str) -> str:
    """What a sign-in was made with, in words; names of people and services as they are."""
    return " + ".join(str(WAYS.get(part, part)) for part in by.split(" + "))


WAYS: Mapping[str, Words] = {
    "password": _("password"), "code": _("code"), "totp": _("app"), "webauthn": _("passkey"),
    "recovery_codes": _("recovery code"), "sms": _("code by SMS"), "weixin": _("WeChat"),
    "command line": _("command line"),
}  # fmt: skip
ALARMING = frozenset({Told.WRONG, Told.LOCKED, Told.RESIDENT_WRONG})
