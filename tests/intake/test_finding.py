"""The place, category and unit that a row means, found or made."""

from typing import Any

import pytest

from huying.intake.faults import Unfit
from huying.intake.finding import CategoryFinder, PlaceFinder, UnitFinder
from huying.intake.maps.schema import CREATE, REJECT, Categories, Places, Units
from huying.intake.reading import Ref, Where
from huying.intake.rules import derived_code, prefixed
from huying.orders.models import Category
from huying.orgs.models import Organisation
from huying.orgs.states import OrgKind
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.queries import faults
from huying.places.states import Level
from tests.builders import Cast
from tests.intake.tables import NOON

ELSEWHERE = ("990202", "海川区")


def places(usual: Place | None = None, *, writing: bool = True, **said: Any) -> PlaceFinder:
    return PlaceFinder(Places(**said), usual, at=NOON, writing=writing)


def where(street: str = "", community: str = "", *, codes: tuple[str, str] = ("", "")) -> Where:
    return Where("", Ref(codes[0], street), Ref(codes[1], community))


def unfit(finder: Any, asked: Any) -> tuple[str, str]:
    found = []
    for _time in range(2):  # remembered, it is refused alike
        with pytest.raises(Unfit) as caught:
            finder.find(asked)
        found.append((caught.value.reason, caught.value.value))
    assert found[0] == found[1]
    return found[0]


def test_a_place_is_found_by_our_code_whatever_its_level(cast: Cast) -> None:
    finder = places(cast.community)
    assert finder.find(Where("990101001001001-b3")) == cast.building
    assert unfit(finder, Where("990101009")) == ("unknown place", "990101009")
    assert unfit(finder, Where("not a code")) == ("unknown place", "not a code")


def test_a_row_without_a_place_belongs_where_all_such_rows_do(cast: Cast) -> None:
    assert places(cast.community).find(where()) == cast.community
    assert unfit(places(), where()) == ("unknown place", "")
    assert unfit(places(), where(codes=("3", "0"))) == ("unknown place", "0")


@pytest.mark.parametrize("name", ["槐荫里社区", "槐荫里居委会", " 槐荫里社区居民委员会"])
def test_a_community_is_found_by_the_names_it_goes_by(cast: Cast, name: str) -> None:
    assert places().find(where("青梧街道", name)) == cast.community
    assert places().find(where("", name)) == cast.community


def test_a_street_is_place_enough(cast: Cast) -> None:
    assert places().find(where("青梧街道")) == cast.street


def test_names_are_looked_for_inside_the_usual_place(cast: Cast) -> None:
    assert places(cast.district).find(where("", "柳岸社区")) == cast.neighbour
    assert places(cast.community).find(where("", "槐荫里社区")) == cast.community
    assert unfit(places(cast.community), where("", "柳岸社区")) == ("unknown place", "柳岸社区")


def test_a_name_of_two_places_means_neither(cast: Cast) -> None:
    other = add_place(
        parent=cast.district, level=Level.STREET, code="990101002", name="北街道", at=NOON
    )
    add_place(parent=other, level=Level.COMMUNITY, code="990101002001", name="柳岸社区", at=NOON)
    assert unfit(places(), where("", "柳岸社区")) == ("several places have this name", "柳岸社区")
    assert places().find(where("青梧街道", "柳岸社区")) == cast.neighbour


def test_an_unknown_place_is_rejected_unless_the_map_lets_it_be_made(cast: Cast) -> None:
    finder = places(cast.district, unknown=REJECT)
    assert unfit(finder, where("东街道", "东社区")) == ("unknown place", "东街道")
    assert unfit(finder, where("青梧街道", "东社区")) == ("unknown place", "东社区")


def test_unknown_places_are_made_below_the_maps_own_district(cast: Cast) -> None:
    finder = places(cast.community, unknown=CREATE, district=ELSEWHERE)
    made = finder.find(where("东街道", "东社区", codes=("104", "10007")))
    assert finder.find(where("东街道", "西社区", codes=("104", "20007"))).code == "990202104008"
    assert finder.find(where("南街道", "东社区", codes=("x", ""))).name == "东社区"
    found = Place.objects.get(code="990202104007")
    assert (made, found.name, found.level) == (found, "东社区", "community")
    assert found.street is not None
    assert found.district is not None
    assert (found.street.code, found.street.name) == ("990202104", "东街道")
    assert (found.district.code, found.district.name) == ELSEWHERE
    assert faults() == {}
    again = places(None, unknown=CREATE, district=ELSEWHERE)
    assert again.find(where("东街道", "东社区", codes=("9", "9"))) == found


