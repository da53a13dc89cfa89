"""How the rates are defined; pure. A change of definition is a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, field

RULE_VERSION = "2026-11-2"
"""Since 2: what the dispatch directory exempts is left out of the on-time rate."""
FEWEST_TO_PUBLISH = 30


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that can be recounted: what was counted, of how many, and what was left out."""

    name: str
    numerator: int
    denominator: int
    exclusions: Mapping[str, int] = field(default_factory=dict)

    @property
    def value(self) -> float | None:
        """The share, or None where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def publishable(self) -> bool:
        """Whether enough were counted to show the share in public."""
        return self.denominator >= FEWEST_TO_PUBLISH
