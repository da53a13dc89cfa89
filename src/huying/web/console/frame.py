"""What every page of the console shares: who may enter, what may be done, what is read afresh."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.views import LogoutView
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huying.clocks import queries as rulebook
from huying.kernel.actor import ActorKind
from huying.kernel.refusals import Code, Refused
from huying.notices import routing
from huying.orders import directory, letters, named, proposing
from huying.orders.actions import placing
from huying.people import queries as people
from huying.people.roles import Grant
from huying.places import queries as tree
from huying.web.doors import staff, turned_away


class ConsoleSite(AdminSite):
    """Open to those who hold the grant to configure, whatever other flags say."""

    site_header = _("Huying console")
    site_title = _("Console")
    index_title = _("What can be changed without code")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the caller may configure anywhere."""
        actor = staff(request)
        return actor.kind is ActorKind.STAFF and actor.may_anywhere(Grant.CONFIGURE)

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """No door of its own: to the staff's door, second factor and all.

        Refused `not-yours` for whoever is signed in and may not configure.
        """
        target = request.GET.get("next", "") or reverse("console:index")
        if staff(request).kind is ActorKind.STAFF:
            if self.has_permission(request):
                return redirect("console:index")
            raise Refused(Code.NOT_YOURS, "the console is for those who keep the system")
        return turned_away(request, back=target)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Where everybody changes theirs."""
        return redirect("account:password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """As above."""
        return redirect("account:mine")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The way out is everybody's too."""
        return LogoutView.as_view()(request)


console = ConsoleSite(name="console")


def read_afresh() -> None:
    """Forget what this process keeps in memory, once the change stands: it counts at once.

    Other processes forget by themselves within `RULEBOOK_SECONDS`.
    """
    for kept in (rulebook, directory, proposing, named, letters, placing, routing, tree, people):
        transaction.on_commit(kept.forget)


class Found(AutocompleteSelect):
    """A row found by typing; while none is chosen the box says so, to a screen reader as well."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """What the script that draws the box reads."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-placeholder": gettext("Please choose")}


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

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **named: Any
    ) -> ModelChoiceField[Any] | None:
        """Our own box where rows are found by typing."""
        if db_field.name in self.get_autocomplete_fields(request):
            named["widget"] = Found(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **named)

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: ModelForm[Any],
        change: bool,  # noqa: FBT001 -- Django calls it so
    ) -> None:
        """Save, and let it count at once."""
        super().save_model(request, obj, form, change)
        read_afresh()

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Additions are told by the rows themselves."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Changes are told by the rows themselves."""
