from collections.abc import Mapping
from enum import StrEnum

import pytest
from django.utils.translation import override

from huying.kernel.effects import Holder
from huying.kernel.limits import Unit
from huying.orders import labels
from huying.orders.lifecycle import ORDER
from huying.orders.rules import LEVELS
from huying.orders.states import (
    Ask,
    AskState,
    Channel,
    Grade,
    NotAccepted,
    NoteKind,
    OrderKind,
    OrderState,
    Result,
)
from huying.whistles.lifecycle import RESPONSE

WORDS: list[tuple[Mapping[str, labels.Label], type[StrEnum]]] = [
    (labels.STATES, OrderState),
    (labels.KINDS, OrderKind),
    (labels.CHANNELS, Channel),
    (labels.GRADES, Grade),
    (labels.RESULTS, Result),
    (labels.REASONS, NotAccepted),
    (labels.NOTES, NoteKind),
    (labels.ASKS, Ask),
    (labels.ASK_STATES, AskState),
    (labels.HOLDERS, Holder),
    (labels.UNITS, Unit),
]


@pytest.mark.parametrize(("table", "words"), WORDS, ids=lambda each: getattr(each, "__name__", ""))
def test_every_word_has_a_label(table: Mapping[str, labels.Label], words: type[StrEnum]) -> None:
    assert set(table) == set(words)


def test_every_move_says_what_it_does_and_what_it_did() -> None:
    assert set(labels.MOVES) == set(labels.HAPPENED) == set(ORDER.moves)


def test_every_field_of_a_move_and_every_level_has_a_label() -> None:
    carried = {
        field for move in ORDER.moves.values() if move.sources for field in move.needs | move.may
    }
    assert set(labels.FIELDS) == carried
    assert set(labels.LEVELS) == LEVELS


def test_every_clock_a_move_touches_has_a_label() -> None:
    moves = [*ORDER.moves.values(), *RESPONSE.moves.values()]
    touched = {name for move in moves for _verb, name in move.clock.steps}
    assert set(labels.CLOCKS) == touched


def test_states_are_told_apart_in_both_languages() -> None:
    for language in ("en", "zh-hans"):
        with override(language):
            told = [str(label) for label in labels.STATES.values()]
        assert len(set(told)) == len(OrderState)


def test_the_words_of_the_desk_are_those_of_the_glossary() -> None:
    with override("zh-hans"):
        told = {state.value: str(labels.STATES[state]) for state in OrderState}
    assert told == {
        "draft": "草稿",
        "submitted": "待受理",
        "info_needed": "待补充",
        "accepted": "已受理",
        "not_accepted": "不予受理",
        "dispatched": "待签收",
        "signed": "已签收",
        "in_progress": "办理中",
        "suspended": "挂账",
        "completed": "待核查",
        "follow_up": "待回访",
        "closed": "结案",
        "archived": "归档",
        "merged": "并单",
        "withdrawn": "撤单",
        "voided": "作废",
    }
