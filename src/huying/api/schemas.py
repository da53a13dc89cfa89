"""The shape of what comes in: read by pydantic, published in the contract.

Only shape: what may be said, by whom and when is decided by the rooms below.
"""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AllowInfNan, ConfigDict, Field, StrictBool, StrictFloat

from huying.files.states import Moment
from huying.lists.states import Format
from huying.orders.labels import LEVELS
from huying.orders.states import Channel, Grade, OrderKind
from huying.places.states import Level

MOST_FILES = 4
LARGEST_PAGE = 200
USUAL_PAGE = 50
LONGEST_SEARCH = 100
LONGEST_ADDRESS = 500

Degrees = Annotated[StrictFloat, AllowInfNan(False)]
Limit = Annotated[int, Field(ge=1, le=LARGEST_PAGE)]


class Body(Schema):
    """A JSON object with the named fields and no others."""

    model_config = ConfigDict(extra="forbid")


class BehalfIn(Body):
    """Who asks for the resident, how they are related, and how the resident agreed."""

    name: str
    relation: str | None = None
    consent: str


class FileIn(Body):
    """A small file inside the JSON body; larger ones go to `/orders/{number}/files`."""

    name: str
    data: str = Field(description="base64", json_schema_extra={"contentEncoding": "base64"})


class OrderIn(Body):
    """What a resident, or someone for them, says. Where: `place`, or `lng` and `lat`.

    Degrees are WGS-84. A channel other than `web`, `app` and `wechat` needs an account that
    takes in orders at that place.
    """

    text: str
    place: str | None = Field(None, description="code of the place")
    lng: Degrees | None = Field(None, ge=-180, le=180)
    lat: Degrees | None = Field(None, ge=-90, le=90)
    kind: OrderKind | None = None
    category: str | None = Field(None, description="code of the category")
    channel: Channel | None = None
    address: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    confidential: StrictBool | None = None
    on_behalf_of: BehalfIn | None = None
    files: list[FileIn] | None = Field(None, max_length=MOST_FILES)


class ReasonIn(Body):
    """Why something is done."""

    reason: str


class OrderFilter(Schema):
    """What a list of orders asks for; blank means everything."""

    state: list[str] = Field([], description="one or several states, repeated or with commas")
    place: str = Field("", description="code of a place: everything in it")
    category: str = Field("", description="code of a category or of its class")
    grade: Grade | None = None
    level: int | None = Field(None, ge=min(LEVELS), le=max(LEVELS))
    overdue: bool = False
    lead: str = Field("", description="code of the unit that leads")
    channel: Channel | None = None
    q: str = Field("", max_length=LONGEST_SEARCH, description="a number, or words to look for")
    since: str = Field("", description="placed at or after: a date or an ISO time")
    until: str = Field("", description="placed before: a date or an ISO time")
    ordering: str = Field("due", description="due, placed (newest first) or oldest")
    cursor: str = Field("", description="`next_cursor` of the page before")
    limit: Limit = USUAL_PAGE
    total: bool = Field(default=False, description="count all of them too")


class PlaceFilter(Schema):
    """Which part of the tree of places is asked for."""

    parent: str = Field("", description="code of the place above")
    level: Level | None = None
    cursor: str = Field("", description="`next_cursor` of the page before")
    limit: Limit = LARGEST_PAGE
    total: bool = Field(default=False, description="count all of them too")


class Whereabouts(Schema):
    """A point in degrees (WGS-84), an address, or both."""

    lng: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    text: str = Field("", max_length=LONGEST_ADDRESS)


class WhistleIn(Body):
    """A whistle: on which order, what is wrong there, and the codes of the units that are called."""

    order: str
    matter: str
    units: list[str]
    meet_at: str | None = None
    urgent: StrictBool | None = None


class WhistleFilter(Schema):
    """Which whistles a list asks for."""

    part: Literal["open", "missed", "all"] = Field(
        "all", description="`missed`: somebody answered or came too late, or not at all"
    )
    cursor: str = Field("", description="`next_cursor` of the page before")
    limit: Limit = USUAL_PAGE


def files_body() -> dict[str, Any]:
    """The body that brings files, for the contract."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}
    schema = {
        "type": "object",
        "title": "FilesIn",
        "properties": {
            "files": files,
            "moment": {"type": "string", "enum": [str(moment) for moment in Moment]},
            "public": {"type": "string", "enum": ["true", "false"]},
        },
        "required": ["files"],
    }
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


class RatesFilter(Schema):
    """Whose rates, and of which period."""

    place: str = Field("", description="code of a place: everything in it")
    from_: str = Field("", alias="from", description="placed at or after: a date or an ISO time")
    to: str = Field("", description="placed before the end of this date, or before an ISO time")


class ListsAsked(Schema):
    """Whose lists: those of a place, or of the caller's own widest one."""

    place: str = Field("", description="code of a place")


class ListAsked(Schema):
    """How a list is wanted; `place`, `sort` and its own filters stand beside it in the query."""

    format: Format = Format.JSON
    cursor: str = Field("", description="`next_cursor` of the page before")
    limit: Limit = USUAL_PAGE
    total: bool = Field(default=False, description="count all of them too")
