"""The shapes every answer is made of: exact objects, problems, names."""

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from huying.api.problems import CODES
from huying.kernel.limits import Unit

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Id = Annotated[str, Field(description="digits as text: more of them than JavaScript can hold")]
Code = Annotated[str, Field(json_schema_extra={"enum": [str(code) for code in CODES]})]


class Reply(Schema):
    """An object with exactly these keys."""

    model_config = ConfigDict(extra="forbid")


class Problem(Reply):
    """Why something was not done, after RFC 9457."""

    type: str
    title: str
    status: int
    code: Code
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


class LimitOut(Reply):
    """How long a clock may run."""

    amount: int
    unit: Unit
