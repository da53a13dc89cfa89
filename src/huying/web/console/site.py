"""The console: Django's admin behind our own grant, with only what may be changed by hand."""

from django.utils.translation import gettext_lazy as _

from huying.adoptions.models import Adoption
from huying.clocks.models import AnnouncedYear, CalendarDay, LimitRule
from huying.notices.models import Route
from huying.orders.directory import sent_wrong
from huying.orders.models import Category, DirectoryRow, StandardText
from huying.orgs.models import Member, Organisation, Qualification
from huying.people.models import Account, Person, Post
from huying.places.models import Place
from huying.web.console.accounts import AccountAdmin
from huying.web.console.days import DayAdmin
from huying.web.console.frame import Kept, console
from huying.web.console.limits import LimitForm
from huying.web.console.places import PlaceAdmin
from huying.web.console.practices import AdoptionAdmin
from huying.web.console.routes import RouteAdmin
from huying.web.console.texts import StandardTextAdmin
from huying.web.console.units import UnitAdmin

__all__ = ["console"]


class PostAdmin(Kept):
    """Posts: who holds which role where, from when until when."""

    list_display = ("person", "role", "place", "since", "until")
    list_filter = ("role",)
    search_fields = ("person__name", "place__name")
    autocomplete_fields = ("person", "place")
    list_select_related = ("person", "place")


class LimitAdmin(Kept):
    """Limits: how long each promise may take, and for what."""

    form = LimitForm
    list_display = (
        "clock",
        "amount",
        "unit",
        "starts_on",
        "grade",
        "level",
        "place",
        "valid_from",
        "valid_until",
    )
    list_filter = ("clock", "unit")
    autocomplete_fields = ("place",)


class NamedAdmin(Kept):
    """People and classes: found by name."""

    search_fields = ("name",)
    ordering = ("name", "pk")


class MemberAdmin(Kept):
    """Who works for which unit."""

    list_display = ("person", "organisation", "duty", "since", "until")
    autocomplete_fields = ("person", "organisation")
    list_select_related = ("person", "organisation")


class DirectoryAdmin(Kept):
    """The dispatch directory, with how often each row sent an order where it did not belong."""

    list_display = ("category", "place", "lead_kind", "lead", "community_may_lead", "wrong")
    list_select_related = ("category", "place", "lead")
    list_filter = ("lead_kind", "community_may_lead")
    autocomplete_fields = ("category", "place", "lead")

    def wrong(self, row: DirectoryRow) -> int:
        """How many orders sent by this row were given back."""
        return sent_wrong(row)

    wrong.short_description = _("Given back")  # type: ignore[attr-defined]


console.register(Place, PlaceAdmin)
console.register(DirectoryRow, DirectoryAdmin)
console.register(Adoption, AdoptionAdmin)
console.register(Person, NamedAdmin)
console.register(Account, AccountAdmin)
console.register(Post, PostAdmin)
console.register(Organisation, UnitAdmin)
console.register(Member, MemberAdmin)
console.register(Qualification, Kept)
console.register(Category, NamedAdmin)
console.register(StandardText, StandardTextAdmin)
console.register(Route, RouteAdmin)
console.register(LimitRule, LimitAdmin)
console.register(CalendarDay, DayAdmin)
console.register(AnnouncedYear, Kept)
