"""Units: the organisations that handled the orders of another system."""

from django.utils.translation import gettext_noop as _

from huying.intake.faults import Unfit
from huying.intake.maps.schema import CREATE, Units
from huying.intake.reading import Ref, names_count
from huying.intake.rules import prefixed
from huying.kernel.refusals import Refused
from huying.orgs.actions import register
from huying.orgs.models import Organisation
from huying.orgs.states import OrgKind

LONGEST_NAME = 120
LONGEST_CODE = 40
UNKNOWN = _("unknown unit")


class UnitFinder:
    """Finds the unit of a row, once for all rows that say the same.

    The first name that comes with a code names the unit. With `writing` off, units that would
    be made are only thought of.
    """

    def __init__(self, said: Units, *, writing: bool) -> None:
        self._said = said
        self._writing = writing
        self._found: dict[Ref, Organisation | Unfit] = {}

    def find(self, ref: Ref) -> Organisation | None:
        """The unit a row names; None when it names none; `Unfit` for one that may not be made."""
        if not ref.name:
            return None
        if ref not in self._found:
            try:
                self._found[ref] = self._look(ref)
            except Unfit as unfit:
                self._found[ref] = unfit.copy()
        found = self._found[ref]
        if isinstance(found, Unfit):
            raise found.copy()
        return found

    def _look(self, ref: Ref) -> Organisation:
        code = prefixed(self._said.prefix, "", ref.code, ref.name, longest=LONGEST_CODE)
        found = Organisation.objects.filter(code=code).first()
        if found is None and names_count(ref, self._said.unknown):
            same = list(Organisation.objects.filter(name=ref.name).order_by("id")[:2])
            if len(same) > 1:
                raise Unfit(_("several units have this name"), ref.name)
            found = same[0] if same else None
        return found or self._new(code, ref.name)

    def _new(self, code: str, name: str) -> Organisation:
        if self._said.unknown != CREATE or len(name) > LONGEST_NAME:
            raise Unfit(UNKNOWN, name[:LONGEST_NAME])
        kind = next((kind for word, kind in self._said.kinds.items() if word in name), None)
        return self._made(code, name, kind or self._said.kind)

    def _made(self, code: str, name: str, kind: OrgKind) -> Organisation:
        if not self._writing:
            return Organisation(code=code, name=name, kind=kind)
        try:
            return register(code=code, name=name, kind=kind)
        except Refused:
            # Another import made it a moment ago.
            return Organisation.objects.get(code=code)
