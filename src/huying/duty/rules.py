"""What follows from facts about duty: gaps, the line of a day, why an order calls for a visit. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huying.duty.states import Reason

LONGEST_VISIT = 24 * 60  # minutes
LONGEST_NAME = 60
LONGEST_WHY = 200
LONGEST_WORDS = 2000
LONGEST_DIARY = 5000
LATEST_BACK = 7  # days after which a day on the spot is written down no more
LONGEST_POSTING = 366 * 5  # days


@dataclass(frozen=True, slots=True)
class Rules:
    """What a practice says of duty; zero and empty where it says nothing."""

    least: int = 0
    most: int = 0
    minutes: int = 0
    reasons: Mapping[str, str] | None = None
    categories: Mapping[str, frozenset[str]] | None = None
    grid_roles: tuple[str, ...] = ()

    def named(self, reason: str) -> str:
        """What the practice calls a reason; "" where it has none of this code."""
        return (self.reasons or {}).get(reason, "")


NO_RULES = Rules()


def rules_of(part: Mapping[str, Any]) -> Rules:
    """The duty rules of a pack from its plain data; what an older pack does not have is empty."""
    rows = part.get("must_visit", ())
    return Rules(
        least=part.get("least", 0), most=part.get("most", 0), minutes=part.get("minutes", 0),
        reasons={row["code"]: row["name"] for row in rows},
        categories={row["code"]: frozenset(row.get("categories", ())) for row in rows},
        grid_roles=tuple(part.get("grid_roles", ())),
    )  # fmt: skip


def is_gap(posted: int, rules: Rules) -> bool:
    """Whether fewer are posted than the least, or more than the most; never where nothing is said."""
    return bool(rules.least or rules.most) and not rules.least <= posted <= rules.most


def missing_roles(held: Collection[str], rules: Rules) -> tuple[str, ...]:
    """The roles of a grid that nobody holds, in the order the practice names them."""
    return tuple(role for role in rules.grid_roles if role not in held)


@dataclass(frozen=True, slots=True)
class Line:
    """A day on the spot: minutes there, minutes the practice asks for (0: it says nothing)."""

    minutes: int
    wanted: int

    @property
    def is_under(self) -> bool:
        """Whether the day is below the line."""
        return self.minutes < self.wanted

    @property
    def share(self) -> int:
        """How full the line is, 0 to 100."""
        return 100 if not self.is_under else 100 * self.minutes // self.wanted


def line(parts: Iterable[int], wanted: int) -> Line:
    """The line of a day from the minutes of its visits and stays."""
    return Line(sum(parts), wanted)


def called_for(
    rules: Rules, *, hotline: bool, safety: bool, categories: Collection[str]
) -> list[Reason]:
    """Why somebody must go to see about an order, the most pressing first.

    Only reasons the practice has; `categories` are the codes of the order's sub-item and class.
    """
    disputed = (rules.categories or {}).get(Reason.DISPUTE, frozenset())
    holds = {
        Reason.HAZARD: safety,
        Reason.HOTLINE_ORDER: hotline,
        Reason.DISPUTE: not disputed.isdisjoint(categories),
    }
    return [reason for reason, is_so in holds.items() if is_so and rules.named(reason)]


def due_on(reason: str, today: date, next_workday: date) -> date:
    """The day a visit is due that came about by itself: a danger today, all else by the next workday."""
    return today if reason == Reason.HAZARD else next_workday
