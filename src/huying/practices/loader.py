"""Adopting a pack: its limits, categories and texts become rows of a place, once."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from huying.clocks.models import LimitRule
from huying.clocks.queries import forget as forget_limits
from huying.notices.routing import adopt_shipped
from huying.orders.letters import forget as forget_texts
from huying.orders.models import Category, StandardText
from huying.orders.named import forget as forget_categories
from huying.places.models import Place
from huying.practices.packs import FOLDER, CategoryRow, LimitRow, TextRow, found, read


def names(*, folder: Path = FOLDER) -> list[str]:
    """The names of the packs there are, in order."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def text(name: str, *, folder: Path = FOLDER) -> str:
    """A pack as it is written; refused `unknown` when there is none."""
    return found(name, folder).read_text(encoding="utf-8")


def adopt(name: str, *, place: Place | None, at: datetime, folder: Path = FOLDER) -> None:
    """Let a place, or with None every place, work by this pack from the day of `at` on.

    Idempotent: a limit or text that came from this pack, and a category with this code, stay as
    they are, also when someone has changed them since; so do the routes of notices. Refused as
    `packs.read` refuses.
    """
    practice = read(name, folder=folder)
    with transaction.atomic():
        _add_categories(practice.categories)
        _add_limits(practice.limits, f"practice:{name}", place, timezone.localdate(at))
        _add_texts(practice.texts, f"practice:{name}", place, timezone.localdate(at))
        adopt_shipped(timezone.localdate(at))
    forget_limits()
    forget_texts()
    forget_categories()


def _add_categories(rows: tuple[CategoryRow, ...]) -> None:
    known = Category.objects.in_bulk([row.code for row in rows], field_name="code")
    for row in rows:
        if row.code not in known:
            known[row.code] = Category.objects.create(
                code=row.code, name=row.name, parent=known.get(row.parent), words=list(row.words),
                sample=row.sample, personal=row.personal,
            )  # fmt: skip


def _add_limits(rows: tuple[LimitRow, ...], source: str, place: Place | None, on: date) -> None:
    kept = LimitRule.objects.filter(source=source, place=place)
    there = set(kept.values_list("clock", "kind", "category", "grade", "level"))
    LimitRule.objects.bulk_create(
        LimitRule(
            clock=row.clock, starts_on=row.starts_on, amount=row.limit.amount,
            unit=row.limit.unit.value, warn_shares=list(row.warn_shares),
            extension_cap=row.extension_cap, place=place, kind=row.kind, category=row.category,
            grade=row.grade, level=row.level, valid_from=on, source=source,
        )
        for row in rows
        if row.conditions not in there
    )  # fmt: skip


def _add_texts(rows: tuple[TextRow, ...], source: str, place: Place | None, on: date) -> None:
    kept = StandardText.objects.filter(source=source, place=place)
    there = set(kept.values_list("code", flat=True))
    wanted = {row.category for row in rows if row.category}
    classes = Category.objects.in_bulk(wanted, field_name="code")
    StandardText.objects.bulk_create(
        StandardText(
            label=row.label, move=row.move, state=row.state, text=row.text, kept_by=row.kept_by,
            category=classes.get(row.category), place=place, valid_from=on, source=source,
            code=row.code,
        )
        for row in rows
        if row.code not in there
    )  # fmt: skip
