"""What a file says of itself: which list, of where, narrowed how, when, by whom, how many rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class About:
    """The facts of one writing; `filters` and `left_out` are in words, `at` an instant."""

    name: str
    version: int
    title: str
    place: str
    filters: tuple[tuple[str, str], ...]
    at: datetime
    by: str
    left_out: tuple[str, ...] = ()

    def lines(self, count: int) -> Iterator[tuple[str, str | int]]:
        """Pairs of name and value, in the reader's language."""
        yield _("Name of the list"), self.title
        yield _("Definition"), f"{self.name} {self.version}"
        yield _("Place"), self.place
        yield from self.filters
        yield _("As of"), f"{timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}"
        yield _("Rows"), count
        yield _("Written for"), self.by
        if self.left_out:
            yield _("Left out as sensitive"), "、".join(self.left_out)
