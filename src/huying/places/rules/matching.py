"""Which place an address means: the one most of whose names, outer before inner, are in it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huying.places.rules.addresses import UNITS, normalise_address
from huying.places.rules.codes import lineage

MAX_TEXT = 500
"""Characters of a text that are searched; people say where early on, if they say."""

_UNIT = re.compile(UNITS)
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A candidate: its tree path and the normalised names it goes by (name, address)."""

    path: str
    keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where in the text a name stands, as half-open character positions."""

    start: int
    end: int
    distinctive: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the text as naming a place.

    `found` counts its own name and its ancestors'; `run` those without one left out, from
    the place upwards; `gap` is the distance in characters to the nearest of them.
    """

    path: str
    leaf: Mention
    found: int
    run: int
    gap: int
    distinctive: bool


def match_address(
    text: str, candidates: Iterable[Named], *, known_above: bool = False
) -> str | None:
    """The path of the one place the text names, or None when it names none or several.

    A place scores by how many names of its lineage occur, outer before inner. Of places that
    share the last name (every estate has a 3号楼) the one wins whose names follow one another
    with fewest levels left out, then the one named nearest before it. Several equal places
    give way to the innermost named place that holds them all. A bare number names nothing,
    unless `known_above` says that what stands above is already settled.
    """
    mentions = _mentions(normalise_address(text)[:MAX_TEXT], list(candidates))
    readings = [
        reading
        for path in mentions
        for reading in _readings(path, mentions)
        if reading.distinctive or known_above
    ]
    if not readings:
        return None
    top = max(reading.found for reading in readings)
    return _one_of([each for each in readings if each.found == top], mentions)


def is_distinctive(key: str) -> bool:
    """Whether a normalised name means something by itself: 3号楼 or 2单元301 does not."""
    rest = _UNIT.sub("", key).replace("第", "")
    if rest.isascii():
        return len(rest) > _SHORT and not any(character.isdigit() for character in rest)
    return len(key) >= _SHORT


def _mentions(text: str, candidates: list[Named]) -> dict[str, list[Mention]]:
    """Path to mentions, in text order, leaving out those inside a longer one."""
    by_key = {key: list(_occurrences(key, text)) for each in candidates for key in each.keys}
    widest = _widest(mention for found in by_key.values() for mention in found)
    mentioned: dict[str, list[Mention]] = {}
    for each in candidates:
        kept = {one for key in each.keys for one in by_key[key] if (one.start, one.end) in widest}
        if kept:
            mentioned[each.path] = sorted(kept, key=lambda mention: mention.start)
    return mentioned


def _occurrences(key: str, text: str) -> Iterator[Mention]:
    start = text.find(key) if key else -1
    while start >= 0:
        end = start + len(key)
        if not _continues(text, start) and not _continues(text, end):
            yield Mention(start, end, is_distinctive(key))
        start = text.find(key, start + 1)


def _continues(text: str, cut: int) -> bool:
    """Whether a cut before position `cut` would go through a number or a 号楼."""
    if not 0 < cut < len(text):
        return False
    before, after = text[cut - 1], text[cut]
    if before == "号":
        return after in "楼院"
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _widest(mentions: Iterable[Mention]) -> set[tuple[int, int]]:
    """Spans that lie in no longer span."""
    kept: set[tuple[int, int]] = set()
    reach = -1
    for start, end in sorted({(one.start, one.end) for one in mentions}, key=_outer_first):
        if end > reach:
            kept.add((start, end))
            reach = end
    return kept


def _outer_first(spot: tuple[int, int]) -> tuple[int, int]:
    return spot[0], -spot[1]


def _readings(path: str, mentions: Mapping[str, list[Mention]]) -> Iterator[Reading]:
    *above, _self = lineage(path)
    for leaf in mentions[path]:
        found, run, gap, here, distinctive = 1, 1, 0, leaf, leaf.distinctive
        for step, outer in enumerate(reversed(above), start=1):
            before = [one for one in mentions.get(outer, ()) if one.end <= here.start]
            if not before:
                continue
            gap = gap if found > 1 else leaf.start - before[-1].end
            run += run == step
            found, here = found + 1, before[-1]
            distinctive = distinctive or here.distinctive
        yield Reading(path, leaf, found, run, gap, distinctive)


def _one_of(best: list[Reading], mentions: Mapping[str, list[Mention]]) -> str | None:
    closest: dict[Mention, tuple[int, int]] = {}
    for reading in best:
        fit = (-reading.run, reading.gap)
        closest[reading.leaf] = min(fit, closest.get(reading.leaf, fit))
    best = [each for each in best if (-each.run, each.gap) == closest[each.leaf]]
    shared = set(mentions).intersection(*(lineage(reading.path) for reading in best))
    return max(shared, key=len, default=None)
