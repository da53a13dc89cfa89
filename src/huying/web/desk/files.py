"""The files of an order on their way out and in."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from huying.files.queries import one, opened
from huying.files.states import MOMENT_LABELS, Moment, Variant
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import attach
from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.web.refusals import onto_form
from huying.web.uploads import limits, read


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files at once; what each is, and how many there may be, is asked where they are kept."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files that were sent, none or several."""
        return [file for file in (data if isinstance(data, list) else [data]) if file]


class PhotosForm(forms.Form):
    """Photos of the place before or after the work."""

    photos = Files(
        label=_("Photos"), required=False, widget=SeveralFiles(attrs={"accept": "image/*"})
    )
    moment = forms.ChoiceField(
        label=_("What they show"),
        choices=[(moment.value, MOMENT_LABELS[moment]) for moment in Moment],
        initial=Moment.AFTER.value,
    )


def file_response(order: Order, upload_id: int, variant: str) -> FileResponse:
    """A file of this order; refused `unknown` for any other."""
    upload = one(upload_id)
    if (upload.subject_kind, upload.subject_id) != (KIND, order.pk) or variant not in set(Variant):
        raise Refused(Code.UNKNOWN, "there is no such file")
    shown = opened(upload, Variant(variant))
    return FileResponse(shown.stream, content_type=shown.media_type, headers=shown.headers)


def sent_files(order: Order, form: PhotosForm, *, by: Actor, at: datetime) -> None:
    """Attach what was sent; what is wrong with it stands on the form. Refused `not-yours`."""
    if not form.is_valid():
        return
    files = form.cleaned_data["photos"]
    try:
        moment = form.cleaned_data["moment"]
        attach(order, read(files), by=by, at=at, limits=limits(), moment=moment)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        onto_form(form, refusal, {"files": "photos"})
