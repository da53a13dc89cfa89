"""Moves as the contract tells them, the same way for everything that has moves."""

from collections.abc import Iterable, Sequence
from typing import Any

from huying.trail.offers import Offer


def moves_told(offers: Iterable[Offer]) -> str:
    """Every move with what it needs and may carry, for the reader of the contract."""
    lines = []
    for offer in offers:
        needs = f" needs {', '.join(offer.needs)}" if offer.needs else ""
        may = f"; may carry {', '.join(offer.may)}" if offer.may else ""
        lines.append(f"- `{offer.name}`{needs}{may}")
    return "\n".join(lines)


def move_body(
    title: str,
    offers: Sequence[Offer],
    *,
    several: Iterable[str] = (),
    whole: Iterable[str] = (),
    yes_or_no: Iterable[str] = (),
) -> dict[str, Any]:
    """The body of a move for the contract: every field any move carries, none required here.

    Fields are text, unless they are named as lists of text, whole numbers, or yes and no.
    """
    shapes: dict[str, dict[str, Any]] = {
        **{name: {"type": ["array", "null"], "items": {"type": "string"}} for name in several},
        **{name: {"type": ["integer", "null"]} for name in whole},
        **{name: {"type": ["boolean", "null"]} for name in yes_or_no},
    }
    names = sorted({name for offer in offers for name in (*offer.needs, *offer.may)})
    fields = {name: shapes.get(name, {"type": ["string", "null"]}) for name in names}
    version = {
        "type": ["integer", "null"],
        "minimum": 0,
        "description": "the version the caller saw; `stale` when someone moved it since",
    }
    schema = {"type": "object", "title": title, "properties": fields | {"version": version}}
    return {"required": False, "content": {"application/json": {"schema": schema}}}
