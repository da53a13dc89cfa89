import pytest

from huying.places.actions import bulk_add
from huying.places.queries import by_text, place
from huying.places.rules import NewPlace
from tests.places.town import AT

pytestmark = pytest.mark.django_db

WILLOW, PINE = "990101001001", "990101001002"
GRID = f"{WILLOW}001"


@pytest.fixture(autouse=True)
def _town(db: None) -> None:
    tree = [
        ("district", "990101", "云川区", ""),
        ("street", "990101001", "青石街道", "990101"),
        ("community", WILLOW, "柳溪社区居委会", "990101001"),
        ("grid", GRID, "第一网格", WILLOW),
        ("estate", f"{GRID}E1", "幸福花园", GRID),
        ("building", f"{GRID}E1-3", "3号楼", f"{GRID}E1"),
        ("household", f"{GRID}E1-3-A", "2单元301室", f"{GRID}E1-3"),
        ("household", f"{GRID}E1-3-B", "2单元302室", f"{GRID}E1-3"),
        ("building", f"{GRID}E1-4", "4号楼", f"{GRID}E1"),
        ("household", f"{GRID}E1-4-A", "2单元302室", f"{GRID}E1-4"),
        ("building", f"{WILLOW}B1", "海天大厦", WILLOW),
        ("household", f"{WILLOW}B1-1", "1601室", f"{WILLOW}B1"),
        ("community", PINE, "松坡社区居委会", "990101001"),
        ("estate", f"{PINE}E1", "幸福花园", PINE),
        ("building", f"{PINE}E1-3", "三栋", f"{PINE}E1"),
    ]
    rows = [
        NewPlace(
            level=level,
            code=code,
            name=name,
            parent=parent,
            estate_kind="closed" if level == "estate" else "",
            address="柳溪路12号" if code.endswith("B1") else "",
        )
        for level, code, name, parent in tree
    ]
    bulk_add(rows, at=AT)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("柳溪社区幸福花园三号楼的电梯坏了", f"{GRID}E1-3"),
        ("松坡居委会幸福花园3#楼", f"{PINE}E1-3"),
        ("青石街道柳溪社区 幸福花园３栋２单元３０１，漏水", f"{GRID}E1-3-A"),
        ("柳溪社区幸福花园3-2-302", f"{GRID}E1-3-B"),
        ("柳溪社区幸福花园2单元301", f"{GRID}E1-3-A"),
        ("柳溪社区幸福花园2单元302", f"{GRID}E1"),
        ("海天大厦1601室太吵", f"{WILLOW}B1-1"),
        ("柳溪路12号1601", f"{WILLOW}B1-1"),
        ("海天大厦门前", f"{WILLOW}B1"),
        ("云川区", "990101"),
        ("柳溪社区3号楼", f"{GRID}E1-3"),
        ("海天大厦\x001601\u202e室", f"{WILLOW}B1-1"),
    ],
)
def test_a_message_leads_to_the_innermost_place_it_names(text: str, code: str) -> None:
    assert by_text(text) == place(code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "😀",
        "%",
        "_",
        "幸福花园3号楼",
        "3号楼2单元301室",
        "海天大厦和松坡社区",
        "x" * 1_000_000,
    ],
)
def test_a_message_that_names_no_one_place_leads_nowhere(text: str) -> None:
    assert by_text(text) is None


@pytest.mark.parametrize(
    ("text", "scope", "code"),
    [
        ("幸福花园3号楼", PINE, f"{PINE}E1-3"),
        ("3号楼", f"{GRID}E1", f"{GRID}E1-3"),
        ("2单元302", f"{GRID}E1-4", f"{GRID}E1-4-A"),
        ("3号楼", WILLOW, None),
        ("松坡社区", WILLOW, None),
    ],
)
def test_a_scope_settles_what_stands_above(text: str, scope: str, code: str | None) -> None:
    assert by_text(text, within=place(scope)) == (place(code) if code else None)
