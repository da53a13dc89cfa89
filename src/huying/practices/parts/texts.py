"""Standard texts: words offered with a move, for what its resident will read."""

from collections.abc import Collection
from dataclasses import astuple, dataclass, fields

from huying.orders.states import OrderState
from huying.orders.wording import LETTERS, PLACEHOLDERS, holes
from huying.practices.checks import Checked, Wrong, check_code, check_once

_LONGEST_NAME, _LONGEST_LABEL, _LONGEST_TEXT = 80, 60, 2000


@dataclass(frozen=True, slots=True)
class TextRow:
    """A standard text: its name in the pack, its label, the move it belongs to, its words."""

    code: str
    label: str
    move: str
    text: str
    state: str = ""
    category: str = ""
    kept_by: str = ""

    @property
    def conditions(self) -> str:
        """A text is known by its name in the pack."""
        return self.code

    @property
    def value(self) -> tuple[str, ...]:
        """All it says."""
        return astuple(self)


def texts(pack: Checked, categories: Collection[str]) -> tuple[TextRow, ...]:
    """Every standard text of the pack."""
    rows = tuple(
        _text(row, categories)
        for row in pack.rows("texts", {field.name for field in fields(TextRow)})
    )
    check_once([row.code for row in rows], "texts")
    return rows


def _text(row: Checked, categories: Collection[str]) -> TextRow:
    text = row.text("text", longest=_LONGEST_TEXT)
    if not set(holes(text)) <= set(PLACEHOLDERS):
        raise Wrong(row.at("text"), f"the placeholders are {', '.join(PLACEHOLDERS)}")
    return TextRow(
        check_code(row), row.text("label", longest=_LONGEST_LABEL), row.one_of("move", LETTERS),
        text.strip(),
        state=row.one_of("state", set(OrderState), default=""),
        category=row.one_of("category", categories, default=""),
        kept_by=row.text("kept_by", longest=_LONGEST_NAME) if row.has("kept_by") else "",
    )  # fmt: skip
