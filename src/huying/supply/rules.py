"""What follows from facts about needs and supply; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huying.kernel.hashing import canonical, digest

LONGEST_TITLE, LONGEST_WORDS, LONGEST_LINE, LONGEST_NAME = 120, 2000, 300, 80
MOST_HOUSEHOLDS = 100_000
MOST_OFFERED = 6
# Pairs of letters that stand in nearly every need and say nothing of it.
IDLE = frozenset({
    "社区", "小区", "居民", "服务", "需要", "希望", "我们", "有人", "可以", "活动", "项目", "帮助",
    "没有", "一个", "大家",
})  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+|[^\W\d_a-z]+")
_LATIN = re.compile(r"[a-z0-9]+")
_SHORTEST_LATIN = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may meet a need: its key, and its texts by what they are, the telling first."""

    key: str
    texts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that fits, and why: the words it shares with the need, and where they stand."""

    key: str
    score: int
    why: tuple[tuple[str, str], ...]


def matches(
    need: str,
    candidates: Iterable[Candidate],
    *,
    also: Sequence[str] = (),
    most: int = MOST_OFFERED,
) -> list[Match]:
    """The candidates that share words with the need, the best first, each with the words shared.

    `also` are other words for the same matter. What shares nothing is not offered: no guess is
    better than a bad one.
    """
    found = []
    for one in candidates:
        why = {
            word: where
            for where, text in reversed(one.texts)
            for word in (*shared(need, text), *(word for word in also if word in text))
        }
        told = sorted((word, where) for word, where in why.items() if not _inside(word, why))
        if told:
            score = sum(len(word) for word, _where in told)
            found.append(Match(one.key, score, tuple(told)))
    found.sort(key=lambda match: (-match.score, match.key))
    return found[:most]


def shared(one: str, other: str) -> tuple[str, ...]:
    """The longest words two texts have in common, none inside another; idle words do not count."""
    found: set[str] = set()
    others = _words(other)
    for word in _words(one):
        for beside in others:
            found |= _common(word, beside)
    return tuple(sorted(word for word in found if not _inside(word, found)))


def _inside(word: str, words: Iterable[str]) -> bool:
    return any(word != more and word in more for more in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _common(one: str, other: str) -> set[str]:
    if _LATIN.fullmatch(one) or _LATIN.fullmatch(other):
        return {one} if one == other and len(one) >= _SHORTEST_LATIN else set()
    return {part for part in _stretches(one, other) if _says_something(part)}


def _stretches(one: str, other: str) -> set[str]:
    """Every stretch of at least two letters that both have and that cannot be made longer."""
    found = set()
    for start in range(len(one)):
        for begin in range(len(other)):
            if start and begin and one[start - 1] == other[begin - 1]:
                continue
            length = 0
            while one[start + length : start + length + 1] == (
                other[begin + length : begin + length + 1] or None
            ):
                length += 1
            if length > 1:
                found.add(one[start : start + length])
    return found


def _says_something(words: str) -> bool:
    return any(words[at : at + 2] not in IDLE for at in range(len(words) - 1))


def sealed(content: Mapping[str, Any]) -> str:
    """The digest of what was published: SHA-256 of its canonical form."""
    return digest(canonical(content))


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that is not as it was published: new, changed or gone; `fields` are those changed."""

    list: str
    id: str
    name: str
    what: str
    fields: tuple[str, ...] = ()


def differences(
    published: Mapping[str, Sequence[Mapping[str, Any]]],
    live: Mapping[str, Sequence[Mapping[str, Any]]],
) -> list[Difference]:
    """What differs between the lists as they were published and as they are now, list by list."""
    found = []
    for name in live:
        before = {row["id"]: row for row in published.get(name, ())}
        now = {row["id"]: row for row in live[name]}
        for key, row in now.items():
            was = before.get(key)
            fields = tuple(sorted(k for k in row if was is not None and was.get(k) != row[k]))
            if was is None or fields:
                what = "new" if was is None else "changed"
                found.append(Difference(name, key, row["name"], what, fields))
        found += [
            Difference(name, key, row["name"], "gone")
            for key, row in before.items()
            if key not in now
        ]
    return found
