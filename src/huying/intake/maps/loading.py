"""A map from its TOML file; `Refused` names the file and the key that is wrong."""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from huying.intake.maps.schema import (
    CREATE,
    FIELDS,
    FLAGS,
    NEEDED,
    REJECT,
    TEMPLATES,
    TRANSLATED,
    Categories,
    Column,
    Flag,
    Map,
    Places,
    Units,
)
from huying.intake.maps.tables import Section, Wrong, column
from huying.kernel.refusals import Code, Refused
from huying.orders.states import Channel, OrderKind
from huying.orgs.states import OrgKind

WORDS: dict[str, frozenset[str]] = {"kind": frozenset(OrderKind), "channel": frozenset(Channel)}
TOP = (
    "title", "source", "times", "blank", "keep", "columns", "templates", "defaults", "values",
    "flags", "places", "categories", "units",
)  # fmt: skip
_SOURCE = re.compile(r"[a-z0-9][a-z0-9.-]{0,31}")
_DISTRICT = re.compile(r"[0-9]{6}")
LARGEST = 256 * 1024
PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def load(path: Path) -> Map:
    """The map in this file."""
    try:
        return _map(path.name, tomllib.loads(_text(path)))
    except OSError as problem:
        raise Refused(
            Code.UNKNOWN, "there is no such map", fields={"map": f"{path.name}: {problem.strerror}"}
        ) from problem
    except (Wrong, tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Refused(
            Code.INVALID, "this map cannot be used", fields={"map": f"{path.name}: {problem}"}
        ) from problem


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise Wrong("", "too large for a map")
    return path.read_text(encoding="utf-8-sig")


def _map(origin: str, table: dict[str, Any]) -> Map:
    top = Section(table, "", TOP)
    source = top.text("source")
    if not _SOURCE.fullmatch(source):
        raise Wrong("source", "1 to 32 small letters, digits, dots and dashes are needed")
    columns = _columns(top.section("columns", FIELDS))
    templates = _templates(top.section("templates", TEMPLATES), columns)
    keep = top.texts("keep")
    return Map(
        origin=origin,
        title=top.text("title"),
        source=source,
        columns=columns,
        templates=templates,
        times=_times(top),
        blank=frozenset({"", *top.texts("blank", ("-",))}),
        defaults=_defaults(top.section("defaults", TRANSLATED)),
        values=_values(top.section("values", TRANSLATED)),
        flags=_flags(top.section("flags", FLAGS)),
        keep=tuple(column(top, "keep", name) for name in keep),
        places=_places(top),
        categories=_categories(top, source),
        units=_units(top, source),
    )


def _columns(section: Section) -> dict[str, Column]:
    for key in NEEDED:
        if key not in section.table:
            raise Wrong(section.at(key), "must be said")
    found = {key: column(section, key, value) for key, value in section.table.items()}
    for key in NEEDED:
        if not found[key].needed:
            raise Wrong(section.at(key), "no file can do without it")
    return found


def _templates(section: Section, columns: dict[str, Column]) -> dict[str, str]:
    found = {key: section.text(key, longest=1000) for key in section.table}
    for key, text in found.items():
        if not PLACEHOLDER.search(text) or re.search("[{}]", PLACEHOLDER.sub("", text)):
            raise Wrong(section.at(key), "needs column names in single braces")
    if "text" not in columns and "text" not in found:
        raise Wrong("columns.text", "say the column of the words, or templates.text")
    return found


def _times(top: Section) -> tuple[str, ...]:
    found = top.texts("times")
    sample = datetime(2020, 11, 12, 13, 14)  # noqa: DTZ001 -- only to try the format
    for each in found:
        try:
            datetime.strptime(sample.strftime(each), each)  # noqa: DTZ007 -- as above
        except ValueError as problem:
            raise Wrong("times", f"{each}: {problem}") from problem
        if not {"%Y", "%m", "%d"} <= set(re.findall("%.", each)):
            raise Wrong("times", f"{each}: year, month and day are needed")
    return found


def _defaults(section: Section) -> dict[str, str]:
    return {key: section.word(key, WORDS[key]) for key in section.table}


def _values(section: Section) -> dict[str, dict[str, str]]:
    found = {}
    for key in section.table:
        words = section.section(key, None)
        found[key] = {value: words.word(value, WORDS[key]) for value in words.table}
    return found


def _flags(section: Section) -> dict[str, Flag]:
    found = {}
    for key in section.table:
        flag = section.section(key, ("column", "is"))
        where, yes = flag.column("column"), flag.texts("is")
        if where is None or not yes:
            raise Wrong(flag.path, "column and is must be said")
        found[key] = Flag(where, frozenset(yes))
    return found


def _places(top: Section) -> Places:
    keys = ("unknown", "district", "code", "street", "street_code", "community", "community_code")
    section = top.section("places", keys)
    district = section.section("district", ("code", "name"))
    where = (district.text("code"), district.text("name")) if district.table else None
    if where and not _DISTRICT.fullmatch(where[0]):
        raise Wrong(district.at("code"), "six digits are needed")
    return Places(
        unknown=section.word("unknown", (CREATE, REJECT), REJECT),
        district=where,
        code=section.column("code"),
        street=section.named("street_code", "street"),
        community=section.named("community_code", "community"),
    )


def _categories(top: Section, source: str) -> Categories:
    section = top.section("categories", ("unknown", "prefix", "levels"))
    levels = section.sections("levels", ("code", "name"))
    for each in levels:
        if "name" not in each.table:
            raise Wrong(each.at("name"), "must be said")
    return Categories(
        unknown=section.word("unknown", (CREATE, REJECT), REJECT),
        prefix=section.text("prefix", f"{source}-", longest=20),
        levels=tuple(each.named("code", "name") for each in levels),
    )


def _units(top: Section, source: str) -> Units:
    section = top.section("units", ("unknown", "prefix", "code", "name", "kind", "kinds"))
    kinds = section.section("kinds", None)
    if section.table and "name" not in section.table:
        raise Wrong(section.at("name"), "must be said")
    return Units(
        unknown=section.word("unknown", (CREATE, REJECT), REJECT),
        prefix=section.text("prefix", f"{source}-", longest=24),
        unit=section.named("code", "name"),
        kind=OrgKind(section.word("kind", set(OrgKind), OrgKind.DEPARTMENT)),
        kinds={word: OrgKind(kinds.word(word, set(OrgKind))) for word in kinds.table},
    )
