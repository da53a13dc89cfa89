"""Many things to tick: what fits stands open with its reason, the rest is folded away below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import BoundField

from huying.web.ui.shapes import Tile


@dataclass(frozen=True, slots=True)
class Pick:
    """One field of checkboxes: the tiles that fit, and the others; `open` when one of them is ticked."""

    field: BoundField
    first: Sequence[Tile]
    rest: Sequence[Tile]
    open: bool


def pick(field: BoundField, whys: Mapping[str, str]) -> Pick:
    """The field with the choices that have a reason first, each with it."""
    first: list[tuple[str, Tile]] = []
    rest: list[tuple[str, Tile]] = []
    chosen = {str(value) for value in field.value() or ()}
    for sub in field.subwidgets:
        value = str(sub.data["value"])
        why = whys.get(value, "")
        (first if why else rest).append((value, Tile(sub.tag(), sub.choice_label, why)))
    ticked = any(value in chosen for value, _tile in rest)
    tiles = [tile for _value, tile in first], [tile for _value, tile in rest]
    return Pick(field, *tiles, open=ticked or not first or bool(field.errors))
