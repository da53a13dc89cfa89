"""A place's own workbook is filled: names become values, one row is repeated, all else stays."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from huying.kernel.refusals import Code, Refused
from huying.lists.definitions import Column, Row
from huying.lists.filling import Names, filled, names_of, sample
from huying.lists.filling.formulas import Grown, adjusted
from huying.lists.states import Type
from tests.builders import START
from tests.lists.samples import a_sheet

rule_of: Any = CellIsRule
COLUMNS = (
    Column("number", "Number"),
    Column("days", "Days open", Type.NUMBER, summed=True),
    Column("state", "State", Type.WORD, {"a": "Accepted"}),
    Column("placed_at", "Placed", Type.MOMENT),
)
ROWS = [
    Row("1", ("A-1", 3, "a", START)),
    Row("2", ("=1+1", 4, "a", START)),
    Row("3", ("A-3", 5, "a", None)),
]
NAMES = names_of(
    COLUMNS, ROWS, said={"title": "Orders", "place": "槐荫里", "place.code": "1", "who": "小林"},
    filters={"state": ("State", "Accepted"), "since": ("Placed from", "")}, at=START,
)  # fmt: skip


def data_of(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def fill(book: Workbook | bytes, rows: list[Row] | None = None, names: Names = NAMES) -> Any:
    """The first sheet after the filling."""
    data = book if isinstance(book, bytes) else data_of(book)
    whole = filled("form.xlsx", data, names, ROWS if rows is None else rows, at=START)
    return load_workbook(BytesIO(whole)).worksheets[0]


def refused(book: Workbook | bytes, name: str = "form.xlsx") -> dict[str, str]:
    data = book if isinstance(book, bytes) else data_of(book)
    with pytest.raises(Refused) as caught:
        filled(name, data, NAMES, ROWS, at=START)
    assert caught.value.code is Code.INVALID
    return caught.value.fields


def values(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_single_names_become_values_alone_or_inside_a_sentence() -> None:
    book = a_sheet(
        ["{{title}}", "{{place}}共 {{ count }} 件，{{filter.state}}"],
        ["{{date}}", "{{sum.days}}"],
        ["截至{{moment}}", "{{filter.since}}"],
        ["{{sum.days}}天", "{{who}}"],
    )
    assert values(fill(book)) == [
        ["Orders", "槐荫里共 3 件，Accepted"],
        [datetime.combine(START.date(), datetime.min.time()), 12],
        ["截至2026-03-10 09:00", None],
        ["12天", "小林"],
    ]


def test_one_row_is_repeated_and_everything_below_moves_and_is_reckoned_anew() -> None:
    book = a_sheet(
        ["{{title}}"], ["No.", "Number", "Days", "Twice", "When"],
        ["{{row.no}}", "{{row.number}}", "{{row.days}}", "=C3*2", "{{row.placed_at}}"],
        ["Total", None, "=SUM(C3:C3)", "=C4/$A$1", "=SUM(C1:C2)"], ["signed", None, None, "=C4"],
    )  # fmt: skip
    sheet = book.worksheets[0]
    sheet.merge_cells("A5:C5")
    sheet.merge_cells("F2:F4")
    other = book.create_sheet("other")
    other["A1"], other["A2"], other["A3"] = "=Sheet!C4", "=SUM(Sheet!$C$3:$C$3)", "=B4+C4"
    done = fill(book)
    assert values(done)[2:] == [
        [1, "A-1", 3, "=C3*2", START.replace(tzinfo=None), None],
        [2, "=1+1", 4, "=C4*2", START.replace(tzinfo=None), None],
        [3, "A-3", 5, "=C5*2", None, None],
        ["Total", None, "=SUM(C3:C5)", "=C6/$A$1", "=SUM(C1:C2)", None],
        ["signed", None, None, "=C6", None, None],
    ]
    assert (done["B4"].data_type, done["B4"].quotePrefix) == ("s", True)
    assert sorted(map(str, done.merged_cells.ranges)) == ["A7:C7", "F2:F6"]
    assert [done.parent["other"][cell].value for cell in ("A1", "A2", "A3")] == [
        "=Sheet!C6", "=SUM(Sheet!$C$3:$C$5)", "=B4+C4",
    ]  # fmt: skip


def test_styles_widths_heights_print_setup_rules_and_comments_stay() -> None:
    book = a_sheet(["{{title}}"], ["{{row.number}}", "{{row.days}}"], ["end", 1])
    sheet = book.worksheets[0]
    line = Side(style="thin")
    for cell in sheet[2]:
        cell.font, cell.border = Font(bold=True, name="SimSun"), Border(line, line, line, line)
        cell.fill = PatternFill("solid", fgColor="FFEE00")
    sheet["B2"].number_format = "0.0"
    sheet["A3"].comment = Comment("keep", "me")
    sheet.column_dimensions["A"].width = 33
    sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 40, 50
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.print_area, sheet.print_title_rows = "A1:B3", "1:1"
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = "page"
    sheet.freeze_panes = "A2"
    sheet.conditional_formatting.add("B2:B2", rule_of("greaterThan", ["$B$3"]))
    choice = DataValidation("list", formula1='"a,b"')
    choice.add("A2")
    sheet.add_data_validation(choice)
    book.create_sheet("notes")["A1"] = "untouched"
    done = fill(book)
    for row in (2, 3, 4):
        cell = done.cell(row, 1)
        assert (cell.font.name, cell.font.b, cell.border.top.style, cell.fill.fgColor.rgb) == (
            "SimSun", True, "thin", "00FFEE00",
        )  # fmt: skip
        assert done.cell(row, 2).number_format == "0.0"
    assert [done.row_dimensions[n].height for n in (2, 3, 4, 5)] == [40, 40, 40, 50]
    assert (done["A5"].comment.text, done.column_dimensions["A"].width) == ("keep", 33)
    assert (done.page_setup.orientation, done.page_setup.paperSize) == ("landscape", 8)
    assert (done.print_area, done.print_title_rows) == ("'Sheet'!$A$1:$B$5", "$1:$1")
    assert (done.oddFooter.center.text, done.freeze_panes) == ("page", "A2")
    ((rules, rule),) = [(str(one.sqref), one.rules[0]) for one in done.conditional_formatting]
    assert (rules, rule.formula) == ("B2:B4", ["$B$5"])
    assert str(done.data_validations.dataValidation[0].sqref) == "A2:A4"
    assert done.parent["notes"]["A1"].value == "untouched"
    assert done.parent.calculation.fullCalcOnLoad


def test_named_cells_do_what_names_in_braces_do() -> None:
    book = a_sheet(["x", "rate"], [None, None], ["y", 7])
    sheet = book.worksheets[0]
    for name, where in (
        ("place", "Sheet!$A$1"), ("row.number", "Sheet!$A$2"), ("row.days", "Sheet!$B$2"),
        ("tax", "Sheet!$B$3"), ("sum.days", "Sheet!$C$3"),
    ):  # fmt: skip
        book.defined_names[name] = DefinedName(name, attr_text=where)
    sheet["D3"] = "=tax*2"
    done = fill(book)
    assert values(done) == [
        ["槐荫里", "rate", None, None], ["A-1", 3, None, None], ["=1+1", 4, None, None],
        ["A-3", 5, None, None], ["y", 7, 12, "=tax*2"],
    ]  # fmt: skip
    assert done.parent.defined_names["tax"].attr_text == "Sheet!$B$5"


def test_names_may_be_written_as_people_read_them() -> None:
    book = a_sheet(["{{Place}}", "{{Rows}}"], ["{{row.Days open}}", "{{行.序号}}"])
    assert values(fill(book, ROWS[:1])) == [["槐荫里", 3], [3, 1]]


def test_no_rows_leave_the_row_empty_and_in_its_place() -> None:
    book = a_sheet(["{{place}}"], ["{{row.number}} x", "{{row.no}}"], ["end"])
    assert values(fill(book, [])) == [["槐荫里"], [" x"], ["end"]]


def test_filled_twice_is_the_same_to_the_byte() -> None:
    data = sample("Orders", COLUMNS)
    once, twice = (filled("form.xlsx", data, NAMES, ROWS, at=START) for _ in range(2))
    assert once == twice
    assert values(fill(data))[3:] == [
        ["No.", "Number", "Days open", "State", "Placed"],
        [1, "A-1", 3, "Accepted", START.replace(tzinfo=None)],
        [2, "=1+1", 4, "Accepted", START.replace(tzinfo=None)],
        [3, "A-3", 5, "Accepted", None],
        ["Total", None, 12, None, None],
    ]


def test_unknown_names_are_told_with_their_cells_and_nothing_is_filled() -> None:
    book = a_sheet(["{{place}}", "{{nowhere}} and {{row.colour}}"], [None, None, "{{sum.number}}"])
    book.defined_names["row.size"] = DefinedName("row.size", attr_text="Sheet!$D$4")
    book.defined_names["row.days"] = DefinedName("row.days", attr_text="Sheet!$D$4:$E$5")
    assert refused(book) == {
        "Sheet!B1 {{nowhere}}": "this list has no such name",
        "Sheet!B1 {{row.colour}}": "this list has no such name",
        "Sheet!C2 {{sum.number}}": "this list has no such name",
        "Sheet!D4 {{row.size}}": "this list has no such name",
        "Sheet!D4:E5 row.days": "a name must stand for one cell",
    }


def test_two_rows_formulas_with_names_and_nothing_to_fill_are_refused() -> None:
    two = a_sheet(["{{row.number}}"], [None], [None, "{{row.days}}"])
    assert list(refused(two)) == ["Sheet!B3"]
    assert list(refused(a_sheet(['="{{place}}"']))) == ["Sheet!A1"]
    assert refused(a_sheet(["plain"])) == {
        "file": "there is nothing to fill: no named cell and no {{name}}"
    }


def test_what_could_not_stay_as_it_is_or_is_no_workbook_is_refused() -> None:
    chart = a_sheet(["{{place}}"], [1], [2])
    bars = BarChart()
    bars.add_data(Reference(chart.worksheets[0], min_col=1, min_row=2, max_row=3))
    chart.worksheets[0].add_chart(bars, "C1")
    for data, name in (
        (data_of(chart), "a.xlsx"), (b"", "a.xlsx"), (b"PK\x03\x04", "a.xlsx"), (b"%PDF-1.4 %%EOF", "a.pdf"),
        (data_of(a_sheet(["{{place}}"])), "a.docx"), (data_of(a_sheet(["{{place}}"]))[:-80], "a.xlsx"),
    ):  # fmt: skip
        assert list(refused(data, name)) == ["file"]


def test_more_rows_than_a_template_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huying.lists.filling.filler.MOST_FILLED", 2)
    with pytest.raises(Refused) as caught:
        filled("a.xlsx", data_of(a_sheet(["{{row.number}}"])), NAMES, ROWS, at=START)
    assert caught.value.code is Code.TOO_MANY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=A1+A5+A6", "=A1+A5+A16"),
        ("=SUM(A1:A5)", "=SUM(A1:A15)"),
        ("=SUM(A6:B9)", "=SUM(A16:B19)"),
        ("=SUM($A$1:$A$4)", "=SUM($A$1:$A$4)"),
        ("=SUM(A:A)*A$6", "=SUM(A:A)*A$16"),
        ("=SUM(3:7)", "=SUM(3:17)"),
        ("=Other!A6+'S h'!A6+S!A6", "=Other!A6+'S h'!A6+S!A16"),
        ('=IF(A6="A6",tax,[1]S!A6)', '=IF(A16="A6",tax,[1]S!A6)'),
    ],
)
def test_a_formula_goes_on_meaning_what_it_meant(before: str, after: str) -> None:
    assert adjusted(before, "S", Grown("S", 5, 10)) == after


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 60), st.integers(0, 40))
def test_a_span_keeps_its_rows_and_gains_only_repeated_ones(
    first: int, length: int, row: int, extra: int
) -> None:
    grown, last = Grown("S", row, extra), first + length - 1
    before = set(range(first, last + 1))
    now = set(range(grown.row_now(first), grown.last_now(last) + 1))
    assert {grown.row_now(one) for one in before} <= now
    assert len(now) == len(before) + (extra if row in before else 0)
