"""What residents say and what becomes of it: the rows of the words files as values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
DESK, ANSWER = "desk", "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One kind of request. `unit` is the role it is sent to, `desk` or `answer`.

    `wrong` is a role it may be sent to by mistake and `basis` why it comes back; `hold` and
    `extend` are reasons to wait; `ask` and `supply` make an unclear one clear. Texts, `reply`
    and `supply` have slots: 楼 元 层 室 小区 天.
    """

    texts: Sequence[str]
    where: str = "community"
    unit: str = DESK
    category: str = ""
    kind: str = "problem"
    channel: str = ""
    why: str = ""
    plan: str = ""
    reply: str = ""
    good: str = ""
    bad: str = ""
    hold: str = ""
    extend: str = ""
    wrong: str = ""
    basis: str = ""
    ask: str = ""
    supply: str = ""
    scene: str = ""
    grade: str = ""
    reason: str = ""
    other_way: str = ""
    helpers: Sequence[str] = ()
    parts: Sequence[Mapping[str, str]] = ()
    safety: bool = False
    confidential: bool = False


@dataclass
class Shelf:
    """Matters and words that are taken in turn, the least used first, so that few repeat."""

    words: Mapping[str, Any]
    rng: Random
    _used: dict[object, int] = field(default_factory=dict)

    def matters(self, section: str) -> list[Matter]:
        """The matters of one section of the words files."""
        return [Matter(**row) for row in self.words[section]]

    def next(self, options: Sequence[T], name: Callable[[T], object]) -> T:
        """The option used least so far, by chance among equals."""
        least = min(self._used.get(name(option), 0) for option in options)
        found = self.rng.choice([o for o in options if self._used.get(name(o), 0) == least])
        self._used[name(found)] = least + 1
        return found

    def matter(self, section: str, fits: Callable[[Matter], bool]) -> tuple[Matter, str]:
        """A matter of the section that fits, and its wording: the one heard least so far."""
        fitting = [matter for matter in self.matters(section) if fits(matter)]
        return self.next(
            [(matter, text) for matter in fitting for text in matter.texts], lambda pair: pair[1]
        )

    def text(self, options: Sequence[str]) -> str:
        """One of several wordings, the one heard least so far."""
        return self.next(options, lambda wording: wording)
