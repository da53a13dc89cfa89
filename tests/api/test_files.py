from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from huying.files.models import Upload
from huying.orders.states import OrderState
from huying.trail.queries import chain
from huying.trail.rules import first_break
from tests.api.calling import ROOT, Caller, content, refusal
from tests.builders import Cast
from tests.files.samples import photo

S = OrderState


def sent(name: str = "灯.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo() if data is None else data, "image/jpeg")


def test_a_resident_adds_photos_and_sees_them(visitor: Caller, cast: Cast) -> None:
    order = cast.place()
    path = f"/orders/{order.number}/files?code={order.query_code}"
    answer = visitor.send(path, files=[sent(), sent("b.jpg")], moment="before")
    listed = content(visitor.get(f"/orders/{order.number}/files", code=order.query_code))
    kept = Upload.objects.order_by("id").first()
    assert answer.status_code == 201
    assert content(answer) == listed
    assert kept is not None
    assert listed[0] == {
        "id": str(kept.pk),
        "name": "灯.jpg",
        "kind": "image",
        "media_type": "image/jpeg",
        "size": kept.size,
        "width": 80,
        "height": 40,
        "moment": "before",
        "public": False,
        "uploaded_at": listed[0]["uploaded_at"],
        "uploaded_by": "resident",
        "sha256": kept.sha256,
        "url": f"/api/v1/orders/{order.number}/files/{kept.pk}",
        "thumbnail_url": f"/api/v1/orders/{order.number}/files/{kept.pk}?variant=thumbnail",
    }
    records = chain("files", order.pk)
    assert [record.given["sha256"] for record in records] == [file["sha256"] for file in listed]
    assert first_break(records) is None


def test_the_bytes_come_with_headers_that_keep_them_harmless(visitor: Caller, cast: Cast) -> None:
    order = cast.place()
    path = f"/orders/{order.number}/files?code={order.query_code}"
    file = content(visitor.send(path, files=[sent()]))[0]
    url = file["url"].removeprefix("/api/v1")
    answer = visitor.get(url, code=order.query_code)
    body = BytesIO(b"".join(answer.streaming_content)).getvalue()
    assert len(body) == file["size"]
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert refusal(visitor.get(url)) == (404, "unknown", [])


def test_a_file_of_another_order_is_not_found(visitor: Caller, cast: Cast) -> None:
    order, other = cast.place(), cast.place()
    path = f"/orders/{order.number}/files?code={order.query_code}"
    file = content(visitor.send(path, files=[sent()]))[0]
    stolen = f"/orders/{other.number}/files/{file['id']}"
    assert refusal(visitor.get(stolen, code=other.query_code)) == (404, "unknown", [])
    for wrong in ("0", "-1", "x", "9" * 400):
        answer = visitor.get(f"/orders/{order.number}/files/{wrong}", code=order.query_code)
        assert refusal(answer) == (404, "unknown", [])


def test_the_resident_does_not_see_what_staff_keep_among_themselves(
    visitor: Caller, zhou: Caller, lin: Caller, cast: Cast
) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    path = f"/orders/{order.number}/files"
    zhou.send(path, files=[sent("inside.jpg")], moment="other")
    zhou.send(path, files=[sent("after.jpg")], moment="after")
    lin.send(path, files=[sent("shown.jpg")], public="true")
    seen = content(visitor.get(path, code=order.query_code))
    assert [file["name"] for file in seen] == ["after.jpg", "shown.jpg"]
    assert [file["name"] for file in content(zhou.get(path))] == [
        "inside.jpg",
        "after.jpg",
        "shown.jpg",
    ]


def test_only_the_desk_shows_files_to_everyone(visitor: Caller, zhou: Caller, cast: Cast) -> None:
    order = cast.order_in(S.IN_PROGRESS)
    path = f"/orders/{order.number}/files"
    assert refusal(zhou.send(path, files=[sent()], public="true"))[:2] == (403, "not-yours")
    answer = visitor.send(f"{path}?code={order.query_code}", files=[sent()], public="true")
    assert refusal(answer)[:2] == (403, "not-yours")
    assert not Upload.objects.exists()


def test_a_helping_unit_adds_files_and_a_stranger_does_not(
    gu: Caller, zhou: Caller, visitor: Caller, cast: Cast
) -> None:
    order = cast.order_in(S.ACCEPTED)
    cast.move(order, "dispatch", cast.lin, lead="chengguan", helpers=["hengan"], reason="市政")
    path = f"/orders/{order.number}/files"
    assert zhou.send(path, files=[sent()]).status_code == 201
    assert refusal(gu.send(path, files=[sent()])) == (404, "unknown", [])
    assert refusal(visitor.send(path, files=[sent()])) == (404, "unknown", [])


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.VOIDED, S.MERGED, S.ARCHIVED])
def test_an_order_that_is_over_takes_no_more_files(
    lin: Caller, cast: Cast, state: OrderState
) -> None:
    order = cast.order_in(state)
    answer = lin.send(f"/orders/{order.number}/files", files=[sent()])
    assert refusal(answer) == (409, "wrong-state", [])


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.jpg", b""), ("a.jpg", b"PK\x03\x04 a zip"), ("a.exe", b"MZ\x90"), ("a.pdf", photo())],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_none_is_kept(
    lin: Caller, cast: Cast, name: str, data: bytes
) -> None:
    order = cast.place()
    answer = lin.send(f"/orders/{order.number}/files", files=[sent(), sent(name, data)])
    assert refusal(answer) == (422, "invalid", ["files"])
    assert not Upload.objects.exists()


def test_a_file_is_needed_and_not_more_than_nine(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    path = f"/orders/{order.number}/files"
    assert refusal(lin.send(path)) == (422, "incomplete", ["files"])
    assert refusal(lin.send(path, files=[sent()] * 10)) == (422, "invalid", ["files"])


def test_a_file_larger_than_allowed_is_too_large(
    lin: Caller, cast: Cast, settings: Settings
) -> None:
    settings.UPLOAD_MAX_BYTES = 200
    order = cast.place()
    answer = lin.send(f"/orders/{order.number}/files", files=[sent()])
    assert refusal(answer) == (413, "too-large", [])


def test_a_field_of_the_form_that_cannot_be_read_is_named(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    path = f"/orders/{order.number}/files"
    for field, value in (("moment", "never"), ("public", "perhaps"), ("moment", "\x00")):
        answer = lin.send(path, files=[sent()], **{field: value})
        assert refusal(answer) == (422, "invalid", [field])


def test_what_a_stranger_sends_is_not_even_read(visitor: Caller, cast: Cast) -> None:
    order = cast.place()
    path = f"{ROOT}/orders/{order.number}/files"
    garbage = visitor.client.generic("POST", path, b"x", content_type="multipart/form-data")
    assert refusal(garbage) == (404, "unknown", [])


def test_more_than_nine_files_can_weigh_is_turned_away_unread(
    lin: Caller, cast: Cast, settings: Settings
) -> None:
    settings.UPLOAD_MAX_BYTES = 1
    order = cast.place()
    answer = lin.send(f"/orders/{order.number}/files", files=[sent(data=b"x" * 70_000)])
    assert refusal(answer) == (413, "too-large", [])


def test_files_come_as_a_form(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    answer = lin.post(f"/orders/{order.number}/files", {"files": []})
    assert refusal(answer) == (415, "wrong-type", [])
