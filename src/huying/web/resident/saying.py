"""What a resident is in the middle of saying, kept in their session from step to step."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import uuid4

from django.http import HttpRequest

from huying.kernel.ids import new_id
from huying.kernel.refusals import Code, Refused
from huying.orders.states import OrderKind

SAYINGS = "sayings"
MOST_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Saying:
    """An order before it is sent; `number` is set once it is, `unsent` is whose its photos are."""

    key: str
    community: str
    kind: str = OrderKind.PROBLEM
    text: str = ""
    unsent: int = 0
    category: str = ""
    place: str = ""
    address: str = ""
    lng: float | None = None
    lat: float | None = None
    same_as: str = ""
    number: str = ""


def begun(community: str, kind: str) -> Saying:
    """A new one, not kept yet."""
    return Saying(key=uuid4().hex, community=community, kind=kind, unsent=new_id())


def keep(request: HttpRequest, saying: Saying, **changed: Any) -> Saying:
    """Keep it in the session, with some of it changed; the oldest go when there are too many."""
    now = replace(saying, **changed)
    others = {key: said for key, said in _kept(request).items() if key != now.key}
    request.session[SAYINGS] = dict([*others.items(), (now.key, asdict(now))][-MOST_AT_ONCE:])
    return now


def found(request: HttpRequest, community: str, key: str) -> Saying | None:
    """What this session is saying under this key in this community."""
    said = _kept(request).get(key)
    saying = Saying(**said) if said else None
    return saying if saying is not None and saying.community == community else None


def the(request: HttpRequest, community: str, key: str) -> Saying:
    """As `found`; refused `unknown` where there is none, as after the cookies were cleared."""
    saying = found(request, community, key)
    if saying is None:
        raise Refused(Code.UNKNOWN, "what you began is no longer here; please say it again")
    return saying


def _kept(request: HttpRequest) -> Mapping[str, dict[str, Any]]:
    kept: Mapping[str, dict[str, Any]] = request.session.get(SAYINGS, {})
    return kept
