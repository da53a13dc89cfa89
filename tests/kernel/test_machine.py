"""One check before every move: in its order, with its refusals, never to an undeclared state."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.actor import SYSTEM, VISITOR, Actor, ActorKind, Standing
from huying.kernel.effects import (
    NO_EFFECT,
    Effects,
    Holder,
    Verb,
    held_by,
    pause,
    resume,
    start,
    stop,
)
from huying.kernel.machine import Fork, Given, Guard, Machine, Move, Rule, Step, guard, rule
from huying.kernel.refusals import Code, Refused


class Kettle(StrEnum):
    COLD = "cold"
    WARM = "warm"
    HOT = "hot"
    BROKEN = "broken"


@dataclass(frozen=True)
class Pot:
    state: str = Kettle.COLD
    version: int = 1
    owner: int = 7


AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
OWNER = Actor(kind=ActorKind.RESIDENT, name="Lin", person_id=7)
GUEST = Actor(kind=ActorKind.RESIDENT, name="Bai", person_id=8)


@rule
def the_owner(actor: Actor, pot: Any) -> bool:
    return bool(actor.person_id == pot.owner)


@rule
def anyone(actor: Actor, pot: Any) -> bool:
    return True


@guard
def after_breakfast(pot: Any, given: Given, at: datetime) -> Code | None:
    return None if at >= AT else Code.NOT_YET


def heat(pot: Any, given: Given) -> Kettle:
    return Kettle(given.get("to") or Kettle.HOT)


MACHINE = Machine(
    "kettle",
    Kettle,
    {
        "buy": Move(frozenset(), Kettle.COLD, by=anyone, needs=frozenset({"shop"})),
        "heat": Move(
            frozenset({Kettle.COLD, Kettle.WARM}),
            Fork(
                {Kettle.WARM: NO_EFFECT, Kettle.HOT: held_by(Holder.RESIDENT) & stop("watch")}, heat
            ),
            by=the_owner,
            needs=frozenset({"water"}),
            may=frozenset({"to"}),
            guards=(after_breakfast,),
            clock=start("boil") & held_by(Holder.DESK),
        ),
        "look": Move(frozenset({Kettle.COLD, Kettle.HOT}), None, by=anyone),
        "drop": Move(frozenset(Kettle), Kettle.BROKEN, by=~the_owner | the_owner),
    },
)


def refusal(name: str, pot: Pot | None = None, **how: Any) -> tuple[Code, dict[str, str]]:
    asked: dict[str, Any] = {"by": OWNER, "at": AT, "given": {}} | how
    with pytest.raises(Refused) as caught:
        MACHINE.check(name, pot, **asked)
    return caught.value.code, caught.value.fields


def test_a_move_that_passes_is_a_step_with_everything_to_be_written() -> None:
    step = MACHINE.check("heat", Pot(), by=OWNER, at=AT, given={"water": "1 l"}, version=1)
    effects = Effects(((Verb.START, "boil"), (Verb.STOP, "watch")), Holder.RESIDENT)
    assert step == Step("heat", "cold", "hot", effects)


def test_a_birth_has_no_source_and_asks_its_rule_about_the_facts() -> None:
    shop = MACHINE.check("buy", None, by=GUEST, at=AT, given={"shop": "corner"})
    assert shop == Step("buy", "", "cold", NO_EFFECT)
    strict = Machine("kettle", Kettle, {"buy": replace(MACHINE.moves["buy"], by=the_owner)})
    asked: dict[str, Any] = {"at": AT, "given": {"shop": "corner"}, "facts": Pot()}
    assert strict.check("buy", None, by=OWNER, **asked).target == "cold"
    with pytest.raises(Refused) as caught:
        strict.check("buy", None, by=GUEST, **asked)
    assert caught.value.code is Code.NOT_YOURS


def test_a_move_without_a_target_stays_where_it_is() -> None:
    pot = Pot(state=Kettle.HOT)
    assert MACHINE.check("look", pot, by=GUEST, at=AT, given={}).target == "hot"


def test_a_fork_goes_where_the_facts_say_with_the_effects_of_that_way() -> None:
    given = {"water": "1 l", "to": "warm"}
    effects = Effects(((Verb.START, "boil"),), Holder.DESK)
    step = MACHINE.check("heat", Pot(), by=OWNER, at=AT, given=given)
    assert step == Step("heat", "cold", "warm", effects)


def test_a_fork_to_an_undeclared_state_is_a_mistake_in_the_table() -> None:
    with pytest.raises(ValueError, match="broken is not a declared target"):
        refusal("heat", Pot(), given={"water": "1 l", "to": "broken"})


def test_an_unknown_move_is_refused_first() -> None:
    assert refusal("paint", Pot(), by=GUEST, version=9) == (Code.UNKNOWN, {})


def test_who_may_not_move_learns_nothing_about_state_or_version() -> None:
    assert refusal("heat", Pot(state=Kettle.BROKEN), by=GUEST, version=9) == (Code.NOT_YOURS, {})


def test_an_old_version_is_stale_before_the_state_is_looked_at() -> None:
    assert refusal("heat", Pot(state=Kettle.BROKEN), version=9) == (Code.STALE, {})


def test_a_move_from_the_wrong_state_is_refused_before_its_fields_are_looked_at() -> None:
    assert refusal("heat", Pot(state=Kettle.HOT)) == (Code.WRONG_STATE, {})


@pytest.mark.parametrize(("name", "pot"), [("buy", Pot()), ("look", None)])
def test_only_a_birth_has_no_subject(name: str, pot: Pot | None) -> None:
    assert refusal(name, pot) == (Code.WRONG_STATE, {})


@pytest.mark.parametrize("blank", [None, "", [], ()], ids=repr)
def test_a_blank_field_is_as_good_as_missing(blank: object) -> None:
    expected = (Code.INCOMPLETE, {"water": "required"})
    assert refusal("heat", Pot(), given={"water": blank}) == expected
    assert refusal("heat", Pot(), given={}) == expected


@pytest.mark.parametrize("value", [0, False], ids=repr)
def test_zero_and_no_are_answers(value: object) -> None:
    assert MACHINE.check("heat", Pot(), by=OWNER, at=AT, given={"water": value}).target == "hot"


def test_a_field_that_was_not_asked_for_is_refused() -> None:
    found = refusal("heat", Pot(), given={"salt": 1, "to": "hot"})
    assert found == (Code.INCOMPLETE, {"water": "required", "salt": "unexpected"})


def test_a_guard_refuses_with_its_own_code_after_everything_else() -> None:
    early = AT.replace(hour=6)
    assert refusal("heat", Pot(), given={"water": 1}, at=early) == (Code.NOT_YET, {})
    assert refusal("heat", Pot(), given={}, at=early)[0] is Code.INCOMPLETE


def test_open_moves_are_those_of_this_actor_from_this_state() -> None:
    assert {
        (actor.name, state.value): MACHINE.open_to(Pot(state=state), by=actor)
        for actor in (OWNER, GUEST)
        for state in (Kettle.COLD, Kettle.WARM)
    } == {
        ("Lin", "cold"): ["heat", "look", "drop"],
        ("Lin", "warm"): ["heat", "drop"],
        ("Bai", "cold"): ["look", "drop"],
        ("Bai", "warm"): ["drop"],
    }


def test_a_move_declares_every_state_it_can_lead_to() -> None:
    assert {name: move.targets(Kettle.COLD) for name, move in MACHINE.moves.items()} == {
        "buy": {Kettle.COLD},
        "heat": {Kettle.WARM, Kettle.HOT},
        "look": {Kettle.COLD},
        "drop": {Kettle.BROKEN},
    }
    assert MACHINE.moves["look"].targets(None) == frozenset()


WALK = st.tuples(
    st.sampled_from([*MACHINE.moves, "paint"]),
    st.sampled_from([OWNER, GUEST, VISITOR, SYSTEM]),
    st.dictionaries(
        st.sampled_from(["shop", "water", "to", "salt"]),
        st.sampled_from(["", "warm", "hot", "broken"]),
    ),
)


@given(st.lists(WALK, max_size=12))
def test_no_walk_reaches_an_undeclared_state(walk: list[tuple[str, Actor, Given]]) -> None:
    pot = Pot()
    for name, actor, fields in walk:
        try:
            step = MACHINE.check(name, pot, by=actor, at=AT, given=fields)
        except (Refused, ValueError):
            continue
        move = MACHINE.moves[name]
        assert pot.state in move.sources
        assert step.target in move.targets(Kettle(pot.state))
        pot = Pot(state=step.target, version=pot.version + 1)
    assert pot.state in set(Kettle)


@given(st.booleans(), st.booleans())
def test_rules_combine_as_logic_does(left: bool, right: bool) -> None:
    a, b = Rule("a", lambda *_: left), Rule("b", lambda *_: right)
    combined = [(rule.name, rule(OWNER, Pot())) for rule in (a & b, a | b, ~a)]
    assert combined == [
        ("a and b", left and right),
        ("a or b", left or right),
        ("not a", not left),
    ]


def test_rules_and_guards_are_named_after_their_functions() -> None:
    assert (the_owner.name, after_breakfast.name) == ("the owner", "after breakfast")
    assert isinstance(after_breakfast, Guard)


def test_effects_join_in_order_and_the_later_holder_wins() -> None:
    joined = stop("a") & start("b", "c") & held_by(Holder.UNIT) & pause("d") & resume("e")
    steps = (
        (Verb.STOP, "a"),
        (Verb.START, "b"),
        (Verb.START, "c"),
        (Verb.PAUSE, "d"),
        (Verb.RESUME, "e"),
    )
    assert joined == Effects(steps, Holder.UNIT)
    assert (joined & held_by(Holder.HOLD)).holder is Holder.HOLD
    assert joined & NO_EFFECT == joined


def test_a_standing_reaches_down_the_tree_and_only_with_its_grant() -> None:
    desk = Standing("desk", frozenset({"dispatch"}), place_id=5, place_path="0001.0002.")
    actor = Actor(kind=ActorKind.STAFF, name="Qiao", person_id=3, standings=(desk,))
    asked = {
        ("dispatch", "0001.0002."),
        ("dispatch", "0001.0002.0009."),
        ("dispatch", "0001."),
        ("dispatch", "0001.0003."),
        ("close", "0001.0002."),
    }
    assert {grant_at for grant_at in asked if actor.may(*grant_at)} == {
        ("dispatch", "0001.0002."),
        ("dispatch", "0001.0002.0009."),
    }
    assert [actor.may_anywhere(grant) for grant in ("dispatch", "close")] == [True, False]
    assert not VISITOR.may_anywhere("dispatch")


def test_a_refusal_says_its_code_reason_and_fields() -> None:
    fields = {"water": "required"}
    refused = Refused(Code.INCOMPLETE, "no water", fields=fields)
    fields.clear()
    assert (refused.code, refused.reason, refused.fields, str(refused)) == (
        Code.INCOMPLETE,
        "no water",
        {"water": "required"},
        "no water",
    )
    assert str(Refused(Code.STALE)) == "stale"
