"""The files of an order on their way out and in."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from huying.files.queries import one, opened
from huying.files.states import MOMENT_LABELS, Moment, Variant
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import Limits, Sent
from huying.orders.models import Order
from huying.orders.models.order import KIND


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class PhotosForm(forms.Form):
    """Photos of the place before or after the work."""

    files = forms.FileField(
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


def read_files(files: list[UploadedFile]) -> list[Sent]:
    """What was sent, read into memory; refused `invalid` before reading what is too large."""
    if any((file.size or 0) > settings.UPLOAD_MAX_BYTES for file in files):
        raise Refused(Code.INVALID, "too large", fields={"files": "the file is too large"})
    return [Sent(file.name or "", file.read()) for file in files]


def limits() -> Limits:
    """How large a file may be here."""
    return Limits(settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_PIXELS)