def test_a_place_in_a_street_that_is_nowhere_is_not_made(cast: Cast) -> None:
    assert unfit(places(unknown=CREATE), where("东街道")) == ("unknown place", "东街道")
    assert unfit(places(cast.district, unknown=CREATE), where("", "东社区")) == (
        "unknown place", "东社区",
    )  # fmt: skip


def test_a_name_that_cannot_be_one_makes_no_place(cast: Cast) -> None:
    finder = places(cast.district, unknown=CREATE)
    long = "东" * 101
    assert unfit(finder, where(long)) == ("unknown place", long[:40])


def test_places_that_are_only_thought_of_are_not_written(cast: Cast) -> None:
    before = Place.objects.count()
    finder = places(None, unknown=CREATE, district=ELSEWHERE, writing=False)
    first = finder.find(where("东街道", "东社区", codes=("104", "7")))
    assert finder.find(where("东街道", "西社区", codes=("104", "7"))).code == "990202104008"
    assert (first.code, first.name, first.pk) == ("990202104007", "东社区", None)
    assert Place.objects.count() == before


@pytest.mark.parametrize(
    ("source_code", "name", "taken", "code"),
    [
        ("104", "东街道", set(), "990101104"),
        ("7", "东街道", set(), "990101007"),
        ("1", "东街道", {"990101001", "990101002"}, "990101003"),
        ("10000", "东街道", set(), "990101001"),
        ("999", "东街道", {"990101999"}, "990101001"),
        ("9" * 5000, "东街道", set(), "990101999"),
        ("A7", "东街道", set(), "990101580"),
        ("", "东街道", set(), "990101580"),
        ("5", "东街道", {f"990101{n:03d}" for n in range(1000)}, None),
    ],
)
def test_a_code_is_derived_from_what_the_source_calls_the_place(
    source_code: str, name: str, taken: set[str], code: str | None
) -> None:
    assert derived_code("990101", source_code, name, taken) == code


def categories(*, unknown: str = CREATE, writing: bool = True) -> CategoryFinder:
    return CategoryFinder(Categories(unknown=unknown, prefix="ps-"), writing=writing)


def test_categories_are_made_level_by_level(cast: Cast) -> None:
    finder = categories()
    made = finder.find((Ref("5", "市容"), Ref("178", "占道"), Ref("602", "游商")))
    assert made is not None
    assert (made.code, made.name, str(made.parent)) == ("ps-3-602", "游商", "占道")
    assert list(
        Category.objects.filter(code__startswith="ps-").values_list("code", "name", "parent__code")
    ) == [
        ("ps-1-5", "市容", None),
        ("ps-2-178", "占道", "ps-1-5"),
        ("ps-3-602", "游商", "ps-2-178"),
    ]
    assert finder.find((Ref("5", "市容"), Ref(), Ref())) == Category.objects.get(code="ps-1-5")
    assert categories().find((Ref("5", "x"), Ref("178", "y"), Ref("602", "z"))) == made


def test_no_category_is_no_fault(cast: Cast) -> None:
    assert categories(unknown=REJECT).find((Ref(), Ref("7", ""))) is None
    assert categories(unknown=REJECT).find(()) is None


def test_our_own_categories_are_found_by_name_or_code(cast: Cast) -> None:
    finder = categories(unknown=REJECT)
    assert finder.find((Ref("", "公共设施"), Ref("", "公共照明"))) == cast.lighting
    assert finder.find((Ref("", "公共照明"),)) == cast.lighting
    assert finder.find((Ref("", "0101"),)) == cast.lighting
    assert unfit(finder, (Ref("", "邻里噪音"), Ref("", "公共照明"))) == (
        "unknown category", "公共照明",
    )  # fmt: skip


def test_a_retired_category_is_not_found(cast: Cast) -> None:
    Category.objects.filter(code="02").update(retired_on=NOON.date())
    assert unfit(categories(unknown=REJECT), (Ref("", "邻里噪音"),)) == (
        "unknown category", "邻里噪音",
    )  # fmt: skip


