"""The table of moves and the one check every move passes before anything is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from huying.kernel.actor import Actor
from huying.kernel.effects import NO_EFFECT, Effects, Verb
from huying.kernel.refusals import Code, Refused

Given = Mapping[str, Any]


class Subject(Protocol):
    """Anything with a life: where it stands and how often it has moved."""

    @property
    def state(self) -> str:
        """Where it stands."""
        ...

    @property
    def version(self) -> int:
        """How often it has moved."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A named predicate on actor and subject; combine with `&`, `|` and `~`."""

    name: str
    test: Callable[[Actor, Any], bool]

    def __call__(self, actor: Actor, subject: Any) -> bool:
        """Whether the rule holds for this actor and subject."""
        return self.test(actor, subject)

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(f"{self.name} and {other.name}", lambda a, s: self(a, s) and other(a, s))

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(f"{self.name} or {other.name}", lambda a, s: self(a, s) or other(a, s))

    def __invert__(self) -> "Rule":
        return Rule(f"not {self.name}", lambda a, s: not self(a, s))


def rule(test: Callable[[Actor, Any], bool]) -> Rule:
    """Turn a predicate function into a `Rule` named after it."""
    return Rule(test.__name__.replace("_", " "), test)


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition on facts; `test` answers a refusal code, or None when it holds.

    `reason` is what someone is told when it does not.
    """

    name: str
    reason: str
    test: Callable[[Any, Given, datetime], Code | None]


def guard(test: Callable[[Any, Given, datetime], Code | None]) -> Guard:
    """Turn a condition function into a `Guard`: its name the condition, its docstring the reason."""
    return Guard(test.__name__.replace("_", " "), (test.__doc__ or "").strip(), test)


@dataclass(frozen=True, slots=True)
class Fork:
    """A target that depends on facts; every possible one is declared with its own effects."""

    targets: Mapping[Any, Effects]
    choose: Callable[[Any, Given], StrEnum]


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: from where, to where, by whom, carrying what, with what effect.

    Empty `sources` is a birth; `target` None means the subject stays where it is.
    `needs` must be given and not blank; `may` are the optional fields; nothing else is taken.
    `starts_as` is the move in whose name it starts clocks, where that is not its own.
    """

    sources: frozenset[StrEnum]
    target: StrEnum | Fork | None
    by: Rule
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    guards: tuple[Guard, ...] = ()
    clock: Effects = NO_EFFECT
    starts_as: str = ""

    def targets(self, source: StrEnum | None) -> frozenset[StrEnum]:
        """Every state this move can lead to from `source`."""
        if isinstance(self.target, Fork):
            return frozenset(self.target.targets)
        if self.target is None:
            return frozenset({source}) if source else frozenset()
        return frozenset({self.target})

    def effects_to(self, target: str) -> Effects:
        """What the move did to the clocks when it led to `target`."""
        if isinstance(self.target, Fork):
            return self.clock & self.target.targets[target]
        return self.clock

    def started(self) -> frozenset[str]:
        """Every clock this move can start or run anew."""
        forked = self.target.targets.values() if isinstance(self.target, Fork) else ()
        steps = (step for effects in (self.clock, *forked) for step in effects.steps)
        return frozenset(clock for verb, clock in steps if verb in {Verb.START, Verb.RESTART})


@dataclass(frozen=True, slots=True)
class Step:
    """A move that passed every check: what will be written."""

    name: str
    source: str
    target: str
    clock: Effects


@dataclass(frozen=True, slots=True)
class Machine:
    """A named set of moves over one kind of state."""

    name: str
    states: type[StrEnum]
    moves: Mapping[str, Move] = field(default_factory=dict)

    def check(
        self,
        name: str,
        subject: Subject | None,
        *,
        by: Actor,
        at: datetime,
        given: Given,
        facts: Any = None,
        version: int | None = None,
    ) -> Step:
        """The step this move would take, or `Refused`.

        Order of checks: unknown move, not-yours, stale, wrong-state, incomplete, guards.
        `facts` stands in for the subject where it is not born yet.
        """
        ground = subject if subject is not None else facts
        self.admit(name, subject, by=by, given=given, facts=facts, version=version)
        move, source = self.moves[name], subject.state if subject is not None else ""
        for condition in move.guards:
            code = condition.test(ground, given, at)
            if code is not None:
                raise Refused(code, condition.reason)
        return self._step(name, move, ground, source, given)

    def admit(
        self,
        name: str,
        subject: Subject | None,
        *,
        by: Actor,
        given: Given,
        facts: Any = None,
        version: int | None = None,
    ) -> None:
        """Everything that can be checked before the values of `given` are read; or `Refused`."""
        move = self.moves.get(name)
        if move is None:
            raise Refused(Code.UNKNOWN, "there is no such move")
        if not move.by(by, subject if subject is not None else facts):
            raise Refused(Code.NOT_YOURS, "this is not yours to do")
        if subject is not None and version is not None and version != subject.version:
            raise Refused(Code.STALE, "someone else changed this in the meantime")
        self._in_place(name, move, subject)
        self._complete(move, given)

    def starting(self) -> dict[str, frozenset[str]]:
        """For each clock the moves that start it, those left out that start in another's name."""
        found: dict[str, set[str]] = {}
        for name, move in self.moves.items():
            if not move.starts_as:
                for clock in move.started():
                    found.setdefault(clock, set()).add(name)
        return {clock: frozenset(names) for clock, names in found.items()}

    def open_to(self, subject: Subject, *, by: Actor) -> list[str]:
        """Names of the moves this actor may make from where the subject stands."""
        return [
            name
            for name, move in self.moves.items()
            if subject.state in move.sources and move.by(by, subject)
        ]

    def _in_place(self, name: str, move: Move, subject: Subject | None) -> None:
        state = subject.state if subject is not None else ""
        allowed = (subject is None) if not move.sources else state in move.sources
        if not allowed:
            raise Refused(Code.WRONG_STATE, "this is not possible from where it stands now")

    def _complete(self, move: Move, given: Given) -> None:
        blank = {key: "required" for key in move.needs if given.get(key) in (None, "", [], ())}
        extra = {key: "unexpected" for key in given if key not in move.needs | move.may}
        if blank or extra:
            raise Refused(
                Code.INCOMPLETE, "some fields are missing or not wanted", fields=blank | extra
            )

    def _step(self, name: str, move: Move, ground: Any, source: str, given: Given) -> Step:
        if move.target is None:
            return Step(name, source, source, move.clock)
        if not isinstance(move.target, Fork):
            return Step(name, source, str(move.target), move.clock)
        chosen = move.target.choose(ground, given)
        if chosen not in move.target.targets:
            raise ValueError(f"{chosen} is not a declared target")
        return Step(name, source, str(chosen), move.clock & move.target.targets[chosen])
