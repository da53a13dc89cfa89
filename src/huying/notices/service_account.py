"""A WeChat service account as it was set up, and what fits into the keywords of its template; pure.

WeChat gives every keyword of a template a kind (`thing2` is a `thing`) and every kind a limit; a
value that breaks it is refused with the whole message.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

TEXT, NUMBER, TIME, COMMUNITY, EVENT = "text", "number", "time", "community", "event"
# What each kind of keyword may be filled with.
TAKES: Mapping[str, frozenset[str]] = {
    "thing": frozenset({TEXT, NUMBER, COMMUNITY, EVENT}),
    "character_string": frozenset({NUMBER}),
    "phrase": frozenset({EVENT}),
    "time": frozenset({TIME}),
    "date": frozenset({TIME}),
}
LONGEST: Mapping[str, int] = {"thing": 20, "character_string": 32, "phrase": 5}
CUT = "…"
NOTHING = "—"
_KEYWORD = re.compile(r"([a-z_]+)[0-9]+")
_STOPS = re.compile(r"[，。；：！？、,;:!?（(]")
_NO_HANZI = re.compile(r"[^\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Keyword:
    """One keyword of the template, its kind, and what it is filled with."""

    name: str
    kind: str
    fact: str


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """What is needed to send; `api` and `door` are addresses without a slash at the end."""

    app_id: str
    secret: str = field(repr=False)
    template: str
    keywords: tuple[Keyword, ...]
    api: str
    door: str


def keywords_of(said: str) -> tuple[Keyword, ...]:
    """`thing2=text,time3=time` read; ValueError for what is no keyword, or cannot be filled so."""
    found = tuple(_keyword(one.strip()) for one in said.split(","))
    if len({one.name for one in found}) < len(found):
        raise ValueError(f"a keyword stands twice in {said}")
    return found


def _keyword(said: str) -> Keyword:
    name, _equals, fact = (part.strip() for part in said.partition("="))
    match = _KEYWORD.fullmatch(name)
    kind = match[1] if match else ""
    if kind not in TAKES:
        raise ValueError(f"{said!r} is none of {', '.join(f'{one}N' for one in TAKES)}")
    if fact not in TAKES[kind]:
        raise ValueError(f"{name} takes {', '.join(sorted(TAKES[kind]))}, not {fact or 'nothing'}")
    return Keyword(name, kind, fact)


def fitted(kind: str, said: str) -> str:
    """What WeChat shows of this in a keyword of this kind: one line, never blank, never too long.

    Too long a text ends where it pauses, else in the middle, and with "…".
    """
    line = " ".join(said.split())
    if kind == "phrase":
        return _NO_HANZI.sub("", line)[: LONGEST[kind]] or NOTHING
    most = LONGEST.get(kind)
    if most is None or len(line) <= most:
        return line or NOTHING
    head = line[: most - len(CUT)]
    pauses = [stop.start() for stop in _STOPS.finditer(line[:most])]
    if pauses and pauses[-1] > most // 2:
        head = head[: pauses[-1]]
    return head.rstrip() + CUT
