"""The verbs of an entry's life; each one transaction."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.care.actions.moving import kept_of, make_move
from huying.care.actions.wholeness import check_whole
from huying.care.lifecycle import ENTRY
from huying.care.models import CareVisit, Entry
from huying.care.queries.granted import named
from huying.care.queries.ledgers import called, ledger_at
from huying.care.rules import born_on, erase_on
from huying.care.sealed import COLUMNS, marks_of, new_salt, put, read, salt_of
from huying.care.states import STANDING, Basis
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.places.models import Place
from huying.trail.moving import give_birth

CONSENT = ("consent_on", "consent_by", "consent_how", "guardian")
CLEARABLE: Mapping[str, Any] = {
    "id_number": "", "phone": "", "health": "", "address": "", "guardian": "", "basis_words": "",
    "birth_year": None, "every_days": None, "consent_on": None, "consent_by": "",
    "consent_how": "",
}  # fmt: skip
"""What may be unknown again, and what it is then."""
FORGOTTEN: Mapping[str, Any] = {
    "name": "", "birth_year": None, "id_sealed": "", "id_mark": "", "phone_sealed": "",
    "health_sealed": "", "address": "", "guardian": "", "seal_salt": "", "place": None,
    "basis_words": "", "every_days": None, "last_seen_at": None,
}  # fmt: skip


def register(*, by: Actor, at: datetime, **given: Any) -> Entry:
    """Write somebody down in a ledger; `given` is what the table names, already read.

    Refused besides what the table refuses: `unknown` for a ledger the place does not have,
    `incomplete` without a whole basis, `conflict` for who stands there already.
    """
    given = _settled(given)
    place, ledger = given.get("place"), given.get("ledger", "")
    if not isinstance(place, Place) or place.community is None:
        raise _refused(Code.INCOMPLETE, "place", _("a community or a place in one"))
    today = timezone.localdate(at)
    entry = Entry(
        ledger=ledger, place=place, community=place.community, registered_on=today,
        registered_by_id=by.person_id or 0,
    )  # fmt: skip
    entry.twin = _stands(entry, given.get("id_number", ""))
    step = ENTRY.check(
        "register", None, by=named(by, today), at=at, given=given, facts=entry
    )  # fmt: skip
    if ledger_at(entry.place_path, ledger, today) is None:
        raise _refused(Code.UNKNOWN, "ledger", _("there is no such ledger here"))
    check_whole(given, on=today)
    entry.seal_salt = new_salt(entry)
    for column, value in _columns(entry, given).items():
        setattr(entry, column, value)
    kept = kept_of(given, salt_of(entry)) | {"community": place.community.code}
    with _once():
        give_birth(entry, step, by=by, at=at, given=kept)
    return entry


def verify(entry: Entry, *, by: Actor, at: datetime, version: int | None = None) -> Entry:
    """Say that it is so; someone else than who registered it. From now on it counts."""
    make_move(entry, "verify", by=by, at=at, version=version)
    return entry


def correct(
    entry: Entry, *, reason: str, by: Actor, at: datetime, version: int | None = None,
    cleared: Collection[str] = (), **facts: Any,
) -> Entry:  # fmt: skip
    """Change facts, and clear those named in `cleared`; who may see it decides by where it was.

    Refused `not-yours` also where the new place is one that is not open to the caller.
    """
    today, known = timezone.localdate(at), named(by, timezone.localdate(at))
    entry.twin = _stands(entry, facts.get("id_number", ""))
    ENTRY.check(
        "correct", entry, by=known, at=at, version=version,
        given={"reason": reason, **facts} | ({"cleared": cleared} if cleared else {}),
    )  # fmt: skip
    facts, gone = _changes(entry, facts, cleared)
    check_whole(_present(entry) | facts | gone, on=today)
    if "place" in facts:
        _check_place(entry, facts["place"], known)
    given = {"reason": reason, **facts} | ({"cleared": sorted(gone)} if gone else {})
    columns = _columns(entry, facts | gone)
    with _once():
        make_move(entry, "correct", by=by, at=at, given=given, version=version, columns=columns)
    return entry


def renew(
    entry: Entry, *, review_on: date, by: Actor, at: datetime, version: int | None = None,
    **consent: Any,
) -> Entry:  # fmt: skip
    """Look at it anew: it still holds until another day; with consent, given again."""
    given = {"review_on": review_on, **consent}
    if entry.basis == Basis.CONSENT:
        given_anew = _present(entry) | dict.fromkeys(CONSENT[:3], "") | consent
        check_whole(given_anew, on=timezone.localdate(at))
    elif consent:
        raise _refused(Code.INVALID, next(iter(consent)), _("it does not stand on consent"))
    make_move(entry, "renew", by=by, at=at, given=given, version=version, columns=given)
    return entry


def end(
    entry: Entry, *, ending: str, by: Actor, at: datetime, words: str = "",
    version: int | None = None,
) -> Entry:  # fmt: skip
    """Take somebody out of the ledger, and say why; what is known is erased after a while."""
    given = {"ending": ending} | ({"words": words} if words else {})
    _leave(entry, "end", given, by=by, at=at, version=version, ending=ending)
    return entry


def withdraw(
    entry: Entry, *, words: str, by: Actor, at: datetime, version: int | None = None
) -> Entry:
    """The person takes their consent back: out of sight at once, erased after a while."""
    _leave(entry, "withdraw", {"words": words}, by=by, at=at, version=version)
    return entry


def erase(entry: Entry, *, by: Actor, at: datetime) -> Entry:
    """Forget all that is personal; what is left is that there was an entry, and when."""

    def beside(_record: object) -> None:
        CareVisit.objects.filter(entry=entry).update(words_sealed="")

    make_move(entry, "erase", by=by, at=at, columns=FORGOTTEN, beside=beside)
    return entry


def _leave(
    entry: Entry, name: str, given: Mapping[str, Any], *, by: Actor, at: datetime,
    version: int | None, **columns: Any,
) -> None:  # fmt: skip
    today = timezone.localdate(at)
    keep = called(entry.place_path, entry.ledger, today).keep_days
    columns |= {"ended_at": at, "erase_on": erase_on(today, keep)}
    make_move(entry, name, by=by, at=at, given=given, version=version, columns=columns)


def _present(entry: Entry) -> dict[str, Any]:
    """The facts of an entry as they are, the number opened: whose consent counts depends on it."""
    plain = (
        "name", "birth_year", "address", "place", "guardian", "purpose", "basis", "basis_words",
        "consent_on", "consent_by", "consent_how", "since", "every_days", "review_on",
    )  # fmt: skip
    return {key: getattr(entry, key) for key in plain} | {"id_number": read(entry, "id_number")}


def _settled(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the birth year that an ID number tells."""
    number = facts.get("id_number", "")
    return dict(facts) | ({"birth_year": born_on(number).year} if number else {})


