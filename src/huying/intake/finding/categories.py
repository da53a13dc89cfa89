"""Categories: by code or name, level by level from the class down."""

from django.utils.translation import gettext_noop as _

from huying.intake.faults import Unfit
from huying.intake.maps.schema import CREATE, Categories
from huying.intake.reading import Ref, names_count
from huying.intake.rules import prefixed
from huying.orders.models import Category

LONGEST_NAME = 80
LONGEST_CODE = 32
UNKNOWN = _("unknown category")
Refs = tuple[Ref, ...]


class CategoryFinder:
    """Finds the category of a row, once for all rows that say the same.

    All categories in use are read at the start; there are hundreds, not more. With `writing`
    off, categories that would be made are only thought of.
    """

    def __init__(self, said: Categories, *, writing: bool) -> None:
        self._said = said
        self._writing = writing
        self._found: dict[Refs, Category | Unfit | None] = {(): None}
        self._by_code: dict[str, Category] = {}
        self._by_name: dict[str, list[Category]] = {}
        in_use = Category.objects.filter(retired_on=None).select_related("parent")
        for category in in_use.order_by("code"):
            self._remember(category)

    def find(self, refs: Refs) -> Category | None:
        """The innermost category a row names, with its class; None when it names none.

        `Unfit` for one that is not here and may not be made.
        """
        if refs not in self._found:
            try:
                self._found[refs] = self._look(refs)
            except Unfit as unfit:
                self._found[refs] = unfit.copy()
        found = self._found[refs]
        if isinstance(found, Unfit):
            raise found.copy()
        return found

    def _look(self, refs: Refs) -> Category | None:
        above, ref = self.find(refs[:-1]), refs[-1]
        if not ref.name:
            return above
        code = prefixed(
            self._said.prefix, f"{len(refs)}-", ref.code, f"{above}/{ref.name}",
            longest=LONGEST_CODE,
        )  # fmt: skip
        found = self._by_code.get(code)
        if found is None and names_count(ref, self._said.unknown):
            found = self._named(ref.name, above)
        return found or self._new(code, ref.name, above)

    def _named(self, name: str, above: Category | None) -> Category | None:
        """A category with this name, below the one above if there is one; else with this code."""
        same = self._by_name.get(name, [])
        if above is not None:
            return next((each for each in same if each.parent == above), None)
        if len(same) > 1:
            raise Unfit(_("several categories have this name"), name)
        return same[0] if same else self._by_code.get(name)

    def _new(self, code: str, name: str, above: Category | None) -> Category:
        if self._said.unknown != CREATE or len(name) > LONGEST_NAME:
            raise Unfit(UNKNOWN, name[:LONGEST_NAME])
        made = Category(code=code, name=name, parent=above)
        if self._writing:
            made, _new = Category.objects.get_or_create(
                code=code, defaults={"name": name, "parent": above}
            )
        self._remember(made)
        return made

    def _remember(self, category: Category) -> None:
        self._by_code[category.code] = category
        self._by_name.setdefault(category.name, []).append(category)
