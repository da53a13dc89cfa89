"""A community next door with something of everything, which nobody here may read."""

from typing import Any

from openpyxl import Workbook

from huying.campaigns.actions.planning import prepare
from huying.campaigns.states import Basis
from huying.kernel.machine import Rule
from huying.lists.actions import export_list
from huying.lists.definitions import Asked, Column, ListDef, Row
from huying.lists.policy import holding
from huying.lists.queries import Opened, opened
from huying.lists.sources import Listed
from huying.lists.states import Format, Type
from huying.orders.models import DirectoryRow
from huying.orgs.actions import register
from huying.orgs.states import OrgKind
from huying.people.roles import Grant, Role
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.states import EstateKind, GridKind, Level
from huying.practices import adopt
from huying.supply.actions.keeping import add_item, add_resource
from huying.supply.actions.pairing import plan
from huying.supply.actions.raising import confirm, raise_need
from huying.supply.actions.supporting import add_survey
from huying.whistles.actions.blowing import blow
from huying.whistles.actions.visiting import list_doors
from tests.builders import LONG_AGO, START, Cast, Staff

SECRET = "柳岸秘密"
"""Stands in everything of the community next door."""


def of(cast: Cast, name: str, by: Staff, **raw: str) -> Opened:
    """The list as this person reads it."""
    return opened(name, raw, by.actor, at=cast.at)


def column(found: Opened, key: str) -> list[object]:
    """Every value of one column."""
    index = [one.key for one in found.columns].index(key)
    return [row.values[index] for row, _cursor in found.rows()]


def told(found: Opened) -> list[dict[str, object]]:
    """Every row by the keys of its columns."""
    keys = [one.key for one in found.columns]
    return [dict(zip(keys, row.values, strict=True)) for row, _cursor in found.rows()]


def _supplied(cast: Cast, there: Place) -> None:
    """A need with what meets it, and an estate."""
    how: dict[str, Any] = {"by": cast.gu.actor, "at": cast.at}
    need = raise_need(place=there, title=SECRET, **how)
    add_survey(need, count=3, source="入户", counted_by="小顾", **how)
    confirm(need, score=5, decision="先办", **how)
    lamp = add_resource(
        place=there, name=f"{SECRET}电工", kind="skill", owner_unit=cast.hengan, **how
    )
    item = add_item(place=there, name=f"{SECRET}小修", **how)
    plan(
        need, measure="换灯", due_on=cast.at.date(), owner=[cast.hengan], things=[lamp, item],
        **how,
    )  # fmt: skip
    add_place(
        parent=there, level=Level.ESTATE, code="990101001002001-E1", name=f"{SECRET}苑", at=START,
        estate_kind=EstateKind.CLOSED,
    )  # fmt: skip


def next_door(cast: Cast) -> None:
    """An order under supervision and a whistle on it, a campaign, a unit, a grid with its worker, a directory row, a practice."""
    there = cast.neighbour
    order = cast.place(SECRET, place=there)
    cast.move(order, "accept", cast.gu, category="02")
    leader = cast.hire("街道长", Role.STREET_LEADER, cast.street)
    cast.move(
        order, "supervise", leader, instruction=SECRET, degree="urgent", reply_by="2026-03-20"
    )
    _supplied(cast, there)
    blown = blow(order, matter=SECRET, units=[cast.bureau], by=leader.actor, at=cast.at)
    list_doors(blown, lines=f"{SECRET}1号楼", things=["灭火器"], by=leader.actor, at=cast.at)
    prepare(
        name=SECRET, place=there, held_on=START.date(), basis=Basis.HEADS, by=leader.actor,
        at=cast.at,
    )  # fmt: skip
    register(code="liuan", name=f"{SECRET}物业", kind=OrgKind.PROPERTY_COMPANY, place=there)
    made = add_place(
        parent=there, level=Level.GRID, code="990101001002001", name=f"{SECRET}网格", at=START,
        grid_kind=GridKind.BASIC,
    )  # fmt: skip
    cast.hire(f"{SECRET}网格员", Role.GRID_WORKER, Place.objects.get(pk=made.pk))
    DirectoryRow.objects.create(
        category=cast.noise,
        place=there,
        lead_kind=OrgKind.POLICE,
        filing=SECRET,
        valid_from=LONG_AGO,
    )
    adopt("lixia", place=there, by=leader.actor, at=cast.at)
    export_list(of(cast, "orders", cast.gu), Format.JSON, by=cast.gu.actor, at=cast.at).file.close()


_COLUMNS = (
    Column("name", "Name", main=True, brief=True),
    Column("class", "Class", Type.WORD, {"elder": "Solitary elder"}, brief=True),
    Column("illness", "Illness", sensitive=True),
    Column("visits", "Visits", Type.NUMBER, summed=True),
)
_PEOPLE = [
    Row("1", ("甲", "elder", "高血压", 2)),
    Row("2", ("乙", "elder", "糖尿病", 3)),
]


def a_ledger(*, sees: Rule | None = None, rows: list[Row] | None = None) -> ListDef:
    """A ledger such as a room of care would have; its secretary alone sees what is sensitive."""

    def source(_viewer: object, asked: Asked) -> Listed:
        return Listed(_PEOPLE if rows is None else rows, _COLUMNS, asked.sort)

    return ListDef(
        name="care", of="ledgers", title="Care", note="People known by name.",
        reads=holding(Grant.SEE), sees=sees or holding(Grant.DECIDE), columns=_COLUMNS,
        source=source, personal=True, ledger=True, purpose="visits", by="class", sorts={"name": "By name"},
    )  # fmt: skip


def a_sheet(*rows: list[object]) -> Workbook:
    """A workbook with these rows on its first sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    return book
