"""A whistle on an order about a fallen tree, brought as far as a test wants it."""

from collections.abc import Callable

import pytest

from huying.clocks.models import LimitRule
from huying.clocks.queries import forget
from huying.orders.states import OrderState
from huying.orgs.actions import register
from huying.orgs.states import OrgKind
from huying.whistles.models import Whistle
from tests.builders import LONG_AGO, build_cast
from tests.whistles.scene import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    cast = build_cast()
    for clock, starts_on, amount in (("respond", "call", 1), ("arrive", "acknowledge", 2)):
        LimitRule.objects.create(
            clock=clock, starts_on=starts_on, amount=amount, unit="hour", warn_shares=[0.5],
            valid_from=LONG_AGO,
        )  # fmt: skip
    forget()
    garden = register(
        code="yuanlin", name="云川区园林所", kind=OrgKind.DEPARTMENT, place=cast.district
    )
    gardener = cast.enlist("丁师傅", garden)
    return Scene(cast, garden, gardener, cast.order_in(OrderState.ACCEPTED))


@pytest.fixture
def far(scene: Scene) -> Callable[[str], Whistle]:
    """A whistle brought to a state through moves alone."""

    def brought(state: str) -> Whistle:
        whistle, g = scene.blow(scene.garden), scene.gardener
        ways = {
            "blown": (),
            "acknowledged": (("acknowledge", {}),),
            "on_site": (("arrive", {}),),
            "acting": (("arrive", {}), ("act", {"words": "先断枝"})),
            "settled": (("arrive", {}), ("leave", {"words": "树已移走"})),
        }
        if state == "called_off":
            return scene.move(whistle, "call_off", scene.cast.secretary, reason="树自己立住了")
        for name, raw in ways["settled" if state == "reviewed" else state]:
            whistle = scene.move(whistle, name, g, **raw)
        if state in {"settled", "reviewed"}:
            whistle = scene.move(whistle, "settle", scene.cast.secretary, outcome="路通了")
        if state == "reviewed":
            whistle = scene.move(
                whistle, "judge", scene.cast.secretary, unit="yuanlin", helped="true"
            )
            whistle = scene.move(whistle, "review", scene.cast.secretary, lessons="早点巡树")
        return whistle

    return brought
