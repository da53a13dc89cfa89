"""The dispatch directory proposes who leads; what comes back twice is decided for good."""

from typing import Any

import pytest

from huying.kernel.refusals import Code, Refused
from huying.orders.directory import forget, sent_wrong
from huying.orders.models import Boundary, DirectoryRow, Order, Request
from huying.orders.offers import offers
from huying.orders.proposing import Ground, proposals
from huying.orders.states import AskState, OrderState
from huying.orgs.actions import enlist
from huying.orgs.states import Duty
from huying.trail.models import Record
from tests.builders import LONG_AGO, Cast, Staff, build_cast

S = OrderState
BACK = {"reason": "不归我们", "basis": "职责清单"}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def listed(cast: Cast, **said: Any) -> DirectoryRow:
    row = DirectoryRow.objects.create(
        **{"category": cast.lighting, "lead_kind": "property_company", "valid_from": LONG_AGO}
        | said
    )
    forget()
    return row


def proposed(cast: Cast, order: Order) -> list[tuple[str, Ground]]:
    found = proposals(order, viewer=cast.lin.actor, at=cast.at)
    return [(one.unit, one.ground) for one in found]


def sent(cast: Cast, lead: str, by: Staff | None = None, **raw: Any) -> Order:
    order = cast.order_in(S.ACCEPTED)
    return cast.move(order, "dispatch", by or cast.lin, lead=lead, reason="按目录", **raw)


def given_back_once(cast: Cast) -> Order:
    """Sent to the property firm by the directory, given back, and sent to the bureau."""
    order = sent(cast, "hengan")
    cast.move(order, "request_return", cast.zhou, **BACK)
    cast.move(order, "grant_return", cast.lin)
    cast.move(order, "dispatch", cast.lin, lead="chengguan", reason="归城管")
    cast.move(order, "request_return", cast.ma, **BACK)
    return order


def refusal(cast: Cast, order: Order, move: str, by: Staff, **raw: Any) -> Code:
    before = Order.objects.filter(pk=order.pk).values().get()
    with pytest.raises(Refused) as raised:
        cast.move(order, move, by, **raw)
    assert Order.objects.filter(pk=order.pk).values().get() == before
    return raised.value.code


# --- the directory ---------------------------------------------------------------------------


def test_the_directory_proposes_a_unit_of_its_kind_that_serves_the_place(cast: Cast) -> None:
    listed(cast)
    assert proposed(cast, cast.order_in(S.ACCEPTED)) == [("hengan", Ground.DIRECTORY)]
    assert proposed(cast, cast.place()) == []  # nobody has said yet what it is about


def test_a_row_of_a_nearer_place_and_of_the_sub_item_goes_before(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    assert cast.lighting.parent is not None
    listed(cast, category=cast.lighting.parent, lead_kind="", lead=cast.bureau)
    assert proposed(cast, order) == [("chengguan", Ground.DIRECTORY)]
    listed(cast)
    assert proposed(cast, order) == [("hengan", Ground.DIRECTORY)]
    listed(cast, place=cast.community, lead_kind="", lead=cast.bureau)
    assert proposed(cast, order) == [("chengguan", Ground.DIRECTORY)]
    listed(cast, place=cast.neighbour, lead_kind="", lead=cast.hengan)
    assert proposed(cast, order) == [("chengguan", Ground.DIRECTORY)]


def test_a_row_counts_from_its_first_day_until_its_last(cast: Cast) -> None:
    order = cast.order_in(S.ACCEPTED)
    row = listed(cast, valid_until=cast.at.date())
    assert proposed(cast, order) == []
    DirectoryRow.objects.filter(pk=row.pk).update(valid_until=None, valid_from=cast.at.date())
    forget()
    assert proposed(cast, order) == [("hengan", Ground.DIRECTORY)]


def test_experience_comes_after_the_directory_and_no_unit_twice(cast: Cast) -> None:
    cast.order_in(S.CLOSED)  # done by hengan
    order = cast.order_in(S.ACCEPTED)
    assert proposed(cast, order) == [("hengan", Ground.EXPERIENCE)]
    listed(cast, lead_kind="", lead=cast.bureau)
    assert proposed(cast, order) == [
        ("chengguan", Ground.DIRECTORY), ("hengan", Ground.EXPERIENCE),
    ]  # fmt: skip
    listed(cast, place=cast.community)
    assert proposed(cast, order) == [("hengan", Ground.DIRECTORY)]


def test_the_record_of_a_dispatch_keeps_the_row_it_went_by(cast: Cast) -> None:
    row = listed(cast)
    by_row, otherwise = sent(cast, "hengan"), sent(cast, "chengguan")
    given = {
        order.pk: Record.objects.get(subject_id=order.pk, move="dispatch").given
        for order in (by_row, otherwise)
    }
    assert given[by_row.pk]["by_row"] == row.pk
    assert "by_row" not in given[otherwise.pk]


def test_what_is_given_back_counts_against_the_row_and_no_person(cast: Cast) -> None:
    row, other = listed(cast), listed(cast, category=cast.noise)
    for lead, handler in (("hengan", cast.zhou), ("chengguan", cast.ma)):
        order = sent(cast, lead)
        cast.move(order, "request_return", handler, **BACK)
        cast.move(order, "grant_return", cast.lin)
    assert (sent_wrong(row), sent_wrong(other)) == (1, 0)


def test_what_the_community_may_not_lead_it_cannot_take_nor_be_given(cast: Cast) -> None:
    listed(cast, community_may_lead=False, basis="国办函〔2025〕66号")
    order = cast.order_in(S.ACCEPTED)
    assert refusal(cast, order, "take", cast.lin) is Code.CONFLICT
    enlist(cast.lin.person, organisation=cast.desk_unit, duty=Duty.HANDLER, since=LONG_AGO)
    lead = cast.desk_unit.code
    assert refusal(cast, order, "dispatch", cast.lin, lead=lead, reason="近") is Code.CONFLICT
    names = {one.name for one in offers(order, by=cast.lin.actor, at=cast.at)}
    assert ("take" in names, "dispatch" in names) == (False, True)
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="归物业")


