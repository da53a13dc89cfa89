"""What the pages of the care ledger show, in the shapes the components are drawn from."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.care.actions import moves_open
from huying.care.labels import (
    BASES,
    CONSENT_BY,
    CONSENT_HOW,
    ENDINGS,
    HAPPENED,
    LOOKS,
    MOVES,
    STATES,
)
from huying.care.models import CareVisit, Entry, LookRecord, NamedGrant
from huying.care.queries import (
    Shown,
    any_grant,
    called,
    history,
    homes,
    looks_at,
    own_grants,
    said_of,
    shown,
)
from huying.care.states import Depth, EntryState
from huying.kernel.actor import Actor
from huying.people.roles import Grant
from huying.trail.queries import chain
from huying.web.care.forms import (
    CorrectForm,
    EndForm,
    RenewForm,
    RevealForm,
    SeeForm,
    WithdrawForm,
)
from huying.web.desk.nav import framed
from huying.web.ui.shapes import Cell, Chip, Column, Event, Fact, Move, Words
from huying.web.ui.words import calendar_date, moment

TONES = {EntryState.REGISTERED: "soon", EntryState.VERIFIED: "done", EntryState.ENDED: "quiet"}
ICONS = {"verify": "check", "see": "footprints", "renew": "calendar-check", "correct": "pencil"}
MOST_TOLD = 20
DANGER = frozenset({"end", "withdraw"})


def around(actor: Actor, at: datetime, current: str) -> dict[str, Any]:
    """What every page here shows around itself: the desk's nav, and its own tabs."""
    today = timezone.localdate(at)
    held = own_grants(actor, today)
    tabs = [
        (any(one.depth == Depth.LEDGER for one in held) or actor.may_anywhere(Grant.CARE_GRANT), "home", _("Ledgers"), "care:home"),
        (bool(held), "visits", _("To be seen"), "care:visits"),
        (actor.may_anywhere(Grant.CARE_GRANT), "grants", _("Who may read"), "care:grants"),
        (actor.may_anywhere(Grant.TRAIL), "looks", _("Who looked"), "care:looks"),
    ]  # fmt: skip
    chips = [Chip(label, reverse(to), on=name == current) for may, name, label, to in tabs if may]
    return framed(actor, at, current="care") | {"tabs": chips, "held": held}


def may_enter(actor: Actor, at: datetime) -> bool:
    """Whether any page here is for this person at all."""
    grants = (Grant.CARE_GRANT, Grant.TRAIL)
    return any_grant(actor, timezone.localdate(at)) or any(map(actor.may_anywhere, grants))


def list_columns() -> list[Column]:
    """The columns of a ledger, in the reader's language."""
    names = (_("Name"), _("ID number"), _("Where they live"), _("Last seen"), _("Look again on"), _("State"))  # fmt: skip
    return [Column(name, main=not n) for n, name in enumerate(names)]


def list_rows(rows: Sequence[Entry], today: date) -> list[list[Cell | Words | int]]:
    """A page of a ledger: everything masked."""
    return [_row(shown(entry), today) for entry in rows]


def _row(one: Shown, today: date) -> list[Cell | Words | int]:
    entry = one.entry
    over = entry.review_on <= today
    return [
        Cell(entry.name, reverse("care:entry", args=[entry.pk])),
        one.id_number or _("not known"),
        one.where,
        Cell(day_or(entry.last_seen_at, today, _("never")), note=_("late") if one.see_by and one.see_by < today else ""),
        Cell(calendar_date(entry.review_on, today), note=_("due") if over else ""),
        Cell(str(STATES[entry.state]), tone=TONES.get(EntryState(entry.state), "quiet")),
    ]  # fmt: skip


def day_or(at: datetime | None, today: date, otherwise: str) -> str:
    """The day of an instant in words, or what is said without one."""
    return calendar_date(timezone.localdate(at), today) if at else otherwise


def entry_page(entry: Entry, actor: Actor, at: datetime, **given: Any) -> dict[str, Any]:
    """Everything about one entry, masked; `given` are forms that were sent and did not do."""
    today, one = timezone.localdate(at), shown(entry)
    return {
        "entry": entry,
        "shown": one,
        "ledger": called(entry.place_path, entry.ledger, today),
        "state": STATES[entry.state],
        "tone": TONES.get(EntryState(entry.state), "quiet"),
        "facts": facts(one, today),
        "reveal": given.get("reveal") or RevealForm(entry),
        "moves": moves(entry, actor, at, given),
        "visits": [_visit(visit, at) for visit in history(entry, actor, today)[:MOST_TOLD]],
        "events": [_event(record, at) for record in chain(Entry.KIND, entry.pk).reverse()[:MOST_TOLD]],
        "looks": [_look(look, at) for look in looks_at(entry, actor, today)[:MOST_TOLD]],
    }  # fmt: skip


