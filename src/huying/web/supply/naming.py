"""What the lists are called here, and the line of tabs that leads to them."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying.places.models import Place
from huying.supply.labels import LISTS
from huying.supply.queries.whereabouts import names_at
from huying.supply.states import LandingState, Listed, NeedState
from huying.web.ui.shapes import Chip, Words

TONES: Mapping[str, str] = {
    NeedState.RAISED: "quiet", NeedState.CONFIRMED: "soon", NeedState.PAIRED: "celadon",
    NeedState.LANDED: "done", NeedState.CLOSED: "done", NeedState.DECLINED: "quiet",
    NeedState.MERGED: "quiet",
}  # fmt: skip
LANDING_TONES: Mapping[str, str] = {
    LandingState.PLANNED: "soon", LandingState.DOING: "celadon", LandingState.LANDED: "done",
    LandingState.DROPPED: "quiet",
}  # fmt: skip
COUNTED: Mapping[str, str] = {
    Listed.NEEDS: "needs", Listed.RESOURCES: "resources", Listed.SERVICES: "services",
    Listed.LANDINGS: "landings",
}  # fmt: skip


def named(place: Place, at: datetime) -> dict[str, Words]:
    """The lists in the order and under the names of the practice in force, then the others."""
    own: Mapping[str, Words] = names_at(place, timezone.localdate(at))
    return {**own, **{one.value: LISTS[one] for one in Listed if one not in own}}


def tabs(
    place: Place, names: Mapping[str, Words], totals: Mapping[str, int], current: str = ""
) -> list[Chip]:
    """All lists beside each other, then each on its own, with how many lines it has."""
    at = f"?place={place.code}"
    whole = Chip(_("Side by side"), reverse("supply:beside") + at, on=not current)
    return [
        whole,
        *(
            Chip(name, reverse("supply:list", args=[of]) + at, totals[COUNTED[of]], of == current)
            for of, name in names.items()
        ),
    ]
