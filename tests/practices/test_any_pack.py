"""Whatever a valid pack says, it is adopted whole and read back as it was; an invalid one not at all."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huying.adoptions.models import Adoption
from huying.adoptions.queries import adoptions, way_at
from huying.clocks.models import LimitRule
from huying.kernel.actor import SYSTEM
from huying.kernel.refusals import Code, Refused
from huying.orders.lifecycle import ORDER
from huying.orders.models import Category, Order, StandardText
from huying.orders.queries import open_moves, starting_moves
from huying.orders.states import OPEN, Grade, OrderKind, OrderState
from huying.practices import adopt, read
from huying.practices.loader import _stated
from tests.builders import START, WAYS, Cast, build_cast

STARTS = [
    (clock, move) for clock, moves in sorted(starting_moves().items()) for move in sorted(moves)
]
AMOUNTS = st.one_of(
    st.tuples(st.sampled_from(["same_day", "same_workday"]), st.just(1)),
    st.tuples(st.sampled_from(["hour", "workday", "day"]), st.integers(1, 90)),
)
LIMITS = st.fixed_dictionaries(
    {"start": st.sampled_from(STARTS), "amount": AMOUNTS},
    optional={
        "kind": st.sampled_from(sorted(OrderKind)),
        "grade": st.sampled_from(sorted(Grade)),
        "level": st.integers(1, 4),
        "warn_shares": st.lists(
            st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]), unique=True, max_size=3
        ).map(sorted),
    },
)
NAMES = st.text(st.characters(categories=["Lo", "Lu", "Ll", "Nd"]), min_size=1, max_size=12)


def about(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["start"][0], row.get("kind"), row.get("grade"), row.get("level"))


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(title: str, limits: list[dict[str, Any]], names: list[str]) -> str:
    """The pack as TOML."""
    lines = [f"title = {quoted(title)}", 'version = "1"']
    for row in limits:
        (clock, move), (unit, amount) = row["start"], row["amount"]
        lines += ["[[limits]]", f'clock = "{clock}"', f'starts_on = "{move}"']
        lines += [f"amount = {amount}", f'unit = "{unit}"']
        lines += [
            f"{key} = {quoted(row[key]) if isinstance(row[key], str) else row[key]}"
            for key in ("kind", "grade", "level", "warn_shares")
            if key in row
        ]
    for number, name in enumerate(names):
        lines += ["[[classes]]", f'code = "c{number}"', f"name = {quoted(name)}"]
    return "\n".join(lines)


PACKS = st.builds(
    written, NAMES, st.lists(LIMITS, unique_by=about, max_size=8), st.lists(NAMES, max_size=4)
)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def rows() -> list[Any]:
    tables = (Adoption, LimitRule, Category, StandardText)
    return [sorted(map(repr, table.objects.values())) for table in tables]


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=PACKS)
def test_a_valid_pack_is_adopted_and_says_the_same_ever_after(cast: Cast, content: str) -> None:
    with TemporaryDirectory() as folder:
        Path(folder, "any.toml").write_text(content, encoding="utf-8")
        pack = read("any", folder=Path(folder))
        Adoption.objects.all().delete()
        adopt("any", place=cast.district, by=SYSTEM, at=START, folder=Path(folder))
    way = way_at(cast.building.path, START.date())
    assert way is not None
    assert tuple(_stated(each) for each in way.parts["limits"]) == pack.limits
    assert [row["name"] for row in way.parts["classes"]] == [row.name for row in pack.categories]
    assert way.codes == {row.code for row in pack.categories}
    assert adoptions().get().digest == pack.digest


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=PACKS.filter(lambda content: "amount" in content), data=st.data())
def test_a_pack_with_one_thing_wrong_changes_nothing(
    cast: Cast, content: str, data: st.DataObject
) -> None:
    lines = content.splitlines()
    spoiled = data.draw(st.sampled_from([n for n, line in enumerate(lines) if "amount" in line]))
    lines[spoiled] = data.draw(
        st.sampled_from(["amount = 0", "amount = -3", 'amount = "3"', "amuont = 3", "amount = 1.5"])
    )
    before = rows()
    with TemporaryDirectory() as folder:
        Path(folder, "any.toml").write_text("\n".join(lines), encoding="utf-8")
        with pytest.raises(Refused) as raised:
            adopt("any", place=cast.district, by=SYSTEM, at=START, folder=Path(folder))
    assert raised.value.code is Code.INVALID
    assert raised.value.reason.startswith(f"any.toml line {spoiled + 1}: ")
    assert rows() == before


@pytest.mark.parametrize("name", ["licang", "wujiangbei", "shijiazhuang", "zhifu", "lixia"])
@pytest.mark.parametrize("state", sorted(set(WAYS) & OPEN))
def test_under_every_pack_each_state_has_a_way_out_for_somebody(
    cast: Cast, name: str, state: OrderState
) -> None:
    adopt(name, place=cast.district, by=SYSTEM, at=START)
    order = Order.objects.get(pk=cast.order_in(state).pk)
    staff = (cast.lin, cast.secretary, cast.zhou, cast.wu, cast.ma)
    moves = {move for one in staff for move in open_moves(order, by=one.actor)}
    assert any(ORDER.moves[move].targets(state) - {state} for move in moves)
