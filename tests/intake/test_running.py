"""A whole import: every row accounted for, once, whatever is in the file."""

import gc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from huying.intake.reading import Reading
from huying.intake.running import Report, rejects_path
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.arrivals import ImportedRow
from huying.orders.models import Category, Contact, Order
from huying.orgs.models import Organisation
from huying.places.models import Place
from huying.trail.models import Message, Record
from tests.builders import Cast
from tests.intake.tables import (
    CLOSED_MAP,
    NOON,
    PLAIN_MAP,
    counts,
    imported,
    ordinary,
    rejected,
    write_csv,
    write_jsonl,
    write_map,
    write_xlsx,
)


def everything() -> dict[str, list[Any]]:
    """All that an import can write, without what is drawn by lot."""
    return {
        "orders": list(
            Order.objects.order_by("source_number").values(
                "source",
                "source_number",
                "text",
                "state",
                "placed_at",
                "closed_at",
                "reply",
                "place__code",
                "category__code",
                "lead_unit__code",
                "result",
            )
        ),
        "places": list(Place.objects.order_by("code").values_list("code", "name")),
        "categories": list(Category.objects.order_by("code").values_list("code", "name")),
        "units": list(Organisation.objects.order_by("code").values_list("code", "name")),
        "records": list(Record.objects.order_by("at").values_list("move", "at", "target")),
    }


def refusal(path: Path, map_name: str | None = None, **changes: Any) -> tuple[Code, list[str]]:
    with pytest.raises(Refused) as caught:
        imported(path, map_name, **changes)
    return caught.value.code, list(caught.value.fields)


def test_a_row_becomes_an_order_at_the_desk(cast: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [ordinary(1)])
    report = imported(path, write_map(tmp_path))
    assert report == Report(1, 1, 0, 0, None, report.seconds)
    order = Order.objects.get()
    assert (order.source, order.source_number, order.text) == ("plain", "A1", "第1盏路灯不亮")
    assert (order.state, order.community, order.desk) == (
        "submitted", cast.community, cast.community,
    )  # fmt: skip
    assert order.responsible_person == cast.lin.person


def test_every_row_is_imported_already_there_or_rejected(cast: Cast, tmp_path: Path) -> None:
    rows = [
        ordinary(1),
        ordinary(2, words=""),
        ordinary(3, time="2027-01-01 08:30"),
        ordinary(4, time="1999-12-31 23:59"),
        ordinary(5, words="灯" * 5001),
        ordinary(6, time="2026-02-30 08:30"),
        ordinary(7),
        ordinary(7),
        ordinary(7, words="另一盏灯"),
        ordinary(8, done="2026-02-01 08:30"),
        ordinary(9, done="2026-03-11 08:30"),
        ordinary(10, words="灯" * 5000),
    ]
    report = imported(write_csv(tmp_path / "a.csv", rows), write_map(tmp_path))
    assert counts(report) == (12, 3, 1, 8)
    assert [(row["row"], row["code"]) for row in rejected(report)] == [
        ("3", "there-are-no-words"),
        ("4", "invalid-placed_at"),
        ("5", "invalid-placed_at"),
        ("6", "invalid-text"),
        ("7", "unknown-time"),
        ("10", "this-number-belongs-to-another-order"),
        ("11", "invalid-closed_at"),
        ("12", "invalid-closed_at"),
    ]
    assert sorted(Order.objects.values_list("source_number", flat=True)) == ["A1", "A10", "A7"]


def test_a_second_run_adds_nothing(cast: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [ordinary(n) for n in range(1, 8)] + [ordinary(8, no="")])
    first = imported(path, write_map(tmp_path))
    before = everything()
    second = imported(path, write_map(tmp_path), at=NOON + timedelta(days=1))
    assert (counts(first), counts(second)) == ((8, 7, 0, 1), (8, 0, 7, 1))
    assert everything() == before


def test_a_second_run_adds_nothing_after_a_place_got_another_name(
    cast: Cast, tmp_path: Path
) -> None:
    text = CLOSED_MAP + "[places]\nunknown = 'create'\nstreet = 'street'\n"
    path = write_csv(tmp_path / "a.csv", [ordinary(1, street="新桥街道", answer="已修")])
    own = write_map(tmp_path, text)
    assert counts(imported(path, own, place_code="990101")) == (1, 1, 0, 0)
    Place.objects.filter(name="新桥街道").update(name="旧桥街道", name_key="旧桥街道")
    assert counts(imported(path, own, place_code="990101")) == (1, 0, 1, 0)
    assert not Place.objects.filter(name="新桥街道").exists()


