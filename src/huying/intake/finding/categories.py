"""Categories: by code or name, level by level from the class down."""

from django.utils.translation import gettext_noop as _

from huying.intake.faults import Unfit
from huying.intake.maps.schema import CREATE, Categories
from huying.intake.reading import Ref
from huying.intake.rules import prefixed
from huying.orders.models import Category

LONGEST_NAME = 80
LONGEST_CODE = 32
UNKNOWN = _("unknown category")
Refs = tuple[Ref, ...]


class CategoryFinder:
    """Finds the category of a row, once for all rows that say the same.

    With `writing` off, categories that would be made are only thought of.
    """

    def __init__(self, said: Categories, *, writing: bool) -> None:
        self._said = said
        self._writing = writing
        self._found: dict[Refs, Category | None] = {(): None}
        self._unknown: dict[Refs, Unfit] = {}

    def find(self, refs: Refs) -> Category | None:
        """The innermost category a row names, with its class; None when it names none.

        `Unfit` for one that is not here and may not be made.
        """
        if refs in self._unknown:
            raise self._unknown[refs]
        if refs not in self._found:
            try:
                self._found[refs] = self._look(refs)
            except Unfit as unfit:
                self._unknown[refs] = unfit
                raise
        return self._found[refs]

    def _look(self, refs: Refs) -> Category | None:
        above = self.find(refs[:-1])
        ref = refs[-1]
        if not ref.name:
            return above
        code = prefixed(
            self._said.prefix, f"{len(refs)}-", ref.code, f"{above}/{ref.name}",
            longest=LONGEST_CODE,
        )  # fmt: skip
        known = Category.objects.select_related("parent").filter(retired_on=None)
        found = known.filter(code=code).first() or self._by_name(ref.name, above)
        return found or self._new(code, ref.name, above)

    def _by_name(self, name: str, above: Category | None) -> Category | None:
        """A category of ours with this name (or code): below the one above, if there is one."""
        known = Category.objects.select_related("parent").filter(retired_on=None)
        if above is not None:
            return known.filter(name=name, parent_id=above.pk).first() if above.pk else None
        found = list(known.filter(name=name).order_by("code")[:2])
        if len(found) > 1:
            raise Unfit(_("several categories have this name"), name)
        return found[0] if found else known.filter(code=name[:LONGEST_CODE]).first()

    def _new(self, code: str, name: str, above: Category | None) -> Category:
        if self._said.unknown != CREATE or len(name) > LONGEST_NAME:
            raise Unfit(UNKNOWN, name[:LONGEST_NAME])
        if not self._writing:
            return Category(code=code, name=name, parent=above)
        made, _new = Category.objects.get_or_create(
            code=code, defaults={"name": name, "parent": above}
        )
        return made
