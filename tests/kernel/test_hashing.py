"""One canonical form for a value, and chains of records that show any change."""

import hashlib
import json
import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.hashing import GENESIS, canonical, chained, digest, is_hash, salted

CHINA = timezone(timedelta(hours=8))
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"名": "呼应 \U0001f600"}, '{"名":"呼应 \U0001f600"}'),
        (datetime(2026, 3, 3, 8, tzinfo=CHINA), '"2026-03-03T00:00:00.000000+00:00"'),
        (datetime(2026, 3, 3, 0, 0, 0, 7, tzinfo=UTC), '"2026-03-03T00:00:00.000007+00:00"'),
        (date(2026, 3, 3), '"2026-03-03"'),
        (Decimal("12.30"), '"12.30"'),
        ([Colour.RED, Level.HIGH, {Colour.RED: 1}], '["red",3,{"red":1}]'),
        (("a", 1.5, 2.0, -0.0), '["a",1.5,2,0]'),
        (1e22, "10000000000000000000000"),
    ],
    ids=str,
)
def test_the_canonical_form(value: object, expected: str) -> None:
    assert canonical(value).decode() == expected


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        Decimal("NaN"),
        Decimal("Infinity"),
        datetime(2026, 3, 3),  # noqa: DTZ001
        time(8, 30),
        {1: "a"},
        {None: "a"},
        {"a", "b"},
        b"bytes",
        object(),
        [{"deep": [math.nan]}],
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@given(VALUES)
def test_a_value_stored_as_json_and_read_back_has_the_same_form(value: object) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.dictionaries(WORDS, VALUES, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, object], shuffler: Random) -> None:
    keys = list(value)
    shuffler.shuffle(keys)
    assert canonical({key: value[key] for key in keys}) == canonical(value)


def test_a_digest_is_sha_256_in_hex() -> None:
    expected = hashlib.sha256("呼应".encode()).hexdigest()
    assert digest("呼应".encode()) == expected
    assert [is_hash(expected), is_hash(GENESIS), is_hash(expected.upper()), is_hash("a" * 63)] == [
        True,
        True,
        False,
        False,
    ]


def test_a_chain_link_hashes_the_previous_hash_and_the_body() -> None:
    body = {"move": "accept", "seq": 1}
    raw = bytes(32) + b'{"move":"accept","seq":1}'
    assert chained(GENESIS, body) == hashlib.sha256(raw).hexdigest()


def test_a_link_to_something_that_is_no_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a hash"):
        chained("", {})


@given(st.lists(st.dictionaries(WORDS, VALUES, max_size=3), min_size=1, max_size=5), st.data())
def test_a_changed_body_changes_every_hash_from_there_on(
    bodies: list[dict[str, object]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(bodies) - 1))
    changed = [dict(body) for body in bodies]
    changed[place]["altered"] = canonical(bodies[place].get("altered")).decode() + "!"
    before, after = _chain(bodies), _chain(changed)
    assert [a == b for a, b in zip(before, after, strict=True)] == [
        n < place for n in range(len(bodies))
    ]


def test_salted_words_differ_by_word_and_by_salt_and_need_a_salt() -> None:
    hashes = [salted(text, salt) for text in ("丁香路 1 号", "") for salt in ("one", "two")]
    assert len(set(hashes)) == 4
    assert all(is_hash(text) for text in hashes)
    assert salted("丁香路 1 号", "one") == hashes[0]
    with pytest.raises(ValueError, match="salt"):
        salted("丁香路 1 号", "")


def _chain(bodies: list[dict[str, object]]) -> list[str]:
    hashes = [GENESIS]
    for body in bodies:
        hashes.append(chained(hashes[-1], body))
    return hashes[1:]
