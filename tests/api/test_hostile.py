import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huying.api.problems import Turned
from huying.api.reading import DEEPEST, check_texts
from huying.kernel.refusals import Refused
from huying.orders.models import Order
from huying.orders.offers import every_move
from huying.orders.states import OrderState
from tests.api.calling import ROOT, Caller, content, refusal
from tests.builders import Cast
from tests.places.town import undone

S = OrderState
PLACE = b'"place": "990101001001001-B3"'


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "incomplete"),
        (b"{", 400, "malformed"),
        (b"\xff\xfe{}", 400, "malformed"),
        (b"\xef\xbb\xbf{}", 400, "malformed"),
        ('{"text": "灯"}'.encode("gbk"), 400, "malformed"),
        ('{"text": "灯"}'.encode("utf-16"), 400, "malformed"),
        (b'{"text": "a\x00b", ' + PLACE + b"}", 400, "malformed"),
        (b'{"text": NaN, ' + PLACE + b"}", 400, "malformed"),
        (b'{"text": "x", "lng": Infinity, "lat": 1}', 400, "malformed"),
        (b'{"lng": ' + b"9" * 5000 + b"}", 400, "malformed"),
        (b"[" * 100_000, 400, "malformed"),
        (b"[" * 100_000 + b"]" * 100_000, 400, "malformed"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, 400, "malformed"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), 400, "malformed"),
        (b'{"text": "\\ud800", ' + PLACE + b"}", 422, "invalid"),
        (b'{"text": "a\\u0000b", ' + PLACE + b"}", 422, "invalid"),
        (b'{"text": "x", "place": "\\u0000"}', 422, "invalid"),
        (b'{"\\udfff": 1, "text": "x", ' + PLACE + b"}", 422, "invalid"),
        (b'{"text": "x", "lng": ' + b"9" * 400 + b', "lat": 1}', 422, "invalid"),
        (b'{"text": "x", "lng": 1e999, "lat": 1}', 422, "invalid"),
        (b"[]", 422, "invalid"),
        (b'"text"', 422, "invalid"),
        (b"null", 422, "invalid"),
    ],
)
def test_a_body_that_is_no_order_is_refused_and_never_breaks_anything(
    visitor: Caller, body: bytes, status: int, code: str
) -> None:
    assert refusal(visitor.post("/orders", body))[:2] == (status, code)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/orders", b'{"text": "a\\u0000b", ' + PLACE + b"}", "text"),
        ("/orders", b'{"text": "x", "on_behalf_of": {"name": "\\ud800"}}', "on_behalf_of"),
        ("/orders", b'{"text": "x", "files": [{"name": "\\udc00", "data": ""}]}', "files"),
        ("/orders", b'{"\\udfff": 1}', "body"),
        ("/orders/AAA-AAAA/moves/dispatch", b'{"lead": "\\u0000"}', "lead"),
    ],
)
def test_a_text_no_database_can_keep_is_turned_away_at_the_door(
    visitor: Caller, path: str, body: bytes, field: str
) -> None:
    answer = visitor.post(path, body)
    assert refusal(answer) == (422, "invalid", [field])
    assert content(answer)["fields"] == {field: "contains characters that cannot be kept"}


def test_a_megabyte_of_words_is_too_long_and_three_are_too_large(visitor: Caller) -> None:
    for size, expected in (
        (10**6, (422, "invalid", ["text"])),
        (3 * 10**6, (413, "too-large", [])),
    ):
        body = json.dumps({"text": "x" * size, "place": "990101001001001-B3"}).encode()
        assert refusal(visitor.post("/orders", body)) == expected


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "application/xml", "", "application/jsonx"],
)
def test_a_body_of_another_type_is_not_guessed_at(visitor: Caller, kind: str) -> None:
    body = json.dumps({"text": "灯", "place": "990101001001001-B3"}).encode()
    answer = visitor.client.generic("POST", f"{ROOT}/orders", body, content_type=kind)
    assert refusal(answer) == (415, "wrong-type", [])


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "Application/JSON", "application/vnd.x+json"]
)
def test_json_may_say_more_about_itself(visitor: Caller, kind: str) -> None:
    body = json.dumps({"text": "灯坏了", "place": "990101001001001-B3"}).encode()
    answer = visitor.client.generic("POST", f"{ROOT}/orders", body, content_type=kind)
    assert answer.status_code == 201


