"""The one table of who is told what: as shipped, as rows, as a file somebody wrote."""

from datetime import timedelta

import pytest

from huying.config.wiring import HANDLERS
from huying.kernel.refusals import Code, Refused
from huying.notices import routing
from huying.notices.handlers import tell
from huying.notices.models import Route
from huying.notices.routing import adopt_shipped, lines_for, parsed, shipped
from huying.orders.wording import UNKNOWN
from tests.builders import Cast

GOOD = """
[[routes]]
event = "order.place"
audience = "resident"
ways = ["sms"]
text = "收到了，单号 {number}"
"""


def test_every_event_people_are_told_of_has_a_line_and_every_line_is_heard() -> None:
    told = {event for event, handlers in HANDLERS.items() if tell in handlers}
    assert {line.event for line in shipped()} == told


def test_rows_go_before_the_file_and_the_newest_valid_one_counts(cast: Cast) -> None:
    today = cast.at.date()
    assert adopt_shipped(today) == len(shipped())
    assert adopt_shipped(today) == 0
    old = Route.objects.get(event="order.place", audience="resident")
    Route.objects.create(
        event=old.event, audience=old.audience, ways=["page"], text="收到了",
        valid_from=today + timedelta(days=1), valid_until=today + timedelta(days=3),
    )  # fmt: skip
    routing.forget()

    def text(days: int) -> list[str]:
        lines = lines_for("order.place", cast.at + timedelta(days=days))
        return [line.text for line in lines if line.audience == "resident"]

    assert [text(0), text(1), text(2), text(3)] == [[old.text], ["收到了"], ["收到了"], [old.text]]
    assert lines_for("order.place", cast.at - timedelta(days=1)) == []


def test_a_line_without_a_row_counts_as_it_is_shipped(cast: Cast) -> None:
    adopt_shipped(cast.at.date())
    Route.objects.filter(event="order.check").delete()
    routing.forget()
    assert [line.audience for line in lines_for("order.check", cast.at)] == ["resident"]


def test_a_file_is_read_whole() -> None:
    (line,) = parsed(GOOD, "ours.toml")
    assert (line.event, line.ways, line.urgent, line.digest) == ("order.place", ("sms",), False, False)  # fmt: skip


@pytest.mark.parametrize(
    ("was", "wrong", "why"),
    [
        ('"resident"', '"mayor"', "audience: there is no audience mayor"),
        ('["sms"]', "[]", "ways: at least one way is needed"),
        ('["sms"]', '"sms"', "ways: at least one way is needed"),
        ('["sms"]', '["mail"]', "ways: one of these ways does not lead to this audience"),
        ("{number}", "{phone}", f"text: {UNKNOWN}"),
        ("{number}", "{number.text}", f"text: {UNKNOWN}"),
        ("{number}", "{number:>99}", f"text: {UNKNOWN}"),
        ("{number}", "{number!r}", f"text: {UNKNOWN}"),
        ("{number}", "{number", f"text: {UNKNOWN}"),
        ("{number}", "number}", f"text: {UNKNOWN}"),
        ("{number}", "{}", f"text: {UNKNOWN}"),
        ("收到了，单号 {number}", "", "text: 1 to 300 characters"),
        ("text", "words", "words: no such key"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_with_its_place_and_key(was: str, wrong: str, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        parsed(GOOD.replace(was, wrong, 1), "ours.toml")
    assert (refusal.value.code, refusal.value.reason) == (Code.INVALID, f"ours.toml line 1: {why}")


def test_an_audience_has_one_line_for_an_event() -> None:
    with pytest.raises(Refused, match=r"ours\.toml line 2: event: this audience has a line"):
        parsed(GOOD + GOOD, "ours.toml")
