"""Maps: what is wrong with one is told by file and key, and the header picks the right one."""

from pathlib import Path

import pytest

from huying.intake.maps import choose
from huying.intake.maps.choosing import SHIPPED, names
from huying.intake.maps.loading import LARGEST, load
from huying.intake.maps.schema import Column, Flag, Named
from huying.kernel.refusals import Code, Refused
from huying.orgs.states import OrgKind
from tests.intake.tables import CLOSED_MAP, PLAIN_MAP, write_map

EVENTS = (
    "REC_ID,CREATE_TIME,EVENT_PROPERTY_NAME,EVENT_SRC_NAME,OCCUR_PLACE,SUB_TYPE_NAME,"
    "MAIN_TYPE_NAME,EVENT_TYPE_NAME,STREET_NAME,COMMUNITY_NAME,INTIME_ARCHIVE_NUM,"
    "OVERTIME_ARCHIVE_NUM,STREET_ID,COMMUNITY_ID,EVENT_TYPE_ID,MAIN_TYPE_ID,SUB_TYPE_ID,"
    "DISPOSE_UNIT_ID,DISPOSE_UNIT_NAME"
)

WRONG = {
    'titel = "x"': "titel: there is no such key",
    'source = "Ping Shan"': "source: 1 to 32 small letters, digits, dots and dashes are needed",
    "source = 7": "source: a text is needed",
    "times = 7": "times: a list of texts is needed",
    'times = ["%Y-%m-%d %Q"]': "times: %Y-%m-%d %Q: 'Q' is a bad directive in format '%Y-%m-%d %Q'",
    'times = ["%H:%M"]': "times: %H:%M: year, month and day are needed",
    'blank = "-"': "blank: a list of texts is needed",
    'keep = [""]': "keep: a text is needed",
    "columns = 7": "columns: a table is needed",
    "columns.txet = 'a'": "columns.txet: there is no such key",
    "columns.text = 7": "columns.text: a text is needed",
    "columns.title = []": "columns.title: a column name is needed",
    "columns.title = ['a', 7]": "columns.title: a text is needed",
    "columns.number = 'no?'": "columns.number: no file can do without it",
    f"columns.title = '{'x' * 201}'": "columns.title: longer than 200 characters",
    "templates.text = 'always the same'": "templates.text: needs column names in single braces",
    "templates.title = '{a} {'": "templates.title: needs column names in single braces",
    "templates.reply = '{a}'": "templates.reply: there is no such key",
    "defaults.kind = 'quarrel'": "defaults.kind: quarrel is none of booking, class_wish, complaint,"
    " consult, help, introduction, problem, report, suggestion, wish",
    "defaults.place = 'a'": "defaults.place: there is no such key",
    "values.kind.x = 'quarrel'": "values.kind.x: quarrel is none of booking, class_wish, complaint,"
    " consult, help, introduction, problem, report, suggestion, wish",
    "values.channel = 'web'": "values.channel: a table is needed",
    "flags.shut = {}": "flags.shut: there is no such key",
    "flags.late = {column = 'a'}": "flags.late: column and is must be said",
    "flags.late = {column = 'a', is = '1'}": "flags.late.is: a list of texts is needed",
    "flags.late = {column = 'a', was = ['1']}": "flags.late.was: there is no such key",
    "places.unknown = 'guess'": "places.unknown: guess is none of create, reject",
    "places.town = 'a'": "places.town: there is no such key",
    "places.district = {code = '4403', name = 'x'}": "places.district.code: six digits are needed",
    "places.district = {code = '440310'}": "places.district.name: a text is needed",
    "categories.levels = [{code = 'a'}]": "categories.levels[0].name: must be said",
    "categories.levels = 7": "categories.levels: a list of tables is needed",
    "categories.levels = [{name = 'a', nmae = 'b'}]": (
        "categories.levels[0].nmae: there is no such key"
    ),
    f"categories = {{prefix = '{'x' * 21}'}}": "categories.prefix: longer than 20 characters",
    "units.code = 'a'": "units.name: must be said",
    "units = {name = 'a', kind = 'gang'}": "units.kind: gang is none of business, community,"
    " community_social_org, department, district, fire, owners_committee, partner_unit, police,"
    " property_company, self_organized_group, social_organization, social_work_agency, street,"
    " utility, volunteer_team",
}


def with_line(line: str) -> str:
    """The plain map with one more thing said at its top; what it says there itself goes."""
    key = line.partition(" = ")[0]
    rest = "\n".join(each for each in PLAIN_MAP.splitlines() if not each.startswith(f"{key} ="))
    if key.startswith("columns.") and line != "columns = 7":
        name = key.removeprefix("columns.")
        kept = "\n".join(each for each in rest.splitlines() if not each.startswith(f"{name} ="))
        return kept + "\n" + line.removeprefix("columns.")
    if key == "columns":
        return f'{line}\ntitle = "x"\nsource = "plain"'
    return line + "\n" + rest


def refusal(path: Path) -> Refused:
    with pytest.raises(Refused) as caught:
        load(path)
    return caught.value