# --- the arbiter -------------------------------------------------------------------------------


def test_the_first_return_is_the_desks_and_the_second_the_arbiters(cast: Cast) -> None:
    listed(cast)
    order = sent(cast, "hengan")
    cast.move(order, "request_return", cast.zhou, **BACK)
    decided = {"lead": "hengan", "reason": "属物业管护范围"}
    assert refusal(cast, order, "arbitrate", cast.secretary, **decided) is Code.NOT_YET
    cast.move(order, "grant_return", cast.lin)
    cast.move(order, "dispatch", cast.lin, lead="chengguan", reason="归城管")
    cast.move(order, "request_return", cast.ma, **BACK)
    for move, raw in (("grant_return", {}), ("refuse_return", {"answer": "归你们"})):
        assert refusal(cast, order, move, cast.lin, **raw) is Code.CONFLICT
    assert refusal(cast, order, "arbitrate", cast.lin, **decided) is Code.NOT_YOURS


def test_what_the_arbiter_decided_is_not_given_back_and_others_join(cast: Cast) -> None:
    order = given_back_once(cast)
    cast.move(
        order, "arbitrate", cast.secretary, lead="hengan", reason="属物业管护范围",
        helpers=["chengguan"],
    )  # fmt: skip
    stored = Order.objects.get(pk=order.pk)
    assert (stored.state, stored.lead_unit, stored.lead_fixed) == ("dispatched", cast.hengan, True)
    assert [helper.unit for helper in stored.co_handlers.all()] == [cast.bureau]
    last = Request.objects.filter(order=order).order_by("-asked_at").first()
    assert last is not None
    assert (last.state, last.answer) == (AskState.GRANTED, "属物业管护范围")
    assert refusal(cast, stored, "request_return", cast.zhou, **BACK) is Code.CONFLICT
    offered = {one.name for one in offers(stored, by=cast.zhou.actor, at=cast.at)}
    assert "request_return" not in offered


def test_a_lead_that_stays_is_told_that_its_request_was_refused(cast: Cast) -> None:
    order = given_back_once(cast)
    cast.move(order, "arbitrate", cast.secretary, lead="chengguan", reason="属市政道路")
    last = Request.objects.filter(order=order).order_by("-asked_at").first()
    assert last is not None
    assert last.state == AskState.REFUSED


def test_the_decision_is_proposed_for_the_next_such_order_of_the_community(cast: Cast) -> None:
    listed(cast, lead_kind="", lead=cast.bureau)
    order = given_back_once(cast)
    cast.move(order, "arbitrate", cast.secretary, lead="hengan", reason="属物业管护范围")
    boundary = Boundary.objects.get()
    assert (boundary.lead, boundary.place, boundary.by_label) == (
        cast.hengan, cast.community, cast.secretary.person.name,
    )  # fmt: skip
    assert proposed(cast, cast.order_in(S.ACCEPTED)) == [
        ("hengan", Ground.BOUNDARY), ("chengguan", Ground.DIRECTORY),
    ]  # fmt: skip


def test_another_round_frees_the_lead_again(cast: Cast) -> None:
    order = given_back_once(cast)
    cast.move(order, "arbitrate", cast.secretary, lead="hengan", reason="属物业管护范围")
    cast.move(order, "reassign", cast.lin, lead="chengguan", reason="情况有变")
    assert Order.objects.get(pk=order.pk).lead_fixed is False
