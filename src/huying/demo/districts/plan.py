"""How large a district is, what its places are called, and who works there; no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, cycle, islice, product

from huying.places.rules import NewPlace
from huying.places.states import EstateKind, GridKind, Level

_FIRST = "梧桐槐柳枫松柏榆桂竹兰荷菊棠杏桃梨枣茶麦禾苇芦蒲芷"
_SECOND = "荫湾坡塘渡岭溪桥园里"
_ESTATE = ("和园", "安居苑", "东篱")
_FIELDS = (
    "民政", "城市管理", "住房和建设", "交通运输", "水务", "园林绿化", "市场监督管理", "教育和体育",
    "卫生健康", "应急管理", "生态环境", "司法行政", "人力资源和社会保障", "文化和旅游", "退役军人事务",
    "医疗保障", "农业农村", "商务", "财政", "审计", "统计",
)  # fmt: skip
_BODIES = ("局", "服务中心", "执法队")
# A place of an invented map: the first six digits belong to no district.
_DIGITS = "9902{:02}"
_HEAD_EVERY = 200  # one post in so many stands empty, as it does anywhere


@dataclass(frozen=True, slots=True)
class Scale:
    """How many of each: grids are basic or dedicated, `heads` are block heads, `cadres` of departments."""

    streets: int
    communities: int
    basic: int
    dedicated: int
    heads: int
    departments: int
    cadres: int
    orders: int


SMALL = Scale(2, 4, 12, 2, 24, 3, 12, 60)
# The figures of the article on Zhifu: 12 streets, 156 communities, 1,325 and 564 grids, 22,483
# block heads, 61 departments with more than 1,200 cadres assigned to communities.
DISTRICT = Scale(12, 156, 1325, 564, 22483, 61, 1220, 60000)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A district to be made: its practice, code, name and size."""

    practice: str
    code: str
    name: str
    scale: Scale


LARGEST = "zhifu"
_NAMES = {
    "licang": "望潮区", "wujiangbei": "清榕区", "shijiazhuang": "槐川区", "zhifu": "芝湾区",
    "lixia": "泉畔区", "standard": "云汀区",
}  # fmt: skip


FIVE = tuple(name for name in _NAMES if name != "standard")


def sketch(practice: str, scale: Scale) -> Sketch:
    """The district that works by this practice; one of our own gets a name of its own too."""
    known = list(_NAMES)
    number = known.index(practice) if practice in known else len(known)
    return Sketch(practice, _DIGITS.format(number + 1), _NAMES.get(practice, "新岸区"), scale)


def places(of: Sketch) -> list[NewPlace]:
    """Every place of the district, outer places first; grids and estates shared out evenly."""
    scale, names = of.scale, _names()
    made = [NewPlace(level=Level.DISTRICT, code=of.code, name=of.name)]
    streets = [f"{of.code}{number:03}" for number in range(1, scale.streets + 1)]
    made += [
        NewPlace(level=Level.STREET, code=code, name=f"{next(names)}街道", parent=of.code)
        for code in streets
    ]
    numbers = {street: count(1) for street in streets}
    communities = [
        f"{street}{next(numbers[street]):03}"
        for street in islice(cycle(streets), scale.communities)
    ]
    made += [
        NewPlace(level=Level.COMMUNITY, code=code, name=f"{next(names)}社区", parent=code[:9])
        for code in communities
    ]
    kinds = [GridKind.BASIC] * scale.basic + [GridKind.DEDICATED] * scale.dedicated
    known = {row.code: row.name.removesuffix("社区") for row in made}
    return [*made, *_grids(communities, kinds, known)]


def _grids(
    communities: Sequence[str], kinds: Sequence[GridKind], names: Mapping[str, str]
) -> Iterator[NewPlace]:
    """Grids in turn for each community; under the first of each stands an estate."""
    numbers = {community: count(1) for community in communities}
    for community, kind in zip(cycle(communities), kinds, strict=False):
        number = next(numbers[community])
        code = f"{community}{number:03}"
        yield NewPlace(
            level=Level.GRID,
            code=code,
            name=f"{names[community]}第{number}网格",
            parent=community,
            grid_kind=kind,
        )
        if number == 1:
            yield NewPlace(
                level=Level.ESTATE, code=f"{code}-E1", name=_ESTATE[int(community) % len(_ESTATE)],
                parent=code, estate_kind=EstateKind.CLOSED,
            )  # fmt: skip


def _names() -> Iterator[str]:
    for second, first in product(_SECOND, _FIRST):
        yield f"{first}{second}"


def department(number: int) -> str:
    """What the department of this number, counted from 1, is called."""
    rounds, place = divmod(number - 1, len(_FIELDS))
    return f"{_FIELDS[place]}{_BODIES[rounds]}"


def is_left_empty(number: int) -> bool:
    """Whether the post of this number stands empty."""
    return number % _HEAD_EVERY == _HEAD_EVERY - 1