@pytest.mark.parametrize(("line", "told"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_told_by_file_and_key(tmp_path: Path, line: str, told: str) -> None:
    refused = refusal(Path(write_map(tmp_path, with_line(line))))
    assert (refused.code, refused.reason, refused.fields) == (
        Code.INVALID, "this map cannot be used", {"map": f"own.toml: {told}"},
    )  # fmt: skip


@pytest.mark.parametrize("gone", ["title", "source", "number", "placed_at", "text"])
def test_what_a_map_must_say_is_asked_for(tmp_path: Path, gone: str) -> None:
    lines = [each for each in PLAIN_MAP.splitlines() if not each.startswith(f"{gone} =")]
    told = refusal(Path(write_map(tmp_path, "\n".join(lines)))).fields["map"]
    asked = {
        "title": "title: a text is needed",
        "source": "source: a text is needed",
        "text": "columns.text: say the column of the words, or templates.text",
    }
    assert told == f"own.toml: {asked.get(gone, f'columns.{gone}: must be said')}"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"title = ", "Invalid value (at line 1, column 9)"),
        (b"\xff\xfe", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b"#" * (LARGEST + 1), "too large for a map"),
    ],
    ids=["no toml", "no text", "too large"],
)
def test_a_file_that_is_no_map_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    found = refusal(path).fields["map"]
    assert found == f"own.toml: {told}" or (told.startswith("Invalid") and "at " in found)


def test_a_map_says_what_it_says(tmp_path: Path) -> None:
    text = CLOSED_MAP + (
        "[units]\nname = 'unit?'\nkinds = {'供电' = 'utility'}\n"
        "[places]\nstreet = ['街道?', '镇']\nstreet_code = '街道号?'\n"
        "[categories]\nlevels = [{name = '类?'}]\nprefix = 'x-'\n"
    )
    found = load(Path(write_map(tmp_path, text)))
    assert (found.origin, found.source, found.times) == ("own.toml", "plain", ("%Y-%m-%d %H:%M",))
    assert found.columns == {
        "number": Column(("no",)),
        "text": Column(("words",)),
        "placed_at": Column(("time",)),
        "closed_at": Column(("done",), needed=False),
        "reply": Column(("answer",), needed=False),
    }
    assert found.flags["late"] == Flag(Column(("late",), needed=False), frozenset({"yes"}))
    assert found.blank == {"", "-"}
    assert (found.units.kind, found.units.kinds) == (
        OrgKind.DEPARTMENT, {"供电": OrgKind.UTILITY},
    )  # fmt: skip
    assert (found.units.prefix, found.categories.prefix) == ("plain-", "x-")
    assert found.places.street == Named(
        Column(("街道号",), needed=False), Column(("街道", "镇"), needed=False)
    )


def test_every_map_that_comes_along_can_be_read() -> None:
    found = {name: load(SHIPPED / f"{name}.toml") for name in names()}
    assert {name: each.source for name, each in found.items()} == {
        "board-likes": "board-likes",
        "board-replies": "board-replies",
        "chinese-columns": "chinese-columns",
        "district-events": "pingshan",
    }


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (EVENTS, "district-events"),
        ("id,user,title,at,detail,reply,replied_at", "board-replies"),
        ("id,user,title,at,detail,against,likes", "board-likes"),
        ("编号,诉求内容,时间,社区", "chinese-columns"),
        ("社区,来电时间,工单编号,问题描述,承办单位", "chinese-columns"),
    ],
)
def test_the_header_picks_the_map(header: str, name: str) -> None:
    assert choose(header.split(","), None).map.origin == f"{name}.toml"


def refused_choice(header: str, name: str | None) -> tuple[Code, str, str]:
    with pytest.raises(Refused) as caught:
        choose(header.split(","), name)
    return caught.value.code, caught.value.reason, caught.value.fields["map"]


def test_a_header_that_no_map_knows_is_refused() -> None:
    assert refused_choice("编号,诉求内容,社区", None) == (
        Code.INVALID, "no map fits the first row of this file", "编号,诉求内容,社区".replace(",", ", "),
    )  # fmt: skip


def test_a_header_that_two_maps_know_alike_is_refused() -> None:
    assert refused_choice("id,title,at,detail,reply,replied_at,against,likes", None) == (
        Code.INVALID, "several maps fit; name one", "board-likes.toml, board-replies.toml",
    )  # fmt: skip


def test_a_named_map_must_fit(tmp_path: Path) -> None:
    assert refused_choice("no,time", write_map(tmp_path)) == (
        Code.INVALID, "the file has not the columns this map needs", "own.toml needs words",
    )  # fmt: skip
    assert refused_choice("编号,时间", "chinese-columns")[2] == (
        "chinese-columns.toml needs 诉求内容/内容/问题描述/反映内容/诉求描述/诉求"
    )


def test_the_columns_of_a_template_must_be_there(tmp_path: Path) -> None:
    text = PLAIN_MAP.replace('text = "words"', "") + "[templates]\ntext = '{a}：{b}'"
    assert refused_choice("no,time,a", write_map(tmp_path, text))[2] == "own.toml needs b"


def test_a_map_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert refused_choice("a", "events") == (
        Code.UNKNOWN,
        "there is no such map",
        "events is no file and none of board-likes, board-replies, chinese-columns, district-events",
    )
