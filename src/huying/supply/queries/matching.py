"""What may meet a need: resources and items that share words with it, each with the reason."""

from dataclasses import dataclass
from datetime import date

from huying.supply.models import Need, Resource, ServiceItem
from huying.supply.queries.lists import near_items, near_resources
from huying.supply.rules import Candidate, matches

NAME, GOOD_FOR, GROUP, FOR_WHOM, CATEGORY = "name", "good_for", "group", "for_whom", "category"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A resource or an item for a need; `why` are the words shared and where they stand."""

    thing: Resource | ServiceItem
    why: tuple[tuple[str, str], ...]

    @property
    def is_item(self) -> bool:
        """Whether it is a service item rather than a resource."""
        return isinstance(self.thing, ServiceItem)


def suggested(need: Need, *, on: date) -> list[Suggested]:
    """What fits the need best among all that is there for its place; a person confirms it."""
    things = {f"r{one.pk}": one for one in near_resources(need.place, on)} | {
        f"s{one.pk}": one for one in near_items(need.place, on)
    }
    words = f"{need.title} {need.words}"
    also = tuple(word for word in (need.category.words if need.category else ()) if word in words)
    found = matches(words, [_candidate(key, one) for key, one in things.items()], also=also)
    return [Suggested(things[one.key], one.why) for one in found]


def _candidate(key: str, thing: Resource | ServiceItem) -> Candidate:
    if isinstance(thing, Resource):
        return Candidate(key, ((GOOD_FOR, " ".join(thing.specialities)), (NAME, thing.name)))
    filed = thing.category.name if thing.category else ""
    return Candidate(
        key,
        ((NAME, thing.name), (GROUP, thing.group), (FOR_WHOM, thing.eligible), (CATEGORY, filed)),
    )
