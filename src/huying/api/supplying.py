"""The shape of what comes in about needs and supply; what may be said is decided by the room."""

from ninja import Schema
from pydantic import Field, StrictBool

from huying.api.schemas import Body, Limit
from huying.supply.states import LandingState, NeedState

USUAL_PAGE = 50


class NeedIn(Body):
    """A new need, and at will the order that asks for it."""

    title: str
    place: str | None = Field(None, description="code of the place; else the caller's own")
    words: str | None = None
    category: str | None = Field(None, description="code of the category")
    personal: StrictBool | None = Field(None, description="concerns one person or household")
    order: str | None = Field(None, description="number of an order the caller may see")


class LandingIn(Body):
    """A need paired with what meets it. `unit` or `person` must be there, and a thing."""

    need: str = Field(description="id of the need")
    measure: str
    due_on: str = Field(description="a date")
    unit: str | None = Field(None, description="code of the unit that takes it")
    person: str | None = Field(None, description="id of the person who takes it")
    resources: list[str] | None = Field(None, description="ids of resources")
    items: list[str] | None = Field(None, description="ids of service items")


class Paged(Schema):
    """Whose rows, and which page of them."""

    place: str = Field("", description="code of a place: everything in it")
    cursor: str = Field("", description="`next_cursor` of the page before")
    limit: Limit = USUAL_PAGE
    total: bool = Field(default=False, description="count all of them too")


class NeedFilter(Paged):
    """Which needs, newest first."""

    state: NeedState | None = None


class LandingFilter(Paged):
    """Which landings, newest first."""

    state: LandingState | None = None
    year: int | None = Field(None, ge=2000, le=2999, description="landed in this year")
