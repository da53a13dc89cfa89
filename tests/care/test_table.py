"""Every state, every move, every role: what may happen to an entry, and that nothing else does."""

import pytest

from huying.care.actions import VERBS, moves_open, perform
from huying.care.labels import HAPPENED, MOVES, STATES
from huying.care.lifecycle import ENTRY, ENTRY_BIRTHS, GRANT
from huying.care.models import Entry
from huying.care.queries import named
from huying.care.states import EntryState, GrantState
from huying.kernel.actor import SYSTEM, VISITOR, Actor
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import Cast, Staff
from tests.care.people import AT, ON, entry_in, granted

KEEPERS = {"first_keeper", "second_keeper"}
# Who may make each move, by hand: the table is checked against this, not against itself.
MAY: dict[str, set[str]] = {
    "verify": {"second_keeper"}, "see": KEEPERS | {"visitor"}, "correct": KEEPERS,
    "renew": KEEPERS, "end": KEEPERS, "withdraw": KEEPERS, "erase": {"system"},
}  # fmt: skip


def everyone(cast: Cast, keepers: tuple[Staff, Staff]) -> dict[str, Actor]:
    """Whoever was named, and one of every role whom nobody named."""
    looks_in = cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)
    elsewhere = cast.hire("邻社区小秦", Role.RECEPTION_WORKER, cast.neighbour)
    another_ledger = cast.hire("小曲", Role.RECEPTION_WORKER, cast.community)
    granted(cast, looks_in, depth="visits")
    granted(cast, elsewhere, place=cast.neighbour)
    granted(cast, another_ledger, "child_in_difficulty")
    unnamed = {role.value: cast.hire(f"小{role.value}", role, cast.district).actor for role in Role}
    return unnamed | {
        "system": SYSTEM, "nobody": VISITOR, "first_keeper": keepers[0].actor,
        "second_keeper": keepers[1].actor, "visitor": looks_in.actor, "elsewhere": elsewhere.actor,
        "another_ledger": another_ledger.actor, "handler": cast.zhou.actor,
    }  # fmt: skip


def test_every_move_has_a_verb_a_label_and_a_hand_written_line_here() -> None:
    moves = set(ENTRY.moves) - set(ENTRY_BIRTHS)
    assert (set(MAY), set(VERBS), set(MOVES), set(HAPPENED)) == (moves, moves, set(ENTRY.moves), set(ENTRY.moves))  # fmt: skip
    assert set(STATES) == set(EntryState)


def test_every_state_can_be_reached_and_what_is_erased_is_the_end() -> None:
    for machine, states, ends in ((ENTRY, EntryState, {EntryState.ERASED}), (GRANT, GrantState, {GrantState.REVOKED})):  # fmt: skip
        reached = {t for m in machine.moves.values() for s in (m.sources or {None}) for t in m.targets(s)}  # fmt: skip
        leaving = {s for m in machine.moves.values() for s in m.sources if m.targets(s) - {s}}
        assert (reached, set(states) - leaving) == (set(states), ends)


@pytest.mark.parametrize("state", list(EntryState))
def test_exactly_the_listed_may_make_each_move(
    cast: Cast, keepers: tuple[Staff, Staff], state: EntryState
) -> None:
    entry = entry_in(cast, state, keepers)
    for role, actor in everyone(cast, keepers).items():
        expected = {
            name
            for name, roles in MAY.items()
            if state in ENTRY.moves[name].sources and role in roles
        }
        assert set(ENTRY.open_to(entry, by=named(actor, ON))) == expected, (state, role)


@pytest.mark.parametrize("state", [EntryState.REGISTERED, EntryState.ENDED])
def test_whoever_may_not_is_told_so_before_anything_else_and_nothing_is_written(
    cast: Cast, keepers: tuple[Staff, Staff], state: EntryState
) -> None:
    entry = entry_in(cast, state, keepers)
    people = everyone(cast, keepers)
    before = (Entry.objects.filter(pk=entry.pk).values().get(), Record.objects.count())
    for role in set(people) - KEEPERS - {"visitor", "system"}:
        for name in set(MAY) - {"erase"}:
            with pytest.raises(Refused) as refused:
                perform(entry, name, by=people[role], at=AT, raw={"nonsense": "1"}, version=999)
            assert refused.value.code == Code.NOT_YOURS, (role, name)
    assert (Entry.objects.filter(pk=entry.pk).values().get(), Record.objects.count()) == before


@pytest.mark.parametrize("state", [EntryState.REGISTERED, EntryState.VERIFIED, EntryState.ENDED])
def test_a_move_from_the_wrong_state_or_an_old_page_is_refused(
    cast: Cast, keepers: tuple[Staff, Staff], state: EntryState
) -> None:
    entry = entry_in(cast, state, keepers)
    for name, move in ENTRY.moves.items():
        if name in ENTRY_BIRTHS or name == "erase":
            continue
        with pytest.raises(Refused) as refused:
            perform(entry, name, by=keepers[1].actor, at=AT, raw={}, version=entry.version + 1)
        assert refused.value.code == Code.STALE, name
        if state not in move.sources:
            with pytest.raises(Refused) as refused:
                perform(entry, name, by=keepers[1].actor, at=AT, raw={})
            assert refused.value.code == Code.WRONG_STATE, name


def test_what_is_offered_leaves_out_consent_where_there_is_none(
    cast: Cast, keepers: tuple[Staff, Staff]
) -> None:
    entry = entry_in(cast, EntryState.REGISTERED, keepers)
    assert moves_open(entry, by=keepers[0].actor, at=AT) == ["see", "correct", "renew", "end"]
    assert moves_open(entry, by=keepers[1].actor, at=AT)[0] == "verify"
    with pytest.raises(Refused) as refused:
        perform(entry, "withdraw", by=keepers[0].actor, at=AT, raw={"words": "本人来说"})
    assert refused.value.code == Code.WRONG_STATE


def test_nobody_erases_by_hand(cast: Cast, keepers: tuple[Staff, Staff]) -> None:
    entry = entry_in(cast, EntryState.ENDED, keepers)
    with pytest.raises(Refused) as refused:
        perform(entry, "erase", by=keepers[0].actor, at=AT, raw={})
    assert refused.value.code == Code.UNKNOWN
