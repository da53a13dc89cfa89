"""Places in the console: names, points and boundaries; the tree itself grows by import."""

from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.forms import CharField, FloatField, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huying.kernel.now import now
from huying.kernel.refusals import Refused
from huying.places.actions import checked_fact
from huying.places.drawing import outline_of, text_of
from huying.places.models import Place
from huying.web.console.frame import Kept
from huying.web.refusals import TITLES, plain

_POINT = {"lng", "lat"}


class PlaceForm(ModelForm[Place]):
    """A place whose boundary is a text, GeoJSON or WKT, as maps give it away."""

    boundary = CharField(
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 6, "spellcheck": "false"}),
        label=_("Boundary"),
        help_text=_(
            "GeoJSON or WKT: a polygon or several, longitude before latitude, WGS-84. The point "
            "follows a new boundary; empty takes the boundary away."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["boundary"] = text_of(self.instance.boundary)
        for field, limit in (("lng", 180), ("lat", 90)):
            label = self.fields[field].label
            self.fields[field] = FloatField(
                label=label, required=False, min_value=-limit, max_value=limit
            )

    def clean_name(self) -> str:
        """The name, as places have names."""
        return self._sound("name")

    def clean_address(self) -> str:
        """The address, as places have addresses."""
        return self._sound("address")

    def clean_boundary(self) -> dict[str, Any] | None:
        """The outline the text draws; a new one takes the point along."""
        try:
            outline = outline_of(self.cleaned_data["boundary"])
        except Refused as refusal:
            raise _said("boundary", refusal) from refusal
        if outline and "boundary" in self.changed_data and not _POINT & set(self.changed_data):
            self.cleaned_data |= {"lng": outline.lng, "lat": outline.lat}
        return outline.geojson if outline else None

    def clean(self) -> None:
        """Refuse half a point."""
        said = super().clean() or self.cleaned_data
        for field in _POINT & set(said):
            (other,) = _POINT - {field}
            if said[field] is None and said.get(other) is not None:
                self.add_error(field, _("A point has both longitude and latitude."))

    def _sound(self, field: str) -> str:
        try:
            return checked_fact(field, self.cleaned_data[field])
        except Refused as refusal:
            raise _said(field, refusal) from refusal


def _said(field: str, refusal: Refused) -> ValidationError:
    return ValidationError(plain(refusal.fields[field]) or str(TITLES[refusal.code]))


class PlaceAdmin(Kept):
    """Places: names and boundaries are changed here; the tree grows by import."""

    form = PlaceForm
    list_display = ("name", "code", "level", "retired_on")
    list_filter = ("level",)
    search_fields = ("name", "code")
    fields = ("name", "code", "level", "address", "lng", "lat", "boundary", "retired_on")
    readonly_fields = ("code", "level")
    ordering = ("path",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A place needs its parent: it is added by an import."""
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
