"""One line of the table."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, the floor it stands on (if there is one), and what was aimed at."""

    what: str
    figure: str
    floor: str = ""
    ratio: str = ""
    aim: str = ""
    engine: str = ""

    def facts(self) -> dict[str, Any]:
        """The row as plain values."""
        return asdict(self)

    def tell(self) -> None:
        """Hand the row to the process that asked for it."""
        print(json.dumps(self.facts(), ensure_ascii=False), flush=True)


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def ms(seconds: float) -> str:
    """Milliseconds, one decimal."""
    return f"{seconds * 1000:.1f} ms"


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    head = ("what", "engine", "figure", "floor", "ratio", "aim")
    lines = [head, tuple("---" for _ in head)]
    lines += [(r.what, r.engine, r.figure, r.floor, r.ratio, r.aim) for r in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
