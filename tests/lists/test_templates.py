"""Templates are kept for a place and all below it, used again, and put away; each on record."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from huying.files.models import Upload
from huying.kernel.refusals import Code, Refused
from huying.lists.models import Template
from huying.lists.queries import template, templates_of
from huying.lists.templating import begun, fill, fill_kept, keep_template, put_away
from huying.people.roles import Role
from huying.trail.models import Record
from tests.builders import Cast, Staff
from tests.lists.samples import a_sheet, of
from tests.lists.test_filling import data_of

FORM = data_of(a_sheet(["{{place}} {{count}}"], ["{{row.number}}"]))


def kept(cast: Cast, by: Staff, name: str = "月报.xlsx", **raw: str) -> Template:
    return keep_template(of(cast, "orders", by, **raw), name, FORM, by=by.actor, at=cast.at)


def test_a_kept_template_is_used_again_with_the_rows_of_the_day(cast: Cast) -> None:
    made = kept(cast, cast.lin)
    numbers = [cast.place().number for _ in range(2)]
    cast.place(place=cast.neighbour)
    found = of(cast, "orders", cast.lin)
    once = fill_kept(found, template(found, made.pk), by=cast.lin.actor, at=cast.at)
    direct = fill(found, "x.xlsx", FORM, by=cast.lin.actor, at=cast.at)
    assert (once.count, once.sha256) == (2, direct.sha256)
    sheet = load_workbook(BytesIO(once.file.read())).worksheets[0]
    assert [row[0] for row in sheet.values] == ["槐荫里社区 2", *numbers[::-1]]
    told = list(Record.objects.filter(subject_kind="list_export").values_list("given__what", "given__digest"))  # fmt: skip
    assert told == [("template", once.sha256)] * 2
    records = Record.objects.filter(subject_kind="list_template")
    assert [(r.move, r.given["name"], r.given["digest"]) for r in records] == [
        ("keep", "月报", Upload.objects.get().sha256)
    ]


def test_a_streets_template_serves_its_communities_and_no_other_lists(cast: Cast) -> None:
    he = cast.dispatcher
    made = kept(cast, he, place=cast.street.code)
    own = kept(cast, cast.lin, "社区月报")
    assert list(templates_of(of(cast, "orders", cast.lin))) == [made, own]
    assert list(templates_of(of(cast, "orders", cast.gu))) == [made]
    assert list(templates_of(of(cast, "units", cast.lin))) == []
    with pytest.raises(Refused) as caught:
        template(of(cast, "orders", cast.gu), own.pk)
    assert caught.value.code is Code.UNKNOWN


def test_only_a_desk_keeps_and_puts_away_and_a_name_is_taken_once(cast: Cast) -> None:
    made = kept(cast, cast.lin)
    worker = cast.hire("小孟", Role.GRID_WORKER, cast.community)
    with pytest.raises(Refused) as caught:
        kept(cast, worker)
    assert caught.value.code is Code.NOT_YOURS
    with pytest.raises(Refused) as caught:
        kept(cast, cast.lin)
    assert (caught.value.code, list(caught.value.fields)) == (Code.CONFLICT, ["name"])
    for stranger in (worker, cast.gu):
        with pytest.raises(Refused) as caught:
            put_away(made, by=stranger.actor, at=cast.at)
        assert caught.value.code is Code.NOT_YOURS
    put_away(made, by=cast.secretary.actor, at=cast.at)
    assert list(templates_of(of(cast, "orders", cast.lin))) == []
    with pytest.raises(Refused) as caught:
        put_away(made, by=cast.secretary.actor, at=cast.at)
    assert caught.value.code is Code.WRONG_STATE
    assert kept(cast, cast.lin).name == "月报"
    assert [r.move for r in Record.objects.filter(subject_kind="list_template", subject_id=made.pk)] == ["keep", "put_away"]  # fmt: skip


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00"])
def test_a_template_needs_a_name(cast: Cast, name: str) -> None:
    with pytest.raises(Refused) as caught:
        kept(cast, cast.lin, name)
    assert (caught.value.code, list(caught.value.fields)) == (Code.INVALID, ["name"])


def test_a_broken_template_is_not_kept_and_leaves_nothing(cast: Cast) -> None:
    found = of(cast, "orders", cast.lin)
    broken = data_of(a_sheet([None, "{{row.colour}}"]))
    for attempt in (
        lambda: keep_template(found, "x", broken, by=cast.lin.actor, at=cast.at),
        lambda: fill(found, "x.xlsx", broken, by=cast.lin.actor, at=cast.at),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert list(caught.value.fields) == ["Sheet!B1 {{row.colour}}"]
    assert (Template.objects.count(), Upload.objects.count(), Record.objects.filter(subject_kind__startswith="list").count()) == (0, 0, 0)  # fmt: skip


def test_the_workbook_to_begin_with_fits_its_own_list(cast: Cast) -> None:
    cast.place()
    for name in ("orders", "units", "order-ledger"):
        found = of(cast, name, cast.lin)
        first = begun(found).file.read()
        assert fill(found, "x.xlsx", first, by=cast.lin.actor, at=cast.at).count == found.source.count()  # fmt: skip