def test_another_systems_number_is_another_number(cast: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [ordinary(1)])
    imported(path, write_map(tmp_path))
    other = write_map(tmp_path, CLOSED_MAP.replace('"plain"', '"other"'))
    assert counts(imported(path, other)) == (1, 1, 0, 0)
    assert set(Order.objects.values_list("source", "source_number")) == {
        ("plain", "A1"), ("other", "A1"),
    }  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_the_same_rows_mean_the_same_in_every_kind_of_file(
    cast: Cast, tmp_path: Path, ending: str
) -> None:
    rows = [ordinary(n, answer="好的") for n in range(1, 4)]
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        write_csv(path, rows, encoding="gbk", delimiter="\t")
    elif ending == "xlsx":
        write_xlsx(path, [list(rows[0]), *(list(row.values()) for row in rows)])
    else:
        write_jsonl(path, rows)
    assert counts(imported(path, write_map(tmp_path))) == (3, 3, 0, 0)
    found = Order.objects.order_by("source_number").values_list("source_number", "text", "reply")
    assert list(found) == [(f"A{n}", f"第{n}盏路灯不亮", "好的") for n in (1, 2, 3)]


def test_a_dry_run_counts_alike_and_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    text = CLOSED_MAP + (
        "[places]\nunknown = 'create'\nstreet = 'street?'\ncommunity = 'community?'\n"
        "[categories]\nunknown = 'create'\nlevels = [{name = 'class?'}, {name = 'item?'}]\n"
        "[units]\nunknown = 'create'\nname = 'unit?'\n"
    )
    place = {"street": "新桥街道", "community": "桥东社区"}
    filed = {"class": "市容", "item": "路灯", "unit": "路灯所"}
    rows = [ordinary(n, answer="好", **place, **filed) for n in range(1, 1202)]
    rows += [ordinary(1, answer="好", **place), ordinary(2, words="别的"), ordinary(0, words="")]
    path, own = write_csv(tmp_path / "a.csv", rows), write_map(tmp_path, text)
    before = everything()
    dry = imported(path, own, dry_run=True, place_code="990101")
    assert everything() == before
    assert [row["row"] for row in rejected(dry)] == ["1204", "1205"]
    wet = imported(path, own, place_code="990101")
    assert (counts(dry), counts(wet)) == ((1204, 1201, 1, 2), (1204, 1201, 1, 2))
    order = Order.objects.select_related("place__street", "category__parent").filter(
        source_number="A1201"
    )[0]
    assert order.category is not None
    assert order.place.street is not None
    assert (order.place.name, order.place.street.name) == ("桥东社区", "新桥街道")
    assert str(order.category.parent) == "市容"
    again = imported(path, own, dry_run=True, place_code="990101")
    assert counts(again) == (1204, 0, 1202, 2)


