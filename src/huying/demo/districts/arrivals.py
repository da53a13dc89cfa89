"""The orders of a district, as rows another system hands over: ended ones and open ones."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count, islice
from random import Random
from typing import Any

from huying.demo.cast import phone
from huying.demo.districts.plan import Sketch
from huying.demo.matters import Matter
from huying.demo.script import SEED
from huying.orders.actions.arrivals import Ended, ImportedRow
from huying.orders.actions.importing import import_orders
from huying.orders.actions.placing import Wish
from huying.orders.models import Category
from huying.orders.states import Channel
from huying.orgs.models import Organisation
from huying.places.models import Place

BATCH = 1000
OPEN_SHARE = 0.03  # of a year's orders, what is under way at any time
SPREAD = timedelta(days=365)
_CHANNELS = (Channel.HOTLINE, Channel.WEB, Channel.PHONE, Channel.WECHAT, Channel.COUNTER)


def bring(
    of: Sketch,
    grids: Sequence[Place],
    units: Sequence[Organisation],
    words: Mapping[str, Any],
    at: datetime,
) -> Iterator[int]:
    """Bring every order of the district; how many came, batch by batch."""
    rows = _rows(of, grids, units, words, at)
    while batch := list(islice(rows, BATCH)):
        yield import_orders(batch, at=at)


def _rows(
    of: Sketch,
    grids: Sequence[Place],
    units: Sequence[Organisation],
    words: Mapping[str, Any],
    at: datetime,
) -> Iterator[ImportedRow]:
    rng = Random(f"{SEED}{of.code}")  # noqa: S311 -- a seed tells it
    categories = {row.code: row for row in Category.objects.select_related("parent")}
    matters = [Matter(**row) for row in words["matters"]]
    told = [(m, text) for m in matters if m.category in categories for text in m.texts]
    for number in islice(count(1), of.scale.orders):
        matter, text = told[number % len(told)]
        grid = rng.choice(grids)
        slots = _slots(rng, grid, words)
        placed = at - SPREAD * rng.random() - timedelta(minutes=5)
        is_open = rng.random() < OPEN_SHARE
        if is_open:
            placed = at - timedelta(hours=72 * rng.random(), minutes=5)
        wish = Wish(
            text=text.format(**slots), place=grid, kind=matter.kind,
            channel=rng.choice(_CHANNELS), category=categories[matter.category],
            safety=matter.safety, contact_name=rng.choice(words["surnames_called"]),
            contact_phone=phone(60_000_000 + number),
        )  # fmt: skip
        yield ImportedRow(
            source=of.practice, source_number=f"{of.code}-{number:06}", wish=wish,
            placed_at=placed, unit=None if is_open else rng.choice(units),
            ended=None if is_open else _end(rng, matter, slots, placed, at),
        )  # fmt: skip


def _end(
    rng: Random, matter: Matter, slots: Mapping[str, str], placed: datetime, at: datetime
) -> Ended:
    took = timedelta(hours=rng.lognormvariate(3.2, 0.9))  # half within a day, few beyond a week
    return Ended(closed_at=min(placed + took, at), reply=matter.reply.format(**slots))


def _slots(rng: Random, grid: Place, words: Mapping[str, Any]) -> dict[str, str]:
    entrance, floor = rng.randint(1, 4), rng.randint(2, 6)
    return {
        "楼": f"{rng.randint(1, 20)}号楼", "元": f"{entrance}单元", "层": f"{floor}层",
        "室": f"{entrance}单元{floor}0{rng.randint(1, 2)}", "小区": "小区", "天": rng.choice(words["days"]),
    }  # fmt: skip
