"""Files on their way out and in: downloads, and the workbook somebody wants filled."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.lists.actions import Export
from huying.lists.filling.opening import LARGEST
from huying.lists.queries import Opened
from huying.lists.templating import fill, keep_template
from huying.web.refusals import TITLES, plain


class TemplateForm(forms.Form):
    """A workbook of one's own, and whether it is kept for the next time, under which name."""

    file = forms.FileField(
        label=_("Your Excel workbook"), widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )
    name = forms.CharField(
        label=_("Keep it under this name"), required=False, max_length=60,
        help_text=_("Leave it empty to use the workbook only once."),
    )  # fmt: skip


def as_download(made: Export) -> FileResponse:
    """The file, to be saved; nobody in between keeps it."""
    response = FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.media_type)  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response


def from_form(found: Opened, form: TemplateForm, *, by: Actor, at: datetime) -> Export | None:
    """The workbook filled, and kept where a name was given; None with the reasons on the form."""
    if not form.is_valid():
        return None
    sent, name = form.cleaned_data["file"], form.cleaned_data["name"]
    if sent.size > LARGEST:
        form.add_error("file", plain("the file is too large"))
        return None
    data: bytes = sent.read()
    try:
        if name:
            keep_template(found, name, data, by=by, at=at)
        return fill(found, sent.name or "", data, by=by, at=at)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        _tell(form, refusal)
        return None


def _tell(form: Any, refusal: Refused) -> None:
    """Each reason on its field; what concerns a cell of the workbook with the cell's address."""
    for said, why in refusal.fields.items():
        reason = plain(why) or str(TITLES[refusal.code])
        if said in form.fields:
            form.add_error(said, reason)
        else:
            form.add_error("file", f"{said}: {reason}")
    if not refusal.fields:
        form.add_error(None, plain(refusal.reason) or str(TITLES[refusal.code]))
