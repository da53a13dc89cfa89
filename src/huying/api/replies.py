"""The shape of what goes out, for the published contract; the tests hold every answer to it.

Answers are written as they are (`showing`), not copied through these models on each request.
"""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from huying.api.problems import CODES
from huying.clocks.states import Outcome
from huying.files.states import Kind, Moment
from huying.kernel.limits import Unit
from huying.orders.states import Ask, AskState, Channel, NoteKind, OrderKind, OrderState, Result
from huying.places.states import Level

BLANK = ""


def _words(*words: str) -> Any:
    """A text that is one of these words."""
    return Field(json_schema_extra={"enum": list(words)})


class Reply(Schema):
    """An object with exactly these keys."""

    model_config = ConfigDict(extra="forbid")


class Problem(Reply):
    """Why something was not done, after RFC 9457."""

    type: str
    title: str
    status: int
    code: str = _words(*CODES)
    detail: str
    fields: dict[str, str]


class Named(Reply):
    """A row by its code and name."""

    code: str
    name: str


class PersonOut(Reply):
    """A person by the id that moves take, and the name."""

    id: int
    name: str
