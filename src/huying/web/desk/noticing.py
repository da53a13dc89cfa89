"""What people were told, in lines the pages draw: one's own inbox, an order's log, what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.notices.foresight import Foreseen
from huying.notices.labels import AUDIENCES, STANDS, WAYS, event_called
from huying.notices.models import Notice
from huying.notices.queries import NEW_FOR, log_of
from huying.notices.states import CARRIED, TO_DO_BY_HAND, Stand
from huying.notices.wording import on_its_way
from huying.orders.models import Order
from huying.people.roles import Grant
from huying.web.ui.shapes import Event, Words
from huying.web.ui.words import moment

TONES = {Stand.GIVEN_UP: "late", Stand.CALL_BACK: "soon", Stand.FAILED: "soon"}
LONGEST_LOG = 40


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as it is drawn; `again` and `by_hand` say which buttons it gets.

    `words` are what was read where it arrived; of what nobody got yet, all there is to tell.
    """

    notice: Notice
    words: str
    href: str
    whom: Words
    what: Words
    how: Words
    stand: Words
    tone: str
    when: Words
    fresh: bool
    again: bool
    by_hand: bool


def lines(notices: Iterable[Notice], viewer: Actor, at: datetime) -> list[Told]:
    """Notices as lines, in the order they come; buttons only for who may press them."""
    here = timezone.localtime(at)
    return [_line(one, viewer, here) for one in notices]


def log(order: Order, viewer: Actor, at: datetime) -> Sequence[Told]:
    """What was told about an order to anybody, newest first; nothing for who only watches it."""
    return lines(log_of(order)[:LONGEST_LOG], viewer, at)


def foretold(found: Foreseen, at: datetime) -> list[Event]:
    """What people would get, one event for each, what stands on the order's page first."""
    here = timezone.localtime(at)
    page = [Event(said, _("the resident, on the order's page")) for said in found.said]
    return page + [Event(on_its_way(one), _foretold(one, here)) for one in found.notices]


def _foretold(one: Notice, here: datetime) -> str:
    parts = [_whom(one), WAYS[one.way]]
    if one.next_try_at is not None:
        later = one.next_try_at > here
        parts.append(moment(timezone.localtime(one.next_try_at), here) if later else _("at once"))
    elif one.stand == Stand.CALL_BACK:
        parts.append(_("the desk rings"))
    return " · ".join(map(str, parts))


def _page(one: Notice) -> str:
    """Where the reader at the desk looks it up: the order, or the whistle that called a unit."""
    whistle = one.facts.get("whistle")
    if whistle:
        return reverse("whistles:whistle", args=[whistle])
    return reverse("desk:order", args=[one.order.number])


def _whom(one: Notice) -> Words:
    audience = AUDIENCES[one.audience]
    return f"{audience} · {one.person.name}" if one.person is not None else audience


def _line(one: Notice, viewer: Actor, here: datetime) -> Told:
    mine = viewer.may(Grant.TRIAGE, one.order.place_path)
    words = one.text if one.stand in TO_DO_BY_HAND else on_its_way(one)
    return Told(
        one, words, _page(one), _whom(one), event_called(one.event) or _("Time limit"),
        WAYS[one.way], STANDS[one.stand], TONES.get(Stand(one.stand), ""),
        moment(timezone.localtime(one.at), here),
        fresh=one.read_at is None and here - one.at < NEW_FOR,
        again=mine and one.way in CARRIED and one.next_try_at is None,
        by_hand=mine and one.stand in TO_DO_BY_HAND,
    )  # fmt: skip
