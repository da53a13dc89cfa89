"""What a paste is cut into; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """What a piece looked like."""

    CHAT = "chat"
    ROW = "row"
    LABELS = "labels"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the paste: what stands above the words, such as who and when, and the words."""

    head: str
    body: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One matter as it was pasted; the parts of all pieces, joined, are the paste itself.

    `sender` and `said` are what the heads say of who and when; `cells` are values by our names of
    fields, where the paste had columns or labels.
    """

    form: Form
    parts: tuple[Part, ...]
    sender: str = ""
    said: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> str:
        """The stretch of the paste this piece is, to the character."""
        return "".join(part.head + part.body for part in self.parts)

    @property
    def words(self) -> str:
        """What was said: the cell or label for it, else everything below the heads."""
        return self.cells.get("text") or "\n".join(
            body for part in self.parts if (body := part.body.strip())
        )
