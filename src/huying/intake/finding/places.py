"""Places: by our code, by names within a district, or made from those names."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from huying.intake.faults import Unfit
from huying.intake.maps.schema import CREATE, Places
from huying.intake.reading import Ref, Where
from huying.intake.rules import derived_code
from huying.kernel.refusals import Code, Refused
from huying.places.actions import add_place
from huying.places.models import Place
from huying.places.rules import check_name, clean_code, normalise_address, span
from huying.places.states import Level

UNKNOWN = _("unknown place")


class PlaceFinder:
    """Finds the place of a row, once for all rows that say the same.

    `usual` is where rows belong that say nothing, and the place that names are looked for in;
    a map with a district of its own looks there. With `writing` off, places that would be made
    are only thought of.
    """

    def __init__(self, said: Places, usual: Place | None, *, at: datetime, writing: bool) -> None:
        self._said = said
        self._usual = usual
        self._at = at
        self._writing = writing
        self._found: dict[Where, Place | Unfit] = {}
        self._thought_of: dict[str, Place] = {}

    def find(self, where: Where) -> Place:
        """The place a row means; `Unfit` when it means none, or several."""
        if where not in self._found:
            try:
                self._found[where] = self._look(where)
            except Unfit as unfit:
                self._found[where] = unfit.copy()
        found = self._found[where]
        if isinstance(found, Unfit):
            raise found.copy()
        return found

    def _look(self, where: Where) -> Place:
        if where.code:
            return self._by_code(where.code)
        if not where.street.name and not where.community.name:
            if self._usual is None:
                raise Unfit(UNKNOWN, where.community.code or where.street.code)
            return self._usual
        scope = self._scope()
        street = self._below(scope, Level.STREET, where.street) if where.street.name else None
        if not where.community.name:
            assert street is not None  # noqa: S101 -- one of the two has a name
            return street
        return self._below(street or scope, Level.COMMUNITY, where.community)

    def _by_code(self, code: str) -> Place:
        found = Place.objects.defer("boundary").filter(code=clean_code(code)).first()
        if found is None:
            raise Unfit(UNKNOWN, code[:40])
        return found

    def _scope(self) -> Place | None:
        """The place that names are looked for in, and new ones made in; None for everywhere."""
        if self._said.district is None:
            return self._usual
        code, name = self._said.district
        found = Place.objects.filter(code=code).first() or self._thought_of.get(code)
        if found is None and self._said.unknown == CREATE:
            found = self._made(None, Level.DISTRICT, code, name)
        if found is None:
            raise Unfit(UNKNOWN, name)
        return found

    def _below(self, above: Place | None, level: Level, named: Ref) -> Place:
        """The one place of this level and name inside another, made where that is allowed."""
        key = normalise_address(named.name)
        if above is not None and above.level == level and above.name_key == key:
            return above
        rows = Place.objects.defer("boundary").filter(level=level.value, name_key=key)
        if above is not None:
            rows = rows.filter(path__range=span(above.path)) if above.path else rows.none()
        found = list(rows.order_by("path")[:2])
        if len(found) > 1:
            raise Unfit(_("several places have this name"), named.name)
        if found:
            return found[0]
        return self._new(above, level, named)

    def _new(self, above: Place | None, level: Level, named: Ref) -> Place:
        if self._said.unknown != CREATE or above is None:
            raise Unfit(UNKNOWN, named.name)
        try:
            name = check_name(named.name)
        except Refused as refusal:
            raise Unfit(UNKNOWN, named.name[:40]) from refusal
        if not self._writing and (thought := self._thought_of.get(f"{above.code}/{name}")):
            return thought
        code = derived_code(above.code, named.code, name, self._taken(above))
        if code is None:
            raise Unfit(_("there is no code left for this place"), name)
        made = self._made(above, level, code, name)
        if not self._writing:
            self._thought_of[f"{above.code}/{name}"] = made
        return made

    def _taken(self, above: Place) -> set[str]:
        stored = Place.objects.filter(code__startswith=above.code).values_list("code", flat=True)
        return {*stored, *self._thought_of}

    def _made(self, above: Place | None, level: Level, code: str, name: str) -> Place:
        if not self._writing:
            thought = _thought(above, level, code, name)
            self._thought_of[code] = thought
            return thought
        try:
            return add_place(parent=above, level=level, code=code, name=name, at=self._at)
        except Refused as refusal:
            # Another import may have made it a moment ago; else it cannot stand there.
            found = Place.objects.filter(code=code, level=level.value).first()
            if refusal.code is Code.CONFLICT and found is not None:
                return found
            raise Unfit(UNKNOWN, name) from refusal


def _thought(above: Place | None, level: Level, code: str, name: str) -> Place:
    """A place as it would be, never stored."""
    thought = Place(level=level.value, code=code, name=name, name_key=normalise_address(name))
    if above is not None:
        thought.district_id, thought.street_id = above.district_id, above.street_id
    return thought
