"""Files on their way in from a form: none is read into memory that may not be kept."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import Limits, Sent


def limits() -> Limits:
    """How large a file may be here."""
    return Limits(settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_PIXELS)


def read(files: Sequence[UploadedFile[Any]]) -> list[Sent]:
    """What was sent; refused `invalid` on `files` before anything too large is read."""
    if any((file.size or 0) > settings.UPLOAD_MAX_BYTES for file in files):
        raise Refused(Code.INVALID, "too large", fields={"files": "the file is too large"})
    return [Sent(file.name or "", file.read()) for file in files]
