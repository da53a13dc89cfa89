"""Looking after a place's templates, and filling one: kept, used again, put away, on record."""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from huying.files import actions as files
from huying.files import queries as stored
from huying.files.states import Moment, Variant
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.lists.actions import Export, asked_in_words, frozen_rows, hand_out
from huying.lists.definitions import Row
from huying.lists.filling import Names, check, filled, names_of, sample
from huying.lists.filling.opening import LARGEST
from huying.lists.models import LONGEST_NAME, Template
from huying.lists.policy import keeper_of_templates
from huying.lists.queries import Opened
from huying.lists.states import Format
from huying.lists.writing import MEDIA_TYPES
from huying.trail.actions import append

KIND = "list_template"
WAY_OUT = "template"


def fill(found: Opened, name: str, data: bytes, *, by: Actor, at: datetime) -> Export:
    """The workbook filled with this list, on record as any file made of it.

    Refused as `filling.filled`, with the cell in the field's name.
    """
    rows = frozen_rows(found)
    whole = filled(name, data, _names(found, rows, by, at), rows, at=at)
    sha256 = hashlib.sha256(whole).hexdigest()
    hand_out(found, WAY_OUT, len(rows), sha256, by=by, at=at)
    said = f"{found.definition.name}-{at:%Y%m%d}.xlsx"
    return Export(BytesIO(whole), said, MEDIA_TYPES[Format.XLSX], len(rows), sha256)


def fill_kept(found: Opened, template: Template, *, by: Actor, at: datetime) -> Export:
    """As `fill`, into a template that was kept."""
    return fill(found, f"{template.name}.xlsx", bytes_of(template), by=by, at=at)


def keep_template(found: Opened, name: str, data: bytes, *, by: Actor, at: datetime) -> Template:
    """Keep a workbook that fits the list, for its place and all below, to be used again.

    Refused `not-yours` without a desk there, `invalid` on `name`, `conflict` for a name that is
    taken, and as `fill`.
    """
    place = found.asked.place
    if place is None or not keeper_of_templates(by, place.path):
        raise Refused(Code.NOT_YOURS, "templates of this place are not yours to keep")
    called = " ".join(name.split()).removesuffix(".xlsx").strip()
    if not called or len(called) > LONGEST_NAME or not called.isprintable():
        raise Refused(Code.INVALID, fields={"name": _("a name has 1 to 60 printable characters")})
    check(f"{called}.xlsx", data, _names(found, [], by, at))
    admitted = files.admit(f"{called}.xlsx", data, max_bytes=LARGEST, max_pixels=1)
    kept = Template(
        list_name=found.definition.name, place=place, name=called, kept_at=at, by_label=by.name
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
            upload = files.keep(
                admitted, subject_kind=KIND, subject_id=kept.pk, moment=Moment.OTHER.value,
                public=False, by_label=by.name, at=at,
            )  # fmt: skip
            given = {"list": kept.list_name, "place": place.code, "name": called}
            append(KIND, kept.pk, "keep", by=by, at=at, given=given | {"digest": upload.sha256})
    except IntegrityError as problem:
        taken = _("this place keeps a template of this name already")
        raise Refused(Code.CONFLICT, taken, fields={"name": taken}) from problem
    return kept


def put_away(template: Template, *, by: Actor, at: datetime) -> None:
    """Take a template out of use; refused `not-yours`, `wrong-state` when it is already."""
    if not keeper_of_templates(by, template.place.path):
        raise Refused(Code.NOT_YOURS, "templates of this place are not yours to keep")
    with transaction.atomic():
        if not Template.objects.filter(pk=template.pk, put_away_at=None).update(put_away_at=at):
            raise Refused(Code.WRONG_STATE, "this template was put away already")
        append(KIND, template.pk, "put_away", by=by, at=at)


def bytes_of(template: Template) -> bytes:
    """The workbook as it was kept; refused `unknown` when its bytes are gone."""
    upload = stored.of(KIND, template.pk, public_only=False).first()
    if upload is None:
        raise Refused(Code.UNKNOWN, "there is no such file")
    with stored.opened(upload, Variant.ORIGINAL).stream as stream:
        return bytes(stream.read())


def begun(found: Opened) -> Export:
    """A template to begin with: every column this reader sees, and no row."""
    whole = sample(str(found.title), found.columns)
    sha256 = hashlib.sha256(whole).hexdigest()
    name = f"{found.definition.name}-template.xlsx"
    return Export(BytesIO(whole), name, MEDIA_TYPES[Format.XLSX], 0, sha256)


def _names(found: Opened, rows: list[Row], by: Actor, at: datetime) -> Names:
    place = found.asked.place
    said: dict[str, Any] = {
        "title": str(found.title), "place": place.name if place else "—",
        "place.code": place.code if place else "", "who": by.name,
    }  # fmt: skip
    asked = {each.key: (each.label, asked_in_words(found, each.key)) for each in found.definition.filters}  # fmt: skip
    return names_of(found.columns, rows, said=said, filters=asked, at=at)
