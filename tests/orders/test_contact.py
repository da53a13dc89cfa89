"""How to reach a resident: for those who may, with a reason, each opening on record."""

import threading

import pytest
from django.db import connections

from huying.kernel.actor import SYSTEM, VISITOR, Actor
from huying.kernel.hashing import GENESIS
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.contacting import Hint, contact_hint, open_contact
from huying.orders.actions.noting import MOST_TRIES
from huying.orders.actions.placing import Behalf
from huying.orders.models import Order
from huying.orders.policy import asker_of
from huying.orders.states import OrderState
from huying.people.roles import Role
from huying.trail.models import Record
from huying.trail.queries import chain
from huying.trail.rules import first_break
from huying.trail.verify import check_chains
from tests.builders import PHONE, Cast, build_cast

OPENERS = MOST_TRIES  # each try of one that fails is a success of another


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def everyone(cast: Cast, order: Order) -> dict[str, Actor]:
    """One actor of every sort, those from elsewhere included."""
    return {
        "responsible": cast.lin.actor,
        "colleague": cast.hire("小秦", Role.RECEPTION_WORKER, cast.community).actor,
        "secretary": cast.secretary.actor,
        "dispatcher": cast.dispatcher.actor,
        "leader": cast.zhou.actor,
        "leader's colleague": cast.wu.actor,
        "another unit": cast.ma.actor,
        "next desk": cast.gu.actor,
        "grid worker": cast.hire("小孟", Role.GRID_WORKER, cast.grid).actor,
        "supervisor": cast.hire("小鲍", Role.SUPERVISOR, cast.district).actor,
        "evaluator": cast.hire("小阮", Role.EVALUATOR, cast.district).actor,
        "auditor": cast.hire("小池", Role.AUDITOR, cast.district).actor,
        "keeper": cast.hire("小芦", Role.SYSTEM_KEEPER, cast.district).actor,
        "resident": asker_of(order),
        "visitor": VISITOR,
        "system": SYSTEM,
    }


def openers(cast: Cast, order: Order) -> set[str]:
    """Who gets the phone number; everyone else is refused, and sees no hint either."""
    found: set[str] = set()
    codes: set[Code] = set()
    for name, actor in everyone(cast, order).items():
        try:
            contact = open_contact(order, by=actor, at=cast.at, reason="回访")
        except Refused as refused:
            codes.add(refused.code)
        else:
            assert contact.phone == PHONE
            found.add(name)
        assert (contact_hint(order, actor) is not None) == (name in found), name
    assert codes == {Code.NOT_YOURS}
    return found


def test_the_desk_and_whoever_leads_may_open_it_and_nobody_else(cast: Cast) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS)
    desk = {"responsible", "colleague", "secretary", "dispatcher"}
    assert openers(cast, order) == desk | {"leader"}
    assert Record.objects.filter(subject_kind="contact").count() == len(desk) + 1


def test_who_does_not_lead_any_more_may_not(cast: Cast) -> None:
    order = cast.order_in(OrderState.FOLLOW_UP)
    cast.move(order, "judge", solved="no", satisfied="no")
    desk = {"responsible", "colleague", "secretary", "dispatcher"}
    assert openers(cast, order) == desk | {"leader's colleague"}


def test_a_confidential_order_shows_it_to_the_responsible_person_alone(cast: Cast) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS, confidential=True)
    assert openers(cast, order) == {"responsible"}
    cast.move(
        order, "hand_over", cast.secretary, successor=str(cast.secretary.person.pk), reason="调岗"
    )
    assert openers(cast, order) == {"secretary"}


def test_each_opening_is_on_record_with_its_reason_beside_the_orders_own_chain(
    cast: Cast,
) -> None:
    order = cast.order_in(OrderState.IN_PROGRESS)
    before = (order.version, order.chain_head, chain("order", order.pk).count())
    for staff, reason in ((cast.lin, "电话核实楼层"), (cast.zhou, "约上门时间")):
        open_contact(order, by=staff.actor, at=cast.at, reason=f" {reason} ")
    records = list(chain("contact", order.pk))
    assert [(r.seq, r.move, r.by_label, r.by_person, r.at, r.given) for r in records] == [
        (1, "open", "小林", cast.lin.person.pk, cast.at, told(order, "电话核实楼层")),
        (2, "open", "周师傅", cast.zhou.person.pk, cast.at, told(order, "约上门时间")),
    ]
    assert (records[0].prev_hash, first_break(records)) == (GENESIS, None)
    stored = Order.objects.get(pk=order.pk)
    assert (stored.version, stored.chain_head, chain("order", order.pk).count()) == before
    assert check_chains().differences == 0
    assert PHONE not in str([record.given for record in Record.objects.all()])


def told(order: Order, reason: str) -> dict[str, str]:
    return {"reason": reason, "number": order.number}


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", Code.INCOMPLETE),
        (" \n", Code.INCOMPLETE),
        ("因" * 201, Code.INVALID),
        ("回\u202e访", Code.INVALID),
    ],
)
def test_without_a_reason_that_can_be_read_nothing_is_opened(
    cast: Cast, reason: str, code: Code
) -> None:
    order = cast.place()
    with pytest.raises(Refused) as refused:
        open_contact(order, by=cast.lin.actor, at=cast.at, reason=reason)
    assert (refused.value.code, list(refused.value.fields)) == (code, ["reason"])
    assert not chain("contact", order.pk).exists()


def test_where_the_resident_left_nothing_there_is_nothing_to_open(cast: Cast) -> None:
    order = cast.place(contact_name="", contact_phone="")
    with pytest.raises(Refused) as refused:
        open_contact(order, by=cast.lin.actor, at=cast.at, reason="回访")
    assert refused.value.code == Code.UNKNOWN
    assert contact_hint(order, cast.lin.actor) is None
    assert not chain("contact", order.pk).exists()


def test_before_it_is_opened_a_hint_shows_the_edges_of_the_number_only(cast: Cast) -> None:
    plain = cast.place()
    agent = Behalf("小高", "女儿", "电话里同意")
    helped = cast.place(contact_name="", contact_phone="12345", on_behalf_of=agent)
    hints = [contact_hint(order, cast.lin.actor) for order in (plain, helped)]
    assert hints == [
        Hint(phone="138****1234", has_name=True, by_agent=False),
        Hint(phone="*****", has_name=False, by_agent=True),
    ]
    assert not Record.objects.filter(subject_kind="contact").exists()


@pytest.mark.django_db(transaction=True)
def test_many_openings_at_once_are_all_on_record_in_one_chain() -> None:
    cast = build_cast()
    order = cast.place()
    barrier = threading.Barrier(OPENERS)
    actor = cast.lin.actor
    phones: list[str] = []

    def work() -> None:
        barrier.wait()
        try:
            phones.append(open_contact(order, by=actor, at=cast.at, reason="回访").phone)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(OPENERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records = list(chain("contact", order.pk))
    assert (phones, len(records)) == ([PHONE] * OPENERS, OPENERS)
    assert first_break(records) is None
