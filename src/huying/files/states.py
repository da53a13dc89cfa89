"""The closed words of this room: when a file shows its subject, what it is, how it is shown."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Moment(StrEnum):
    """Whether a file shows its subject before the work, after it, or neither."""

    BEFORE = "before"
    AFTER = "after"
    OTHER = "other"


class Kind(StrEnum):
    """An image is re-encoded and shown in pages; a document is kept as it came and downloaded."""

    IMAGE = "image"
    DOCUMENT = "document"


class Variant(StrEnum):
    """Which bytes of an upload are asked for."""

    ORIGINAL = "original"
    THUMBNAIL = "thumbnail"


MOMENT_LABELS: dict[Moment, str | Promise] = {
    Moment.BEFORE: _("Before"),
    Moment.AFTER: _("After"),
    Moment.OTHER: _("Other"),
}
KIND_LABELS: dict[Kind, str | Promise] = {
    Kind.IMAGE: _("Image"),
    Kind.DOCUMENT: _("Document"),
}
