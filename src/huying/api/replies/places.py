"""What is told of places: the tree, where something lies, and the rates there."""

from datetime import date, datetime

from pydantic import Field

from huying.api.replies.shapes import Named, Reply
from huying.places.states import Level


class PlaceOut(Reply):
    """A place of the tree with the places above it that it knows."""

    code: str
    name: str
    level: Level
    grid_kind: str
    estate_kind: str
    address: str
    lng: float | None
    lat: float | None
    district: Named | None
    street: Named | None
    community: Named | None
    retired_on: date | None


class PlacePage(Reply):
    """One page of the tree; `total` only when it was asked for."""

    items: list[PlaceOut]
    next_cursor: str | None
    total: int | None = None


class Located(Reply):
    """The place a point or an address means, and the grid that answers for it."""

    place: PlaceOut
    grid: PlaceOut | None


class RateOut(Reply):
    """A share that can be recounted; `value` is null where nothing was counted."""

    numerator: int
    denominator: int
    value: float | None
    enough_to_publish: bool
    exclusions: dict[str, int]


class RatesOut(Reply):
    """The rates of one place and period under one version of the rules."""

    place: str
    from_: datetime = Field(alias="from")
    to: datetime
    rule_version: str
    orders: int
    rates: dict[str, RateOut]
