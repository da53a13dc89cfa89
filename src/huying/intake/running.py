"""Running an import: from a file to orders, and a report that accounts for every row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from huying.intake.faults import Unfit, said_of_row
from huying.intake.finding import CategoryFinder, PlaceFinder, UnitFinder
from huying.intake.maps import Bound, choose
from huying.intake.readers import Row, open_table
from huying.intake.readers.tables import in_batches
from huying.intake.reading import Reading, read
from huying.intake.rejects import Rejects
from huying.kernel.hashing import digest
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.arrivals import (
    Answering,
    Ended,
    ImportedRow,
    Known,
    check_row,
    imported_before,
)
from huying.orders.actions.importing import import_orders
from huying.orders.actions.placing import Wish
from huying.places.models import Place
from huying.places.queries import place

BATCH = 500
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file: `imported + already + rejected == rows`.

    `rejects_file` holds the rejected rows with their reasons, None when there are none;
    `seconds` is how long it took.
    """

    rows: int
    imported: int
    already: int
    rejected: int
    rejects_file: Path | None
    seconds: float


def run_import(
    path: Path,
    *,
    map_name: str | None,
    place_code: str | None,
    dry_run: bool,
    at: datetime,
    progress: Progress,
) -> Report:
    """Import the orders in a csv, xlsx or jsonl file; a row is in, was in, or is in the rejects.

    Each batch of rows is one transaction, and a number that is here already is passed over:
    an interrupted import is continued by running it again, and a second run adds nothing.
    A dry run writes the rejects file and nothing else. `progress` is told how many rows are
    done, of how many (None: unknown). Refused when the file or the map cannot be used.
    """
    began = monotonic()
    usual = place(place_code) if place_code else None
    table = open_table(path)
    bound = choose(table.header, map_name)
    _check_whereabouts(bound, usual)
    with Rejects(rejects_path(path), table.header) as rejects:
        run = _Run(bound, rejects, usual, at=at, writing=not dry_run)
        for batch in in_batches(table.rows(), BATCH):
            # Records are dated when they are written, or a day's digest might miss some.
            run.take(batch, at=at + timedelta(seconds=monotonic() - began))
            progress(run.rows, table.total)
    return Report(
        rows=run.rows,
        imported=run.imported,
        already=run.already,
        rejected=rejects.count,
        rejects_file=rejects.path if rejects.count else None,
        seconds=round(monotonic() - began, 3),
    )


def rejects_path(path: Path) -> Path:
    """Where the rejects of this file go: one place for each file, whatever its folder is called."""
    whole = digest(str(path.resolve()).encode())
    return Path(settings.HOME) / "rejects" / f"{path.stem[:60]}-{whole[:8]}.csv"


def _check_whereabouts(bound: Bound, usual: Place | None) -> None:
    said = bound.map.places
    columns = (said.code, said.street.name, said.community.name)
    if usual is None and not bound.has(*columns):
        raise Refused(
            Code.INCOMPLETE,
            _("the file does not say where its orders belong"),
            fields={"place": _("required")},
        )


class _Run:
    """One import under way: what was found so far, and the counts."""

    def __init__(
        self, bound: Bound, rejects: Rejects, usual: Place | None, *, at: datetime, writing: bool
    ) -> None:
        said = bound.map
        self.rows = self.imported = self.already = 0
        self._bound = bound
        self._rejects = rejects
        self._aside: list[tuple[Row, Unfit]] = []
        self._writing = writing
        self._places = PlaceFinder(said.places, usual, at=at, writing=writing)
        self._categories = CategoryFinder(said.categories, writing=writing)
        self._units = UnitFinder(said.units, writing=writing)
        self._answering: Answering = {}
        # A dry run finds nothing of what it would have written, so it remembers the numbers.
        self._would_be_known: dict[str, int] = {}

    def take(self, batch: Sequence[Row], *, at: datetime) -> None:
        """Bring one batch of rows in; each is counted once, whatever becomes of it."""
        self.rows += len(batch)
        read_rows = list(self._read(batch))
        fresh = self._fresh(read_rows, at)
        added = import_orders(fresh, at=at) if self._writing else len(fresh)
        self.imported += added
        self.already += len(fresh) - added  # another import was quicker
        for row, unfit in sorted(self._aside, key=lambda each: each[0].number):
            self._rejects.add(row, unfit)
        self._aside.clear()

    def _fresh(self, read_rows: list[tuple[Row, Reading]], at: datetime) -> list[ImportedRow]:
        """The rows that are not here yet and can be, with their places, categories and units."""
        known = self._known({reading.number for _row, reading in read_rows})
        fresh = []
        # What is made on the way is made together: each on its own would wait for the disk.
        with transaction.atomic():
            for row, reading in read_rows:
                if reading.number in known:
                    self._meet_again(row, reading, known[reading.number])
                    continue
                try:
                    fresh.append(self._arrival(reading, at))
                except (Unfit, Refused) as problem:
                    self._put_aside(row, problem)
                    continue
                known[reading.number] = _likeness(reading)
        if not self._writing:
            self._would_be_known |= {row.source_number: known[row.source_number] for row in fresh}
        return fresh

    def _read(self, batch: Sequence[Row]) -> Iterator[tuple[Row, Reading]]:
        for row in batch:
            if row.fault:
                self._put_aside(row, Unfit(row.fault))
                continue
            try:
                yield row, read(self._bound, row.cells)
            except Unfit as problem:
                self._put_aside(row, problem)

    def _known(self, numbers: set[str]) -> dict[str, int]:
        """The numbers that are here already, and what would be recognised of their orders."""
        here = imported_before(self._bound.map.source, numbers)
        thought = self._would_be_known
        return {number: _likeness(order) for number, order in here.items()} | {
            number: thought[number] for number in numbers if number in thought
        }

    def _meet_again(self, row: Row, reading: Reading, before: int) -> None:
        """A number that is here already: the same order, or another one under its number."""
        if _likeness(reading) == before:
            self.already += 1
        else:
            self._put_aside(row, Unfit(_("this number belongs to another order"), reading.number))

    def _arrival(self, reading: Reading, at: datetime) -> ImportedRow:
        """The row with our own place, category and unit, checked."""
        wish = Wish(
            text=reading.text, place=self._places.find(reading.where), kind=reading.kind,
            channel=reading.channel, category=self._categories.find(reading.category),
            address=reading.address, summary=reading.title, contact_name=reading.contact_name,
            contact_phone=reading.contact_phone,
        )  # fmt: skip
        ended = Ended(closed_at=reading.closed_at, reply=reading.reply, in_time=reading.in_time)
        row = ImportedRow(
            source=self._bound.map.source, source_number=reading.number, wish=wish,
            placed_at=reading.placed_at, unit=self._units.find(reading.unit),
            ended=ended if reading.closed else None, kept=reading.kept,
        )  # fmt: skip
        check_row(row, at=at, answering=self._answering)
        return row

    def _put_aside(self, row: Row, problem: Unfit | Refused) -> None:
        self._aside.append((row, problem if isinstance(problem, Unfit) else said_of_row(problem)))


def _likeness(order: Reading | Known) -> int:
    """By what an order is recognised when its number comes again: a few bytes, in this run only."""
    return hash((order.text, order.placed_at))
