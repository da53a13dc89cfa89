"""Cards from a paste: what was guessed from the words, and what the tree and the classes add."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from huying.intake.pasting.cutting import cut, idle
from huying.intake.pasting.guesses import Guess, guessed, spot
from huying.intake.pasting.labels import shipped
from huying.intake.pasting.pieces import Piece
from huying.kernel.actor import Actor
from huying.orders.rules import LONGEST_TEXT, without_hidden
from huying.orders.suggesting import suggestions
from huying.people.roles import Grant
from huying.people.rules import without_phones
from huying.places.models import Place
from huying.places.queries import ancestors, by_text
from huying.places.states import Level

LONGEST = 20_000
MOST = 10
NAMED = _("places are called so")
OWN = _("no place is named, so it is your own")
RESIDENTS_WORDS = _("residents use these words for it")


@dataclass(frozen=True, slots=True)
class Card:
    """One matter to confirm: its stretch of the paste, the words, and a guess for each field."""

    raw: str
    words: str
    guesses: Mapping[str, Guess]


@dataclass(frozen=True, slots=True)
class Read:
    """A paste that was read: its cards, what says nothing by itself, and what comes next.

    `rest` is what lies beyond MOST cards or LONGEST characters; nothing of the paste is lost.
    """

    cards: Sequence[Card]
    aside: Sequence[str]
    rest: str


def read_paste(text: str, *, by: Actor, at: datetime) -> Read:
    """The cards of a paste for someone who takes requests; nothing is written.

    Places are looked for where they may take requests only.
    """
    whole = without_hidden(text.replace("\r\n", "\n").replace("\r", "\n"))
    pieces = cut(whole[:LONGEST])
    matters = [piece for piece in pieces if not idle(piece)]
    aside = [piece.raw.strip() for piece in pieces if idle(piece) and piece.raw.strip()]
    rest = "".join(piece.raw for piece in matters[MOST:]) + whole[LONGEST:]
    roots = _roots(by)
    return Read([_card(piece, roots, at) for piece in matters[:MOST]], aside, rest)


def source_of_numbers() -> str:
    """The name under which numbers of a hotline are kept: as an import of the same table keeps them."""
    return shipped().source


def hidden_phones(words: str) -> str:
    """The words with the middle of every telephone number hidden; the same where there is none."""
    return without_phones(words)


def _roots(by: Actor) -> list[Place]:
    ids = {one.place_id for one in by.standings if Grant.INTAKE in one.grants}
    return list(Place.objects.filter(pk__in=sorted(ids)).order_by("path"))


def _card(piece: Piece, roots: Sequence[Place], at: datetime) -> Card:
    guesses = guessed(piece, at=at)
    words = piece.words[:LONGEST_TEXT]
    if (place := _place(piece, guesses, roots)) is not None:
        guesses["place"] = place
    paths, on = [root.path for root in roots], timezone.localdate(at)
    if best := next(iter(suggestions(words, *paths, on=on)), None):
        guesses["category"] = Guess(best.code, "、".join(best.words), RESIDENTS_WORDS)
    return Card(piece.raw.strip("\n"), words, guesses)


def _place(piece: Piece, guesses: Mapping[str, Guess], roots: Sequence[Place]) -> Guess | None:
    """The place that the address, the sender's door number or the words name; else one's own."""
    address = guesses["address"].evidence if "address" in guesses else ""
    in_name = spot(piece.sender)
    for said in (address, in_name.evidence if in_name else "", piece.words):
        for root in roots:
            found = by_text(said, within=root) if said.strip() else None
            if found is not None and found.pk != root.pk:
                return Guess(_outdoors(found), said if said != piece.words else found.name, NAMED)
    return Guess(roots[0].code, roots[0].name, OWN) if len(roots) == 1 else None


def _outdoors(found: Place) -> str:
    """The code of the place, of the building for a household: doors are not chosen from a list."""
    return ancestors(found)[-1].code if found.level == Level.HOUSEHOLD else found.code
