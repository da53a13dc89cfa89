"""A need begins, is looked at, and ends: raised, confirmed, corrected, declined, met, opened again."""

from datetime import datetime
from typing import Any

from django.db import transaction

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Category, Order
from huying.orders.rules import clean_words
from huying.orders.sharing import of_everyone
from huying.places.models import Place
from huying.supply.actions.moving import born, move_need
from huying.supply.actions.supporting import add_order
from huying.supply.lifecycle import NEED
from huying.supply.models import MOST_PRESSING, Assessment, Need
from huying.supply.queries.supporters import supporters_of
from huying.supply.rules import LONGEST_LINE, LONGEST_TITLE, LONGEST_WORDS
from huying.supply.states import WhyNot


def raise_need(
    *, place: Place, title: str, by: Actor, at: datetime, words: str = "",
    category: Category | None = None, personal: bool | None = None, order: Order | None = None,
) -> Need:  # fmt: skip
    """Write a need down, with the order that asked for it as its first support.

    Without a word on `personal`, one that comes from an order is personal unless neighbours may
    hear of that order. Refused `conflict` when the order supports another need.
    """
    if personal is None:
        personal = order is not None and not of_everyone(order)
    if category is None and order is not None:
        category = order.category
    need = Need(
        place=place, title=clean_words(title, field="title", longest=LONGEST_TITLE),
        words=clean_words(words, field="words", longest=LONGEST_WORDS, required=False),
        category=category, personal=personal, raised_at=at,
    )  # fmt: skip
    given = {"title": need.title, "words": need.words, "category": category, "personal": personal}
    with transaction.atomic():
        born(NEED, "raise", need, by=by, at=at, given=given)
        if order is not None:
            add_order(need, order=order, by=by, at=at)
    return need


def confirm(
    need: Need, *, score: int, decision: str, by: Actor, at: datetime, version: int | None = None
) -> Need:
    """Decide that it is a need of this place: how pressing, in which words; who wants it is counted.

    Refused `not-yet` while nobody stands behind it, `invalid` for a score out of 1 to 10.
    """
    if not 1 <= score <= MOST_PRESSING:
        raise Refused(Code.INVALID, "out of range", fields={"score": "out of range"})
    decision = clean_words(decision, field="decision", longest=LONGEST_WORDS)
    count = supporters_of(need)

    def beside(_record: object) -> None:
        Assessment.objects.create(
            need=need, supporters=count, score=score, decision=decision, decided_at=at,
            by_label=by.name,
        )  # fmt: skip

    given = {"score": score, "decision": decision}
    move_need(
        need, "confirm", by=by, at=at, version=version, given=given,
        noted={"supporters": count}, beside=beside,
    )  # fmt: skip
    return need


def correct(
    need: Need, *, reason: str, by: Actor, at: datetime, version: int | None = None, **said: Any
) -> Need:
    """Say it better: title, words, category; what becomes personal is public no longer, at once."""
    limits = {"title": LONGEST_TITLE, "words": LONGEST_WORDS}
    columns: dict[str, Any] = {
        name: clean_words(value, field=name, longest=limits[name], required=name == "title")
        if name in limits
        else value
        for name, value in said.items()
    }
    if columns.get("personal"):
        columns["published_at"] = None
    given = said | {"reason": clean_words(reason, field="reason", longest=LONGEST_LINE)}
    move_need(need, "correct", by=by, at=at, version=version, given=given, columns=columns)
    return need


def decline(
    need: Need, *, why: str, other_way: str, by: Actor, at: datetime, version: int | None = None
) -> Need:
    """Say no, why, and where those who want it can go instead."""
    if why not in set(WhyNot):
        raise Refused(Code.INVALID, "unknown reason", fields={"why": "unknown"})
    way = clean_words(other_way, field="other_way", longest=LONGEST_LINE)
    move_need(
        need, "decline", by=by, at=at, version=version, given={"why": why, "other_way": way},
        columns={"why_not": why, "other_way": way},
    )  # fmt: skip
    return need


def close(need: Need, *, result: str, by: Actor, at: datetime, version: int | None = None) -> Need:
    """Close it as met, and say what came of it."""
    said = clean_words(result, field="result", longest=LONGEST_WORDS)
    move_need(
        need, "close", by=by, at=at, version=version, given={"result": said},
        columns={"result": said, "closed_at": at},
    )  # fmt: skip
    return need


def reopen(need: Need, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Need:
    """Open it again: as a confirmed need when it was assessed, else as one that was raised."""
    said = clean_words(reason, field="reason", longest=LONGEST_LINE)
    move_need(
        need, "reopen", by=by, at=at, version=version, given={"reason": said},
        columns={"closed_at": None},
    )  # fmt: skip
    return need
