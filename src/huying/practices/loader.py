"""Adopting a pack: what it says becomes rows of a place, and what it said before ends that day."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from huying.adoptions.actions import Pack, begin
from huying.adoptions.models import Adoption
from huying.clocks.models import LimitRule
from huying.clocks.queries import forget as forget_limits
from huying.kernel.actor import Actor
from huying.kernel.limits import Limit, Unit
from huying.notices.routing import adopt_shipped
from huying.orders.directory import forget as forget_directory
from huying.orders.letters import forget as forget_texts
from huying.orders.models import Category, DirectoryRow, StandardText
from huying.orders.named import forget as forget_categories
from huying.places.models import Place
from huying.practices.packs import FOLDER, Practice, folders, found, read
from huying.practices.parts.classes import CategoryRow
from huying.practices.parts.directory import Answering
from huying.practices.parts.limits import LimitRow
from huying.practices.parts.texts import TextRow
from huying.practices.settling import Settled, settle

SOURCE = "practice:"


@dataclass(frozen=True, slots=True)
class Change:
    """What adopting changes from `since` on; nothing when the place works by the pack already."""

    practice: Practice
    since: date
    instead_of: Adoption | None
    limits: Settled[LimitRow]
    texts: Settled[TextRow]
    directory: Settled[Answering]
    categories: tuple[CategoryRow, ...]


def names(*, folder: Path = FOLDER) -> list[str]:
    """The names of the packs there are, in order."""
    return sorted({path.stem for each in folders(folder) for path in each.glob("*.toml")})


def text(name: str, *, folder: Path = FOLDER) -> str:
    """A pack as it is written; refused `unknown` when there is none."""
    return found(name, folder).read_text(encoding="utf-8")


def change(name: str, *, place: Place | None, since: date, folder: Path = FOLDER) -> Change | None:
    """What adopting the pack would change; None when this very pack is in force there.

    Refused as `packs.read` refuses.
    """
    practice = read(name, folder=folder)
    before = Adoption.objects.filter(place=place, until=None).first()
    if before is not None and before.digest == practice.digest:
        return None
    return Change(
        practice, since, before, _limits(practice, before, place, since),
        _texts(practice, before, place, since),
        _directory(practice, before, place, since), _new_categories(practice.categories),
    )  # fmt: skip


def adopt(
    name: str,
    *,
    place: Place | None,
    by: Actor,
    at: datetime,
    since: date | None = None,
    folder: Path = FOLDER,
) -> Change | None:
    """Let a place, or with None every place, work by this pack from `since` (the day of `at`) on.

    Limits and texts of the pack before end then; what runs keeps the limit it was started
    under, and what somebody set or changed by hand stays. Nothing happens where this very pack
    is in force. Refused as `packs.read` and `adoptions.begin` refuse; then nothing is changed.
    """
    since = since or timezone.localdate(at)
    with transaction.atomic():
        found_out = change(name, place=place, since=since, folder=folder)
        if found_out is not None:
            said = found_out.practice
            pack = Pack(said.name, said.version, said.title, said.digest, said.parts())
            begin(pack, place=place, since=since, by=by, at=at)
            _write(found_out, f"{SOURCE}{name}", place)
        adopt_shipped(since)
    forget_limits()
    forget_texts()
    forget_directory()
    forget_categories()
    return found_out


def _write(found_out: Change, source: str, place: Place | None) -> None:
    on = found_out.since
    _add_categories(found_out.categories)
    _end(LimitRule.objects.filter(pk__in=found_out.limits.end), on)
    _end(StandardText.objects.filter(pk__in=found_out.texts.end), on)
    _end(DirectoryRow.objects.filter(pk__in=found_out.directory.end), on)
    LimitRule.objects.bulk_create(_rule(row, source, place, on) for row in found_out.limits.add)
    wanted = {row.category for row in found_out.texts.add}
    wanted |= {row.category for row in found_out.directory.add}
    classes = Category.objects.in_bulk(wanted - {""}, field_name="code")
    DirectoryRow.objects.bulk_create(
        DirectoryRow(
            **asdict(row) | {"category": classes[row.category], "co_kinds": list(row.co_kinds)},
            place=place, valid_from=on, source=source,
        )
        for row in found_out.directory.add
    )  # fmt: skip
    StandardText.objects.bulk_create(
        StandardText(
            label=row.label, move=row.move, state=row.state, text=row.text, kept_by=row.kept_by,
            category=classes.get(row.category), place=place, valid_from=on, source=source,
            code=row.code,
        )
        for row in found_out.texts.add
    )  # fmt: skip


def _end(rows: Any, on: date) -> None:
    """Let rows end; what would only have begun then or later never begins."""
    rows.filter(valid_from__gte=on).delete()
    rows.update(valid_until=on)


def _live(rows: Any, place: Place | None, on: date) -> tuple[list[Any], list[Any]]:
    """The rows of a place that hold on this day or later: those of packs, and all others."""
    live = rows.filter(Q(valid_until=None) | Q(valid_until__gt=on), place=place).order_by("id")
    packed = [row for row in live if row.source.startswith(SOURCE)]
    return packed, [row for row in live if not row.source.startswith(SOURCE)]


def _limits(
    practice: Practice, before: Adoption | None, place: Place | None, on: date
) -> Settled[LimitRow]:
    packed, own = _live(LimitRule.objects.all(), place, on)
    stated = [_stated(each) for each in before.parts["limits"]] if before else None
    wanted = [held for row in practice.limits if (held := row.held_from(on)) is not None]
    return settle(
        wanted, [(rule.pk, _row(rule)) for rule in packed], [_row(rule) for rule in own], stated
    )


def _texts(
    practice: Practice, before: Adoption | None, place: Place | None, on: date
) -> Settled[TextRow]:
    packed, own = _live(StandardText.objects.select_related("category"), place, on)
    stated = [TextRow(**each) for each in before.parts["texts"]] if before else None
    return settle(
        practice.texts, [(text.pk, _text(text)) for text in packed],
        [_text(text) for text in own if text.code], stated,
    )  # fmt: skip


def _directory(
    practice: Practice, before: Adoption | None, place: Place | None, on: date
) -> Settled[Answering]:
    packed, own = _live(DirectoryRow.objects.select_related("category"), place, on)
    said = before.parts.get("directory", ()) if before else ()
    stated = [Answering(**each | {"co_kinds": tuple(each["co_kinds"])}) for each in said]
    return settle(
        practice.directory, [(row.pk, _answering(row)) for row in packed],
        [_answering(row) for row in own], stated if before else None,
    )  # fmt: skip


def _answering(row: DirectoryRow) -> Answering:
    return Answering(
        row.category.code, row.lead_kind, tuple(row.co_kinds), row.filing, row.closing,
        row.evidence, row.grade, row.level, row.community_may_lead, row.basis, row.exempt,
    )  # fmt: skip


def _text(row: StandardText) -> TextRow:
    return TextRow(
        row.code, row.label, row.move, row.text, row.state,
        row.category.code if row.category else "", row.kept_by,
    )  # fmt: skip


def _row(rule: LimitRule) -> LimitRow:
    return LimitRow(
        rule.clock, rule.starts_on, Limit(rule.amount, Unit(rule.unit)), tuple(rule.warn_shares),
        rule.extension_cap, rule.kind, rule.category, rule.grade, rule.level,
        rule.valid_from, rule.valid_until, {k: tuple(v) for k, v in rule.tell.items()},
    )  # fmt: skip


def _stated(said: dict[str, Any]) -> LimitRow:
    """A limit as an adoption kept it."""
    days = {key: date.fromisoformat(said[key]) if said[key] else None for key in ("since", "until")}
    limit = Limit(said["limit"]["amount"], Unit(said["limit"]["unit"]))
    tell = {share: tuple(names) for share, names in said.get("tell", {}).items()}
    shares = tuple(said["warn_shares"])
    return LimitRow(**said | days | {"limit": limit, "warn_shares": shares, "tell": tell})


def _rule(row: LimitRow, source: str, place: Place | None, on: date) -> LimitRule:
    return LimitRule(
        clock=row.clock, starts_on=row.starts_on, amount=row.limit.amount,
        unit=row.limit.unit.value, warn_shares=list(row.warn_shares),
        extension_cap=row.extension_cap, place=place, kind=row.kind, category=row.category,
        grade=row.grade, level=row.level, valid_from=row.since or on, valid_until=row.until,
        source=source, tell={share: list(names) for share, names in row.tell.items()},
    )  # fmt: skip


def _new_categories(rows: Sequence[CategoryRow]) -> tuple[CategoryRow, ...]:
    known = set(Category.objects.values_list("code", flat=True))
    return tuple(row for row in rows if row.code not in known)


def _add_categories(rows: Sequence[CategoryRow]) -> None:
    known = Category.objects.in_bulk([row.parent for row in rows], field_name="code")
    for row in rows:
        known[row.code] = Category.objects.create(
            code=row.code, name=row.name, parent=known.get(row.parent), words=list(row.words),
            sample=row.sample, personal=row.personal,
        )  # fmt: skip