def facts(one: Shown, today: date) -> list[Fact]:
    """What is known, without the hidden; blank facts are left out."""
    entry = one.entry
    consent = [
        entry.consent_on and calendar_date(entry.consent_on, today),
        CONSENT_BY.get(entry.consent_by), entry.guardian, CONSENT_HOW.get(entry.consent_how),
    ]  # fmt: skip
    basis = [BASES.get(entry.basis), entry.basis_words]
    every = entry.every_days and _("every %(days)s days") % {"days": entry.every_days}
    lines: list[tuple[Words, Any]] = [
        (_("Where they live"), one.where),
        (_("Year of birth"), entry.birth_year),
        (_("What it is kept for"), entry.purpose),
        (_("Legal basis"), _joined(basis)),
        (_("Consent"), _joined(consent)),
        (_("Known since"), calendar_date(entry.since, today)),
        (_("Look again on"), calendar_date(entry.review_on, today)),
        (_("Somebody looks in"), every),
        (_("Last seen"), entry.last_seen_at and day_or(entry.last_seen_at, today, "")),
        (_("Left the ledger"), ENDINGS.get(entry.ending)),
        (_("Will be erased on"), entry.erase_on and calendar_date(entry.erase_on, today)),
    ]
    return [Fact(label, str(text)) for label, text in lines if text]


def moves(entry: Entry, actor: Actor, at: datetime, given: dict[str, Any]) -> list[Move]:
    """The moves open to this person as buttons and forms."""
    return [
        Move(
            name, MOVES[name], given.get(name) or form_of(name, entry, actor, at),
            main=name == "verify", danger=name in DANGER, icon=ICONS.get(name, ""),
        )
        for name in moves_open(entry, by=actor, at=at)
    ]  # fmt: skip


def form_of(name: str, entry: Entry, actor: Actor, at: datetime, data: Any = None) -> Any:
    """The form a move asks with, or was sent with; None for a move without fields."""
    today = timezone.localdate(at)
    match name:
        case "see":
            now = timezone.localtime(at).replace(second=0, microsecond=0)
            return SeeForm(data, auto_id="see_%s", initial={"seen_at": now})
        case "correct":
            return CorrectForm(entry, homes(actor, entry.ledger, today), data)
        case "renew":
            return RenewForm(entry, today, data)
        case "end":
            return EndForm(data, auto_id="end_%s")
        case "withdraw":
            return WithdrawForm(data, auto_id="withdraw_%s")
    return None


def _visit(visit: CareVisit, at: datetime) -> Event:
    note = f"{moment(timezone.localtime(visit.seen_at), timezone.localtime(at))} · {visit.by.name}"
    return Event(_("Somebody was there"), note, said_of(visit))


def _event(record: Any, at: datetime) -> Event:
    note = f"{moment(timezone.localtime(record.at), timezone.localtime(at))} · {record.by_label}"
    return Event(HAPPENED.get(record.move, record.move), note)


def _look(look: LookRecord, at: datetime) -> Event:
    when = moment(timezone.localtime(look.at), timezone.localtime(at))
    title = _("%(name)s: %(what)s") % {"name": look.by.name, "what": LOOKS[look.what]}
    return Event(f"{title} · {_('turned away')}" if look.denied else title, when, look.words)


def look_columns() -> list[Column]:
    """The columns of the log, in the reader's language."""
    names = (_("When"), _("Who"), _("What was looked at"), _("Ledger"), _("Where"), _("What for"))
    return [Column(name, main=n == 1) for n, name in enumerate(names)]


def look_rows(looks: Sequence[LookRecord], at: datetime) -> list[list[Cell | Words | int]]:
    """Lines of the log: who looked at which ledger where, never at whom."""
    today, here = timezone.localdate(at), timezone.localtime(at)
    return [
        [
            moment(timezone.localtime(look.at), here),
            look.by.name,
            Cell(str(LOOKS[look.what]), note=_("turned away") if look.denied else ""),
            called(look.place.path if look.place else "", look.ledger, today).name or "—",
            look.place.name if look.place else "—",
            look.words or "—",
        ]
        for look in looks
    ]


def reading(grant: NamedGrant, today: date) -> str:
    """The ledger a grant is for, by its name."""
    return called(grant.place_path, grant.ledger, today).name


def _joined(parts: Sequence[Any]) -> str:
    return " · ".join(str(part) for part in parts if part)
