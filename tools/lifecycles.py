"""Draws the tables of moves: one diagram and one table for each machine, as Markdown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

from huying.kernel.effects import Effects
from huying.kernel.machine import Fork, Machine, Move

HEADER = (
    "| move | from | to | by | needs | may carry | if | clocks |\n|---|---|---|---|---|---|---|---|"
)
Edges = dict[tuple[str, str], list[str]]


def lifecycles_markdown(machines: Mapping[str, Machine]) -> str:
    """The whole page, machines in the order of `machines`."""
    title = "# Lifecycles\n\nWritten from the tables of moves by `make docs`; not edited by hand.\n"
    return "\n".join([title, *(lifecycle_markdown(machine) for machine in machines.values())])


def lifecycle_markdown(machine: Machine) -> str:
    """One machine: its diagram (moves that stay where they are are left out) and its table."""
    rows = "\n".join(_row(machine, name, move) for name, move in machine.moves.items())
    return f"## {machine.name}\n\n{_diagram(machine)}\n\n{HEADER}\n{rows}\n"


def _diagram(machine: Machine) -> str:
    edges = _edges(machine)
    arrows = [f"    {a} --> {b}: {', '.join(names)}" for (a, b), names in edges.items()]
    left = {source for source, target in edges if source != target}
    reached = {target for _, target in edges}
    ends = [f"    {state} --> [*]" for state in _ordered(machine, reached - left)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, *ends, "```"])


def _edges(machine: Machine) -> Edges:
    edges: Edges = defaultdict(list)
    for name, move in machine.moves.items():
        if move.target is None:
            continue
        for source in _ordered(machine, move.sources) or ["[*]"]:
            for target in _targets(machine, move):
                edges[source, target].append(name)
    return edges


def _targets(machine: Machine, move: Move) -> list[str]:
    if isinstance(move.target, Fork):
        return _ordered(machine, move.target.targets)
    return [str(move.target)] if move.target is not None else []


def _row(machine: Machine, name: str, move: Move) -> str:
    cells = (
        f"`{name}`",
        _listed(_ordered(machine, move.sources)) or "(new)",
        _listed(_targets(machine, move), " or ") or "(stays)",
        move.by.name,
        _listed(sorted(move.needs)),
        _listed(sorted(move.may)),
        _listed(guard.name for guard in move.guards),
        _clocks(machine, move),
    )
    return f"| {' | '.join(cells)} |"


def _clocks(machine: Machine, move: Move) -> str:
    always = _effects(move.clock)
    if not isinstance(move.target, Fork):
        return always
    by_target = {str(state): _effects(effects) for state, effects in move.target.targets.items()}
    on_the_way = [f"to {name}: {by_target[name]}" for name in _ordered(machine, by_target)]
    return _listed([always, *(text for text in on_the_way if not text.endswith(": "))], "; ")


def _effects(effects: Effects) -> str:
    steps = [f"{verb} {clock}" for verb, clock in effects.steps]
    holder = [f"held by {effects.holder}"] if effects.holder else []
    return _listed(steps + holder)


def _listed(words: Iterable[str], between: str = ", ") -> str:
    return between.join(word for word in words if word)


def _ordered(machine: Machine, states: Iterable[StrEnum | str]) -> list[str]:
    """As declared, so that the page does not change from run to run."""
    present = {str(state) for state in states}
    return [str(state) for state in machine.states if str(state) in present]