def _changes(
    entry: Entry, facts: Mapping[str, Any], cleared: Collection[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is changed and what is cleared, with all that follows from it.

    A number tells the year; another basis than consent needs none.
    """
    unknown = {name: _("this cannot be left empty") for name in cleared if name not in CLEARABLE}
    if unknown:
        raise Refused(Code.INVALID, _("this cannot be left empty"), fields=unknown)
    facts, gone = dict(facts), {name: CLEARABLE[name] for name in cleared if name not in facts}
    if facts.get("basis") not in {None, Basis.CONSENT}:
        gone |= {name: CLEARABLE[name] for name in CONSENT}
        facts = {name: value for name, value in facts.items() if name not in CONSENT}
    number = "" if "id_number" in gone else facts.get("id_number") or read(entry, "id_number")
    if number and {"id_number", "birth_year"} & {*facts, *gone}:
        facts = _settled(facts | {"birth_year": born_on(number).year})
        gone.pop("birth_year", None)
    return facts, gone


def _columns(entry: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in facts.items():
        columns |= put(entry, name, value) if name in COLUMNS else {name: value}
    return columns


def _check_place(entry: Entry, place: Place, known: Actor) -> None:
    moved = Entry(
        pk=entry.pk, ledger=entry.ledger, place=place, community=entry.community,
        state=entry.state, version=entry.version,
    )  # fmt: skip
    if place.community_id != entry.community_id:
        raise _refused(
            Code.INVALID, "place", _("in another community: end it here and register it there")
        )
    ENTRY.admit("correct", moved, by=known, given={"reason": "x"})


def _stands(entry: Entry, number: str) -> bool:
    return (
        bool(number)
        and Entry.objects.filter(
            ledger=entry.ledger, community=entry.community, id_mark__in=marks_of(number),
            state__in=sorted(STANDING),
        ).exclude(pk=entry.pk).exists()
    )  # fmt: skip


@contextmanager
def _once() -> Iterator[None]:
    """One transaction; of two that write down the same person at once the second is refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        raise Refused(Code.CONFLICT, "This person stands in this ledger already.") from clash


def _refused(code: Code, field: str, why: str) -> Refused:
    return Refused(code, why, fields={field: why})
