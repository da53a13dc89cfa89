"""Doors as people write them down: pasted line by line, each with the building its words name."""

import re
from dataclasses import dataclass

LONGEST_LABEL = 80
LONGEST_NAME = 60
_BETWEEN = re.compile(r"\t|[,，;；]")
_BUILDING = re.compile(r"^.*?(?:\d+|[A-Za-z一二三四五六七八九十]+)\s*(?:号楼|号院|楼|栋|幢|座)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pasted list: the door, and at will whose it is."""

    label: str
    name: str = ""

    @property
    def is_too_long(self) -> bool:
        """Whether it does not fit where doors are kept."""
        return len(self.label) > LONGEST_LABEL or len(self.name) > LONGEST_NAME


def lines_of(text: str) -> list[Line]:
    """Each line once, in order; "3号楼2单元501", or with a name behind a comma or a tab."""
    found = (_line(row) for row in text.splitlines())
    return list(dict.fromkeys(line for line in found if line.label))


def _line(row: str) -> Line:
    label, *rest = (" ".join(part.split()) for part in _BETWEEN.split(row, maxsplit=1))
    return Line(label, rest[0] if rest else "")


def building_of(label: str) -> str:
    """The building a door belongs to, as far as its words say: "3号楼"; "" when they do not."""
    found = _BUILDING.match(label)
    return found[0] if found else ""
