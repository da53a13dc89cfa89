"""Codes for residents: sent to a number, typed within five minutes, and good once."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_noop as _

from huying.kernel.refusals import Code, Refused
from huying.people.actions.noting import Caller, note
from huying.people.keys import code_digest, phone_key
from huying.people.models import PhoneCode
from huying.people.rules import mobile_number
from huying.people.states import Told

DIGITS = 6
GOOD_FOR = timedelta(minutes=5)
RESENT_AFTER = timedelta(seconds=60)
MOST_TRIES = 5
MOST_PER_NUMBER = 5
MOST_PER_ADDRESS = 20
HOUR = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)
TOO_SOON = _("a code was sent a moment ago; wait a minute before asking for another")
TOO_OFTEN = _("too many codes were asked for; try again in an hour")
WRONG = _("this code is wrong, or no longer good")


@dataclass(frozen=True, slots=True)
class Asked:
    """A code that was made: the number it goes to, the code, and an id for whoever carries it."""

    phone: str
    code: str
    key: str


def ask_for_code(phone: str, *, at: datetime, caller: Caller, most_per_hour: int) -> Asked:
    """Make a code for this number; it is not sent here, and kept only as a hash.

    Refused `invalid` for what is no mobile number, `too-many` within a minute of the last
    code, above five codes an hour for a number, twenty for an address (``caller.address``; ""
    counts for nobody) and `most_per_hour` for everybody together. Whether anything was ever
    placed with the number makes no difference.
    """
    number = mobile_number(phone)
    PhoneCode.objects.filter(sent_at__lt=at - KEPT_FOR).delete()
    key = phone_key(number)
    _refuse_too_many(key, caller.address, at, most_per_hour)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = PhoneCode(
        phone_key=key, slot=int(at.timestamp()) // 60, digest=code_digest(key, code),
        address=caller.address, sent_at=at, expires_at=at + GOOD_FOR,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise Refused(Code.TOO_MANY, TOO_SOON) from problem
    return Asked(number, code, f"code-{row.pk}")


def _refuse_too_many(key: str, address: str, at: datetime, most_per_hour: int) -> None:
    lately = PhoneCode.objects.filter(sent_at__gt=at - HOUR)
    mine = lately.filter(phone_key=key)
    if mine.filter(sent_at__gt=at - RESENT_AFTER).exists():
        raise Refused(Code.TOO_MANY, TOO_SOON)
    from_here = lately.filter(address=address).count() if address else 0
    if (
        mine.count() >= MOST_PER_NUMBER
        or from_here >= MOST_PER_ADDRESS
        or lately.count() >= most_per_hour
    ):
        raise Refused(Code.TOO_MANY, TOO_OFTEN)


def use_phone_code(phone: str, code: str, *, at: datetime, caller: Caller) -> str:
    """The number (11 digits) when this is the last code sent to it and still good.

    Else refused `invalid` with the same words whatever is wrong; a code is good for five
    minutes, five tries and one sign-in.
    """
    number = mobile_number(phone)
    key = phone_key(number)
    last = PhoneCode.objects.filter(phone_key=key).order_by("-sent_at", "-id").first()
    good = last is not None and _takes(last, key, code, at)
    note(Told.RESIDENT_IN if good else Told.RESIDENT_WRONG, at=at, caller=caller, by="sms")
    if not good:
        raise Refused(Code.INVALID, WRONG, fields={"code": WRONG})
    return number


def _takes(row: PhoneCode, key: str, code: str, at: datetime) -> bool:
    """Spend a try, and the code itself when it is right; each by compare-and-set."""
    usable = PhoneCode.objects.filter(pk=row.pk, used_at=None, expires_at__gt=at)
    if not usable.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        return False
    typed = "".join(filter(str.isdigit, unicodedata.normalize("NFKC", code)))
    if not constant_time_compare(row.digest, code_digest(key, typed)):
        return False
    return bool(usable.update(used_at=at))
