"""Needs brought to any state through actions alone, and what may meet them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from huying.kernel.actor import Actor
from huying.orgs.models import Organisation
from huying.people.models import Person
from huying.supply.actions.keeping import add_item, add_resource
from huying.supply.actions.merging import merge
from huying.supply.actions.pairing import begin, drop, land, plan
from huying.supply.actions.raising import close, confirm, decline, raise_need
from huying.supply.actions.supporting import add_survey
from huying.supply.models import Landing, Need, Resource, ServiceItem
from huying.supply.states import LandingState, NeedState
from tests.builders import Cast

DUE = date(2026, 4, 1)
N, L = NeedState, LandingState


@dataclass
class Stock:
    """Writes down needs, resources, items and landings in the cast's community, as Lin would."""

    cast: Cast

    @property
    def by(self) -> Actor:
        return self.cast.lin.actor

    @property
    def at(self) -> datetime:
        self.cast.at += timedelta(minutes=10)
        return self.cast.at

    def how(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    def need(self, title: str = "邻里互助", *, households: int = 12, **said: Any) -> Need:
        """A need that so many households named at their doors; nobody with 0."""
        need = raise_need(place=self.cast.community, title=title, **said, **self.how())
        if households:
            add_survey(
                need, count=households, source="三月逐户摸排", counted_by="楼栋长老邢", **self.how()
            )
        return need

    def confirmed(self, title: str = "邻里互助", **said: Any) -> Need:
        need = self.need(title, **said)
        return confirm(need, score=6, decision="评榜会上定的：先办", **self.how())

    def resource(self, name: str = "理发师傅", **said: Any) -> Resource:
        facts: dict[str, Any] = {"kind": "skill", "owner_unit": self.cast.hengan} | said
        return add_resource(place=self.cast.community, name=name, **facts, **self.how())

    def item(self, name: str = "上门理发", **said: Any) -> ServiceItem:
        return add_item(place=self.cast.community, name=name, **said, **self.how())

    def landing(self, need: Need | None = None, **said: Any) -> Landing:
        owner: list[Organisation | Person] = [self.cast.hengan, self.cast.zhou.person]
        facts: dict[str, Any] = {
            "measure": "每月两次上门", "due_on": DUE, "owner": owner, "things": (),
        } | said  # fmt: skip
        facts["things"] = facts["things"] or [self.resource()]
        return plan(need or self.confirmed(), **facts, **self.how())

    def landed(self, need: Need | None = None, on: date | None = None, **said: Any) -> Landing:
        return land(self.landing(need, **said), outcome="办好了", landed_on=on, **self.how())

    def need_in(self, state: NeedState) -> Need:
        """A need brought to this state the usual way."""
        ways: dict[NeedState, Callable[[], Need]] = {
            N.RAISED: self.need,
            N.CONFIRMED: self.confirmed,
            N.DECLINED: lambda: decline(
                self.need(), why="beyond_duty", other_way="请到派出所办理", **self.how()
            ),
            N.MERGED: lambda: merge(
                self.need(), into=self.need("帮扶"), reason="同一件事", **self.how()
            ),
            N.PAIRED: lambda: self.fresh(self.landing().need),
            N.LANDED: lambda: self.fresh(self.landed().need),
            N.CLOSED: lambda: close(
                self.fresh(self.landed().need), result="邻居们满意", **self.how()
            ),
        }
        return ways[state]()

    def landing_in(self, state: LandingState) -> Landing:
        """A landing brought to this state the usual way."""
        match state:
            case L.PLANNED:
                return self.landing()
            case L.DOING:
                return begin(self.landing(), **self.how())
            case L.LANDED:
                return self.landed()
        return drop(self.landing(), reason="师傅病了", **self.how())

    def fresh(self, need: Need) -> Need:
        return Need.objects.select_related("place").get(pk=need.pk)