def test_broken_multipart_is_malformed(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    path = f"{ROOT}/orders/{order.number}/files"
    for kind, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=\xff", b"x"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b--',
        ),
    ):
        answer = lin.client.generic("POST", path, body, content_type=kind, headers=lin.headers)
        assert answer.status_code in {400, 415, 422}
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_more_parts_than_anyone_sends_are_too_many(lin: Caller, cast: Cast) -> None:
    order = cast.place()
    part = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nx\r\n'
    answer = lin.client.generic(
        "POST", f"{ROOT}/orders/{order.number}/files", part * 300 + b"--b--",
        content_type="multipart/form-data; boundary=b", headers=lin.headers,
    )  # fmt: skip
    assert refusal(answer)[0] in {400, 413}


def test_a_thousand_parameters_are_malformed(lin: Caller, cast: Cast) -> None:
    query = "&".join(f"a{number}=1" for number in range(1500))
    answer = lin.client.get(f"{ROOT}/orders?{query}", headers=lin.headers)
    assert refusal(answer) == (400, "malformed", [])


def test_broken_utf8_in_the_address_is_only_a_strange_text(lin: Caller, cast: Cast) -> None:
    answer = lin.client.get(f"{ROOT}/orders?q=%ff%fe", headers=lin.headers)
    assert content(answer) == {"items": [], "next_cursor": None}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([
    "text", "place", "lng", "lat", "kind", "category", "contact_name", "contact_phone", "channel",
    "confidential", "on_behalf_of", "files", "address", "x",
])  # fmt: skip
# One cast serves all examples: each takes back what it wrote.
in_one_story = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(in_one_story, max_examples=30)
@given(body=st.dictionaries(FIELDS, json_values, max_size=4))
def test_whatever_json_comes_an_order_or_a_problem_goes(
    visitor: Caller, body: dict[str, Any]
) -> None:
    whole = {"text": "灯坏了", "place": "990101001001001-B3"} | body
    with undone():
        answer = visitor.post("/orders", json.dumps(whole).encode(errors="surrogatepass"))
    assert answer.status_code in {201, 400, 403, 422}


@given(st.text(st.characters(exclude_categories=[], exclude_characters="\x00")))
def test_a_text_passes_exactly_when_it_can_be_written(text: str) -> None:
    try:
        text.encode()
        fit = True
    except UnicodeEncodeError:
        fit = False
    try:
        check_texts({"words": [{"deep": text}]})
        passed = True
    except (Refused, Turned):
        passed = False
    assert passed == fit


MOVE_VALUES = (
    st.sampled_from(["", "x", "0101", "hengan", "\u202e", "2026-13-01", "9" * 5000]) | json_values
)


@settings(in_one_story, max_examples=30)
@given(data=st.data())
def test_whatever_a_move_carries_it_is_made_or_refused(
    lin: Caller, secretary: Caller, zhou: Caller, cast: Cast, data: st.DataObject
) -> None:
    with undone():
        state = data.draw(st.sampled_from([S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS]))
        order = cast.order_in(state)
        caller = data.draw(st.sampled_from([lin, secretary, zhou]))
        offer = data.draw(st.sampled_from(every_move()))
        names = st.sampled_from([*offer.needs, *offer.may, "version", "x"])
        body = data.draw(st.dictionaries(names, MOVE_VALUES, max_size=4))
        sent = json.dumps(body).encode(errors="surrogatepass")
        answer = caller.post(f"/orders/{order.number}/moves/{offer.name}", sent)
    assert answer.status_code in {200, 400, 403, 404, 409, 422, 429}
