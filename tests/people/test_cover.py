"""Cover: who may arrange it, for whom, when; what it lets a colleague do, and what never."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from huying.kernel.refusals import Code, Refused
from huying.orders.actions.contacting import contact_hint, open_contact
from huying.orders.models import Order
from huying.orders.queries import Mine, Wanted, floating, open_moves, page
from huying.orders.standing import Answering, answers_for, waits_for_absent
from huying.orders.states import OrderState
from huying.orders.verify import check_floating
from huying.orgs.actors import actor_of_account
from huying.orgs.queries import actor_of
from huying.people.covering import arrange_cover, end_cover
from huying.people.models import Cover, Post
from huying.people.queries import standing_in
from huying.people.roles import Role
from huying.people.verify import check_covers
from huying.trail.queries import chain
from tests.builders import START, Cast, Staff, build_cast

TODAY = START.date()
FRIDAY = date(2026, 3, 13)
MONDAY = date(2026, 3, 16)
SOON = START + timedelta(minutes=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def qin(cast: Cast) -> Staff:
    return cast.hire("小秦", Role.RECEPTION_WORKER, cast.community)


def covered(
    cast: Cast, stand_in: Staff, *, away: Staff | None = None, by: Staff | None = None,
    since: date = TODAY, until: date = FRIDAY, at: datetime = SOON,
) -> Cover:  # fmt: skip
    whose = away or cast.lin
    return arrange_cover(
        whose.person, stand_in=stand_in.person, since=since, until=until,
        by=(by or whose).actor, at=at,
    )  # fmt: skip


def refused(cast: Cast, stand_in: Staff, **facts: object) -> tuple[Code, list[str]]:
    """Why a cover is refused, with nothing written."""
    before = Cover.objects.count()
    with pytest.raises(Refused) as problem:
        covered(cast, stand_in, **facts)  # type: ignore[arg-type]
    assert Cover.objects.count() == before
    return problem.value.code, list(problem.value.fields)


def test_whoever_is_away_has_someone_who_stands_in_until_the_day_they_are_back(
    cast: Cast, qin: Staff
) -> None:
    covered(cast, qin)
    thursday = FRIDAY - timedelta(days=1)
    stands = [standing_in(cast.lin.person.pk, on) for on in (TODAY, thursday, FRIDAY)]
    assert stands == [qin.person, qin.person, None]
    assert standing_in(qin.person.pk, TODAY) is None


def test_the_person_and_their_lead_arrange_it_and_nobody_else(cast: Cast, qin: Staff) -> None:
    other = cast.hire("小施", Role.RECEPTION_WORKER, cast.community)
    neighbours = cast.hire("柳书记", Role.COMMUNITY_SECRETARY, cast.neighbour)
    for stranger in (other, qin, cast.gu, cast.zhou, neighbours):
        assert refused(cast, qin, by=stranger) == (Code.NOT_YOURS, [])
    assert covered(cast, qin, by=cast.secretary).stand_in == qin.person
    assert covered(cast, qin, since=MONDAY, until=MONDAY + timedelta(days=2)).pk


def test_every_arrangement_and_its_end_are_on_record(cast: Cast, qin: Staff) -> None:
    cover = covered(cast, qin, until=MONDAY)
    end_cover(cover, by=cast.secretary.actor, at=SOON + timedelta(days=1))
    said = [(each.move, each.by_label, each.given) for each in chain("cover", cover.pk)]
    assert said == [
        ("arrange", "小林", {"away": cast.lin.person.pk, "stand_in": qin.person.pk, "since": "2026-03-10", "until": "2026-03-16"}),
        ("end", "陈书记", {"until": "2026-03-11"}),
    ]  # fmt: skip
    assert standing_in(cast.lin.person.pk, TODAY) == qin.person
    assert standing_in(cast.lin.person.pk, TODAY + timedelta(days=1)) is None


def test_a_cover_that_is_over_is_not_ended_again_and_not_by_a_stranger(
    cast: Cast, qin: Staff
) -> None:
    cover = covered(cast, qin)
    with pytest.raises(Refused) as strange:
        end_cover(cover, by=cast.gu.actor, at=SOON)
    end_cover(cover, by=cast.lin.actor, at=SOON)
    with pytest.raises(Refused) as over:
        end_cover(cover, by=cast.lin.actor, at=SOON)
    assert (strange.value.code, over.value.code) == (Code.NOT_YOURS, Code.WRONG_STATE)
    assert standing_in(cast.lin.person.pk, TODAY) is None
    assert covered(cast, qin).pk != cover.pk  # away again on the very day


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (TODAY - timedelta(days=1), FRIDAY, "since"),
        (FRIDAY, FRIDAY, "until"),
        (FRIDAY, TODAY, "until"),
        (TODAY, TODAY + timedelta(days=400), "until"),
    ],
)
def test_days_that_are_none_are_refused(
    cast: Cast, qin: Staff, since: date, until: date, field: str
) -> None:
    assert refused(cast, qin, since=since, until=until) == (Code.INVALID, [field])


def test_a_cover_never_reaches_further_than_the_stand_ins_own_desk(cast: Cast, qin: Staff) -> None:
    assert refused(cast, cast.gu) == (Code.INVALID, ["stand_in"])  # the next community's desk
    assert refused(cast, cast.zhou) == (Code.INVALID, ["stand_in"])  # a unit's handler
    assert refused(cast, cast.lin) == (Code.INVALID, ["stand_in"])  # oneself
    assert refused(cast, qin, away=cast.dispatcher) == (Code.INVALID, ["stand_in"])  # above
    assert covered(cast, cast.dispatcher).stand_in == cast.dispatcher.person  # the street's desk


def test_whoever_leaves_before_it_ends_does_not_stand_in(cast: Cast, qin: Staff) -> None:
    Post.objects.filter(person=qin.person).update(until=FRIDAY - timedelta(days=1))
    assert refused(cast, qin) == (Code.INVALID, ["stand_in"])
    assert refused(cast, qin, away=cast.zhou) == (Code.INVALID, ["away"])


def test_nobody_is_away_twice_and_no_cover_leads_to_a_second(cast: Cast, qin: Staff) -> None:
    covered(cast, qin, since=TODAY, until=FRIDAY)
    thursday = FRIDAY - timedelta(days=1)
    assert refused(cast, cast.secretary, since=thursday, until=MONDAY) == (Code.CONFLICT, ["since"])
    assert refused(cast, cast.lin, away=qin, since=TODAY, until=FRIDAY) == (Code.CONFLICT, ["away"])
    assert refused(cast, cast.secretary, away=qin, since=thursday, until=MONDAY) == (Code.CONFLICT, ["away"])  # fmt: skip
    assert refused(cast, cast.lin, away=cast.secretary) == (Code.CONFLICT, ["stand_in"])
    assert covered(cast, cast.secretary, away=qin, since=FRIDAY, until=MONDAY).pk
    assert check_covers(SOON).differences == 0


def test_the_database_itself_refuses_what_is_absurd(cast: Cast, qin: Staff) -> None:
    cover = covered(cast, qin)
    for wrong in (
        {"stand_in": cast.lin.person},
        {"until": TODAY - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Cover.objects.filter(pk=cover.pk).update(**wrong)
    Cover.objects.create(
        away=qin.person, stand_in=cast.secretary.person, since=TODAY, until=FRIDAY
    )  # past the action, so verify must see it
    assert check_covers(SOON).differences == 1


def day_of(cast: Cast, staff: Staff) -> set[str]:
    actor = staff.actor
    mine = Wanted(open_only=True, mine=Mine(actor.person_id or 0, covering=actor.covering))
    return {row.number for row in page(mine, actor, at=cast.at).rows}


def test_what_waits_for_who_is_away_stands_in_the_day_of_who_covers(cast: Cast, qin: Staff) -> None:
    order = cast.order_in(OrderState.ACCEPTED, by=cast.lin.actor)
    assert (day_of(cast, qin), day_of(cast, cast.lin)) == (set(), {order.number})
    covered(cast, qin)
    assert day_of(cast, qin) == {order.number}
    assert (waits_for_absent(order, qin.actor), waits_for_absent(order, cast.lin.actor)) == (
        "小林",
        "",
    )
    assert answers_for(order, at=cast.at) == Answering("小林", "小秦", FRIDAY)
    assert answers_for(order, at=cast.at + timedelta(days=3)) == Answering("小林")


def test_the_actor_knows_whom_they_cover_however_it_is_built(cast: Cast, qin: Staff) -> None:
    covered(cast, qin)
    ids = frozenset({cast.lin.person.pk})
    assert actor_of(qin.account, TODAY).covering == ids
    assert actor_of_account(qin.account.pk, TODAY).covering == ids
    assert actor_of_account(qin.account.pk, FRIDAY).covering == frozenset()
    assert actor_of_account(cast.lin.account.pk, TODAY).covering == frozenset()


def test_new_requests_do_not_go_to_who_is_away(cast: Cast, qin: Staff) -> None:
    covered(cast, qin)
    assert {cast.place().responsible_person for _ in range(6)} == {qin.person}


def test_where_the_whole_desk_is_away_the_stand_in_is_asked_and_then_the_next_desk_up(
    cast: Cast,
) -> None:
    covered(cast, cast.dispatcher)
    order = cast.place()
    assert (order.responsible_person, order.desk) == (cast.dispatcher.person, cast.street)
    cast.at += timedelta(days=4)
    assert cast.place().responsible_person == cast.lin.person


def test_a_stand_in_whose_account_is_closed_is_not_asked(cast: Cast, qin: Staff) -> None:
    covered(cast, qin)
    qin.account.is_active = False
    qin.account.save()
    assert cast.place().responsible_person == cast.secretary.person


def confidential(cast: Cast) -> Order:
    order = cast.order_in(OrderState.ACCEPTED, confidential=True, by=cast.lin.actor)
    assert order.responsible_person == cast.lin.person
    return order


def test_a_confidential_contact_is_opened_by_the_stand_in_on_record_and_by_no_other_colleague(
    cast: Cast, qin: Staff
) -> None:
    other = cast.hire("小施", Role.RECEPTION_WORKER, cast.community)
    order = confidential(cast)
    assert contact_hint(order, qin.actor) is None
    covered(cast, qin)
    contact = open_contact(order, by=qin.actor, at=cast.at, reason="约上门时间")
    assert contact.phone == "13800001234"
    for stranger in (other, cast.secretary, cast.dispatcher, cast.gu):
        assert contact_hint(order, stranger.actor) is None
        with pytest.raises(Refused):
            open_contact(order, by=stranger.actor, at=cast.at, reason="约上门时间")
    open_contact(order, by=cast.lin.actor, at=cast.at, reason="接着办")
    said = [(each.by_label, each.given.get("standing_in_for", "")) for each in chain("contact", order.pk)]  # fmt: skip
    assert said == [("小秦", "小林"), ("小林", "")]


def test_when_the_colleague_is_back_the_stand_in_opens_nothing_any_more(
    cast: Cast, qin: Staff
) -> None:
    order = confidential(cast)
    end_cover(covered(cast, qin), by=cast.lin.actor, at=SOON)
    assert contact_hint(order, qin.actor) is None


def test_a_stand_in_who_left_the_desk_opens_nothing_and_the_order_floats(
    cast: Cast, qin: Staff
) -> None:
    order = confidential(cast)
    covered(cast, qin)
    assert check_floating(cast.at).differences == 0
    Post.objects.filter(person=qin.person).update(until=TODAY)
    assert contact_hint(order, qin.actor) is None
    assert [each.number for each in floating(cast.at)] == [order.number]


def test_an_order_done_again_does_not_go_to_who_is_away(cast: Cast, qin: Staff) -> None:
    def taken_up() -> Order:
        order = cast.order_in(OrderState.ACCEPTED, by=cast.lin.actor)
        cast.move(order, "answer", cast.secretary, result="explained", reply="已说明")
        return cast.move(order, "judge", solved="no", satisfied="no")

    assert taken_up().lead_person == cast.lin.person
    covered(cast, qin)
    assert taken_up().lead_person == qin.person


def test_what_the_desk_does_itself_is_finished_by_the_stand_in_and_not_judged_by_them(
    cast: Cast, qin: Staff
) -> None:
    other = cast.hire("小施", Role.RECEPTION_WORKER, cast.community)
    order = cast.order_in(OrderState.ACCEPTED, by=cast.lin.actor)
    cast.move(order, "take", cast.lin)
    assert "complete" not in open_moves(order, by=qin.actor)
    covered(cast, qin)
    assert "complete" not in open_moves(order, by=other.actor)
    cast.move(order, "complete", qin, result="solved", reply="灯管已换新")
    cast.move(order, "check", other)
    assert "judge" in open_moves(order, by=other.actor)
    assert "judge" not in open_moves(order, by=qin.actor)


@pytest.mark.django_db(transaction=True)
def test_of_two_arrangements_at_once_for_the_same_days_one_stands() -> None:
    cast = build_cast()
    stand_ins = [
        cast.hire(name, Role.RECEPTION_WORKER, cast.community) for name in ("小秦", "小施")
    ]
    barrier, by = threading.Barrier(2), cast.lin.actor
    refusals: list[Code] = []

    def work(stand_in: Staff) -> None:
        barrier.wait()
        try:
            arrange_cover(
                cast.lin.person, stand_in=stand_in.person, since=TODAY, until=FRIDAY, by=by, at=SOON
            )
        except Refused as refusal:
            refusals.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(each,)) for each in stand_ins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Cover.objects.count(), refusals) == (1, [Code.CONFLICT])
