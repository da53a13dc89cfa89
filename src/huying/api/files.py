"""`/orders/{number}/files`: what was sent with an order, sending more, and the bytes."""

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import Router

from huying.api.answers import answer, told
from huying.api.callers import ANYONE, opened
from huying.api.orders import limits
from huying.api.problems import TOO_LARGE, Turned
from huying.api.reading import read_form
from huying.api.refusable import refusals
from huying.api.replies import FileOut
from huying.api.schemas import files_body
from huying.files.queries import opened as opened_file
from huying.files.states import Kind, Moment, Variant
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import Sent, attach, shown_files

router = Router(tags=["files"])


@router.get(
    "/orders/{number}/files",
    operation_id="list_files",
    response={200: list[FileOut], **refusals(400, 401, 404, 422, 429)},
    openapi_extra=ANYONE,
)
def list_files(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """List the files of an order; those the caller may see, in the order they came."""
    found = opened(request, number, code, with_helpers=False)
    files = shown_files(found.order, by_right=found.by_right)
    return answer([_file(file, found.order.number) for file in files])


@router.post(
    "/orders/{number}/files",
    operation_id="add_files",
    response={
        201: list[FileOut],
        **refusals(400, 401, 403, 404, 409, 413, 415, 422, 429),
    },
    openapi_extra=ANYONE | {"requestBody": files_body()},
)
def add_files(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """Add files; all or none. Photos lose what their camera wrote into them."""
    found = opened(request, number, code)  # first of all: a stranger's files are not even read
    form = read_form(request)
    kept = attach(
        found.order, _sent(request), by=found.actor, at=now(), limits=limits(),
        moment=form.get("moment", Moment.OTHER), public=_public(form),
    )  # fmt: skip
    return answer([_file(file, found.order.number) for file in kept], 201)


def _public(form: Mapping[str, str]) -> bool:
    said = form.get("public", "false").lower()
    if said not in {"true", "false"}:
        reason = _("must be true or false")
        raise Refused(Code.INVALID, reason, fields={"public": reason})
    return said == "true"


def _sent(request: HttpRequest) -> list[Sent]:
    files = request.FILES.getlist("files")
    if any((file.size or 0) > limits().max_bytes for file in files):
        raise Turned(413, TOO_LARGE, _("the file is too large"))
    return [Sent(file.name or "", file.read()) for file in files]


@router.get(
    "/orders/{number}/files/{file_id}",
    operation_id="open_file",
    response={200: bytes, **refusals(400, 401, 404, 422, 429)},
    openapi_extra=ANYONE,
)
def open_file(
    request: HttpRequest,
    number: str,
    file_id: str,
    code: str = "",
    variant: Variant = Variant.ORIGINAL,
) -> FileResponse:
    """Fetch one file; images to be shown, documents to be saved."""
    found = opened(request, number, code, with_helpers=False)
    files = shown_files(found.order, by_right=found.by_right)
    upload = next((file for file in files if str(file.pk) == file_id), None)
    if upload is None:
        raise Refused(Code.UNKNOWN, _("there is no such file"))
    shown = opened_file(upload, variant)
    return FileResponse(shown.stream, content_type=shown.media_type, headers=shown.headers)


def _file(file: Any, number: str) -> dict[str, Any]:
    url = reverse("api:open_file", args=[number, file.pk])
    picture = file.kind == Kind.IMAGE
    return {
        "id": str(file.pk), "name": file.original_name, "kind": file.kind,
        "media_type": file.media_type, "size": file.size, "width": file.width,
        "height": file.height, "moment": file.moment, "public": file.public,
        "uploaded_at": told(file.uploaded_at), "uploaded_by": file.uploaded_by_label,
        "sha256": file.sha256, "url": url,
        "thumbnail_url": f"{url}?variant={Variant.THUMBNAIL.value}" if picture else None,
    }  # fmt: skip
