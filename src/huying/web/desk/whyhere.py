"""Why an order is where it is, why by that date, and what was decided: each with who and when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from huying.adoptions.queries import way_at
from huying.clocks.models import Clock
from huying.orders.directory import BY_ROW
from huying.orders.labels import ASK_STATES, ASKS, CLOCKS, FIELDS, HAPPENED
from huying.orders.models import Order
from huying.orders.promises import Pledge, Standstill
from huying.orders.sheet import Sheet
from huying.orders.states import Ask, AskState
from huying.trail.models import Record
from huying.web.desk.telling import Names, joined, pair, who, why_there
from huying.web.ui.shapes import Fact
from huying.web.ui.words import MINUTE, lasting, limit_in_words, moment, when

VERDICTS: Mapping[str, AskState] = {"grant": AskState.GRANTED, "refuse": AskState.REFUSED}
PACKS = "practice:"  # a limit that came with a pack is told by the practice in force then
CONDITIONS = ("place", "kind", "category", "grade", "level")


def why_here(order: Order, found: Sheet, at: datetime) -> list[Fact]:
    """Who has it and who had it, whose desk it is, each running limit, each decision; latest first."""
    records = [entry.record for entry in found.entries]
    running = [pledge for pledge in found.pledges if pledge.clock.stopped_at is None]
    return [
        *_stations(order, records, found.names, at),
        *_desk(order),
        *(_limit(order, pledge, at) for pledge in running),
        *_decisions(records, at),
    ]


def _stations(
    order: Order, records: Sequence[Record], names: Names, at: datetime
) -> Iterator[Fact]:
    """Every hand it was put into, the latest first."""
    hands = [record for record in records if "lead" in record.given or "led_by" in record.given]
    if order.lead_unit is not None:
        last = hands.pop() if hands else None  # none where it came with its unit from elsewhere
        note = joined([why_there(order), *_listed(last), *(_by(last, at) if last else ())])
        yield Fact(_("Is with"), order.lead_unit.name, note=note)
    for record in reversed(hands):
        note = joined([record.given.get("reason"), *_listed(record), *_by(record, at)])
        yield Fact(_("Was with"), _unit(record, names), note=note)


def _listed(record: Record | None) -> list[str]:
    """That it went by the dispatch directory, where it did."""
    return [_("by the directory")] if record is not None and BY_ROW in record.given else []


def _unit(record: Record, names: Names) -> str:
    code = str(record.given.get("lead", ""))
    if code:
        return names.get(("lead", code), code)
    return _("the community itself") if record.move == "take" else _("someone else, to do it again")


def _desk(order: Order) -> Iterator[Fact]:
    if order.community is not None:
        belongs = _("%(place)s belongs to it") % {"place": order.place.name}
        elsewhere = order.place_id != order.community_id
        yield Fact(_("At this desk"), order.community.name, note=belongs if elsewhere else "")


def _limit(order: Order, pledge: Pledge, at: datetime) -> Fact:
    clock = pledge.clock
    due = when(clock.due_at, at) if clock.due_at else _("stands still")
    return Fact(CLOCKS.get(clock.name, clock.name), due, note=joined(_grounds(order, pledge, at)))


def _grounds(order: Order, pledge: Pledge, at: datetime) -> Iterator[str]:
    """From what a date was reckoned: the limit, what it counts from, for what it is set, what moved it."""
    clock, rule = pledge.clock, pledge.clock.rule
    if clock.amount is not None:
        yield _reckoned(clock, at)
    else:
        yield _("as the other system said") if clock.imported else _("agreed, by no limit")
    if rule is not None:
        asked = [FIELDS[name] for name in CONDITIONS if getattr(rule, name) not in (None, "")]
        if asked:
            yield _("set for: %(what)s") % {"what": "、".join(map(str, asked))}
        if source := _source(order, clock, rule.source):
            yield _("rule: %(source)s") % {"source": source}
    yield from _stood_still(pledge.pauses, at)
    if clock.extended_to is not None:
        yield _("extended to %(moment)s") % {"moment": moment(clock.extended_to, at)}


def _source(order: Order, clock: Clock, said: str) -> str:
    """Where a limit comes from: what the row says, or the practice that was in force then."""
    if not said.startswith(PACKS):
        return said
    way = way_at(order.place_path, timezone.localdate(clock.started_at))
    return f"{way.title} {way.version}" if way is not None else ""


def _reckoned(clock: Clock, at: datetime) -> str:
    starts = clock.rule.starts_on if clock.rule else ""
    said = _("%(limit)s from %(moment)s (%(move)s)") if starts else _("%(limit)s from %(moment)s")
    return said % {
        "limit": limit_in_words(clock.amount or 0, clock.unit),
        "moment": moment(clock.started_at, at),
        "move": HAPPENED.get(starts, starts),
    }


def _stood_still(pauses: Iterable[Standstill], at: datetime) -> Iterator[str]:
    still = sum(((one.ended_at or at) - one.begun_at for one in pauses), timedelta())
    if still >= MINUTE:
        yield _("stood still for %(span)s") % {"span": lasting(still)}


def _decisions(records: Iterable[Record], at: datetime) -> list[Fact]:
    """What was asked for and granted or refused, with the reason and the answer; the latest first."""
    reasons: dict[str, str] = {}
    told = []
    for record in records:
        verb, _sep, ask = record.move.partition("_")
        if ask not in set(Ask):
            continue
        if verb == "request":
            reasons[ask] = str(record.given.get("reason", ""))
        elif verb in VERDICTS:
            answer, verdict = str(record.given.get("answer", "")), ASK_STATES[VERDICTS[verb]]
            said = pair(verdict, answer) if answer else str(verdict)
            told.append(
                Fact(ASKS[Ask(ask)], reasons.get(ask, ""), note=joined([said, *_by(record, at)]))
            )
    return told[::-1]


def _by(record: Record, at: datetime) -> tuple[str, str]:
    return moment(record.at, at), who(record.by_label)
