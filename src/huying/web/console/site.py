"""The console: Django's admin behind our own grant, with only what may be changed by hand."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huying.clocks.models import AnnouncedYear, CalendarDay, LimitRule
from huying.clocks.queries import forget
from huying.kernel.actor import ActorKind
from huying.kernel.now import now
from huying.orders.models import Category
from huying.orgs.models import Member, Organisation, Qualification
from huying.people.models import Person, Post
from huying.people.roles import Grant
from huying.places.models import Place
from huying.web.console.limits import LimitForm
from huying.web.doors import staff


class ConsoleSite(AdminSite):
    """Open to those who hold the grant to configure, whatever other flags say."""

    site_header = _("Huying console")
    site_title = _("Console")
    index_title = _("What can be changed without code")
    login_template = "account/login.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the caller may configure anywhere."""
        actor = staff(request)
        return actor.kind is ActorKind.STAFF and actor.may_anywhere(Grant.CONFIGURE)


console = ConsoleSite(name="console")


class Kept(ModelAdmin[Any]):
    """Rows that are added and changed, never removed: what was true stays readable."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Shown to whoever may enter."""
        return console.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Seen by whoever may enter."""
        return console.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Added to by whoever may enter."""
        return console.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Changed by whoever may enter."""
        return console.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is removed by hand."""
        return False

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Additions are told by the rows themselves."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Changes are told by the rows themselves."""


class Rulebook(Kept):
    """Rows of the rulebook: a change counts at once in this process, soon in the others."""

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm[Any],
        change: bool,  # noqa: FBT001 -- Django calls it so
    ) -> None:
        """Save, and read the rulebook afresh."""
        super().save_model(request, obj, form, change)
        forget()


class PlaceAdmin(Kept):
    """Places: names and boundaries are changed here; the tree grows by import or loader."""

    list_display = ("name", "code", "level", "retired_on")
    list_filter = ("level",)
    search_fields = ("name", "code")
    fields = ("name", "code", "level", "address", "lng", "lat", "retired_on")
    readonly_fields = ("code", "level")
    ordering = ("path",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A place needs its parent: it is added by a loader."""
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm[Any],
        change: bool,  # noqa: FBT001 -- Django calls it so
    ) -> None:
        """Save with the time of the change."""
        obj.changed_at = now()
        super().save_model(request, obj, form, change)


class PostAdmin(Kept):
    """Posts: who holds which role where, from when until when."""

    list_display = ("person", "role", "place", "since", "until")
    list_filter = ("role",)
    search_fields = ("person__name", "place__name")
    autocomplete_fields = ("person", "place")
    list_select_related = ("person", "place")


class LimitAdmin(Rulebook):
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


class DayAdmin(Rulebook):
    """Days on which this installation knows better than the library."""

    list_display = ("day", "is_workday", "reason")
    date_hierarchy = "day"


class NamedAdmin(Kept):
    """People, units and classes: found by name."""

    search_fields = ("name",)
    ordering = ("name", "pk")


class MemberAdmin(Kept):
    """Who works for which unit."""

    list_display = ("person", "organisation", "duty", "since", "until")
    autocomplete_fields = ("person", "organisation")
    list_select_related = ("person", "organisation")


console.register(Place, PlaceAdmin)
console.register(Person, NamedAdmin)
console.register(Post, PostAdmin)
console.register(Organisation, NamedAdmin)
console.register(Member, MemberAdmin)
console.register(Qualification, Kept)
console.register(Category, NamedAdmin)
console.register(LimitRule, LimitAdmin)
console.register(CalendarDay, DayAdmin)
console.register(AnnouncedYear, Rulebook)