def test_progress_is_told_batch_by_batch(cast: Cast, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = write_csv(tmp_path / "a.csv", [ordinary(n) for n in range(1100)])
    imported(path, write_map(tmp_path), progress=lambda done, total: told.append((done, total)))
    assert told == [(500, 1100), (1000, 1100), (1100, 1100)]


def test_an_import_keeps_nothing_of_the_rows_it_is_done_with(cast: Cast, tmp_path: Path) -> None:
    text = CLOSED_MAP + "[places]\nstreet = 'street'\n"
    rows = [ordinary(n, street="某街道" if n % 9 == 0 else "青梧街道") for n in range(1500)]
    alive: list[int] = []

    def look(_done: int, _total: int | None) -> None:
        gc.collect()
        alive.append(sum(type(each) in {Reading, ImportedRow} for each in gc.get_objects()))

    path = write_csv(tmp_path / "a.csv", rows)
    report = imported(path, write_map(tmp_path, text), place_code="990101", progress=look)
    assert counts(report) == (1500, 1333, 0, 167)
    assert alive == [0] * 3


def test_a_header_without_rows_is_an_import_of_nothing(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("no,words,time\n", encoding="utf-8")
    assert counts(imported(path, write_map(tmp_path))) == (0, 0, 0, 0)


def test_rows_that_cannot_be_read_are_put_aside_with_all_they_say(
    cast: Cast, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("no,words,time\nA1,灯\nA2,灯,2026-03-01 08:30,又,来\n", encoding="utf-8")
    with translation.override("en"):
        report = imported(path, write_map(tmp_path))
    assert counts(report) == (2, 0, 0, 2)
    assert report.rejects_file is not None
    few, many = "fewer cells than the header has", "more cells than the header has"
    assert report.rejects_file.read_text("utf-8-sig").splitlines() == [
        "row,code,reason,no,words,time",
        f"2,{few.replace(' ', '-')},{few},A1,灯,",
        f"3,{many.replace(' ', '-')},{many},A2,灯,2026-03-01 08:30,又,来",
    ]


def test_the_rejects_file_goes_when_all_is_well(cast: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [ordinary(1, words="")])
    assert imported(path, write_map(tmp_path)).rejects_file == rejects_path(path)
    assert rejects_path(path).exists()
    write_csv(path, [ordinary(1)])
    assert imported(path, write_map(tmp_path)).rejects_file is None
    assert not rejects_path(path).exists()


def test_two_files_of_one_name_keep_their_rejects_apart(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    here = write_csv(tmp_path / "a.csv", [ordinary(1, words="")])
    there = write_csv(tmp_path / "b" / "a.csv", [ordinary(2, words="")])
    found = [imported(path, write_map(tmp_path)) for path in (here, there)]
    assert [row["no"] for report in found for row in rejected(report)] == ["A1", "A2"]


def test_mended_rejects_can_be_imported(cast: Cast, tmp_path: Path) -> None:
    rows = [ordinary(1), ordinary(2, time="2026-13-01 08:30")]
    report = imported(write_csv(tmp_path / f"{'长' * 80}.csv", rows), write_map(tmp_path))
    assert report.rejects_file is not None
    assert report.rejects_file.stat().st_mode & 0o777 == 0o600
    mended = tmp_path / "mended.csv"
    text = report.rejects_file.read_text("utf-8-sig").replace("2026-13-01", "2026-01-13")
    mended.write_text(text, encoding="utf-8")
    assert counts(imported(mended, write_map(tmp_path))) == (1, 1, 0, 0)
    again = imported(write_csv(mended, [*rejected(report)]), write_map(tmp_path))
    assert [list(row)[:6] for row in rejected(again)] == [
        ["row_", "code_", "reason_", "row", "code", "reason"]
    ]


def test_an_open_order_without_anyone_to_answer_is_put_aside(cast: Cast, tmp_path: Path) -> None:
    for gone in (cast.gu, cast.dispatcher):
        gone.person.posts.all().delete()
    rows = [ordinary(1), ordinary(2, answer="已修好")]
    report = imported(
        write_csv(tmp_path / "a.csv", rows), write_map(tmp_path), place_code=cast.neighbour.code
    )
    assert counts(report) == (2, 1, 0, 1)
    assert rejected(report)[0]["code"] == "not-open"
    assert Order.objects.get().state == "closed"


def test_a_file_without_places_needs_to_be_told_one(cast: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [ordinary(1)])
    own = write_map(tmp_path)
    assert refusal(path, own, place_code=None) == (Code.INCOMPLETE, ["place"])
    assert refusal(path, own, place_code="990101999") == (Code.UNKNOWN, ["place"])
    assert refusal(path, own, place_code="x" * 100) == (Code.UNKNOWN, ["place"])


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.jsonl"])
def test_a_broken_file_writes_nothing(cast: Cast, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b'no,words,time\nA1,x,2026-03-01 08:30\nA2,"x')
    assert refusal(path, write_map(tmp_path)) == (Code.INVALID, ["file"])
    assert not Order.objects.exists()
    assert not rejects_path(path).exists()


def test_contacts_are_kept_apart_and_wrong_ones_put_aside(cast: Cast, tmp_path: Path) -> None:
    text = PLAIN_MAP + 'contact_name = "name"\ncontact_phone = "phone"\n'
    rows = [
        ordinary(1, name="高阿姨", phone="138 0000 1234"),
        ordinary(2, name="高阿姨", phone="call me"),
        ordinary(3, name="高" * 61, phone=""),
        ordinary(4, name="", phone=""),
    ]
    report = imported(write_csv(tmp_path / "a.csv", rows), write_map(tmp_path, text))
    assert counts(report) == (4, 2, 0, 2)
    found = Contact.objects.values_list("order__source_number", "name", "phone")
    assert list(found) == [("A1", "高阿姨", "13800001234")]
    assert "13800001234" not in str(list(Record.objects.values_list("given", flat=True)))


def test_nobody_is_told_of_what_happened_elsewhere(cast: Cast, tmp_path: Path) -> None:
    imported(write_csv(tmp_path / "a.csv", [ordinary(1)]), write_map(tmp_path))
    assert (Order.objects.count(), Message.objects.count()) == (1, 0)


def test_a_long_import_dates_each_record_when_it_is_written(cast: Cast, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [ordinary(n) for n in range(501)])
    report = imported(path, write_map(tmp_path))
    first, second = sorted(set(Record.objects.values_list("recorded_at", flat=True)))
    assert NOON <= first < second <= NOON + timedelta(seconds=report.seconds)