def test_a_code_of_their_own_keeps_their_categories_apart_from_ours(cast: Cast) -> None:
    Category.objects.create(code="03", name="邻里噪音")
    made = categories(unknown=CREATE).find((Ref("9", "邻里噪音"),))
    assert made == Category.objects.get(code="ps-1-9")
    assert categories(unknown=REJECT).find((Ref("9", "邻里噪音"),)) == made
    assert categories(unknown=REJECT).find((Ref("8", "公共照明"),)) == cast.lighting


def test_a_name_of_two_categories_means_neither(cast: Cast) -> None:
    Category.objects.create(code="03", name="邻里噪音")
    assert unfit(categories(), (Ref("", "邻里噪音"),)) == (
        "several categories have this name", "邻里噪音",
    )  # fmt: skip


def test_categories_without_codes_get_one_from_their_names(cast: Cast) -> None:
    finder = categories()
    first, second = (finder.find((Ref("", up), Ref("", "其他"))) for up in ("市容", "噪声"))
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == ("其他", "其他")
    assert first.code != second.code
    assert categories().find((Ref("", "市容"), Ref("", "其他"))) == first


def test_categories_that_are_only_thought_of_are_not_written(cast: Cast) -> None:
    before = Category.objects.count()
    finder = categories(writing=False)
    thought = finder.find((Ref("", "市容"), Ref("", "游商")))
    assert (str(thought), Category.objects.count()) == ("游商", before)
    assert finder.find((Ref("", "市容"), Ref("", "游商"))) is thought


def test_a_category_name_that_does_not_fit_is_unknown(cast: Cast) -> None:
    assert unfit(categories(), (Ref("1", "长" * 81),)) == ("unknown category", "长" * 80)


def units(*, unknown: str = CREATE, writing: bool = True) -> UnitFinder:
    said = Units(
        unknown=unknown, prefix="ps-", kinds={"供电": OrgKind.UTILITY, "公司": OrgKind.BUSINESS}
    )
    return UnitFinder(said, writing=writing)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("东区供电公司", "utility"), ("东区环卫公司", "business"), ("东区城管局", "department")],
)
def test_a_new_unit_is_of_the_kind_its_name_tells(cast: Cast, name: str, kind: str) -> None:
    made = units().find(Ref("17", name))
    assert made == Organisation.objects.get(code="ps-17", name=name, kind=kind, place=None)
    assert units(unknown=REJECT).find(Ref("17", "another name")) == made


def test_our_own_units_are_found_by_name(cast: Cast) -> None:
    finder = units(unknown=REJECT)
    assert finder.find(Ref("", "恒安物业")) == cast.hengan
    assert finder.find(Ref()) is None
    assert finder.find(Ref("17", "")) is None
    assert unfit(finder, Ref("", "某某公司")) == ("unknown unit", "某某公司")
    assert finder.find(Ref("17", "恒安物业")) == cast.hengan
    assert units(unknown=CREATE).find(Ref("17", "恒安物业")) == Organisation.objects.get(
        code="ps-17"
    )


def test_a_name_of_two_units_means_neither(cast: Cast) -> None:
    Organisation.objects.create(code="x", name="恒安物业", kind=OrgKind.BUSINESS)
    assert unfit(units(), Ref("", "恒安物业")) == ("several units have this name", "恒安物业")


def test_units_that_are_only_thought_of_are_not_written(cast: Cast) -> None:
    assert str(units(writing=False).find(Ref("17", "路灯所"))) == "路灯所"
    assert not Organisation.objects.filter(code="ps-17").exists()
    assert unfit(units(), Ref("17", "长" * 121)) == ("unknown unit", "长" * 120)


def test_a_long_code_becomes_a_short_one_of_its_own() -> None:
    long, other = (prefixed("ps-", "3-", "7" * 40 + end, "x", longest=32) for end in "ab")
    assert len(long) == len("ps-3-") + 12
    assert long != other
    assert prefixed("ps-", "3-", "602", "x", longest=32) == "ps-3-602"
    assert prefixed("", "", "", "路灯所", longest=8) == prefixed("", "", "", "路灯所", longest=8)
