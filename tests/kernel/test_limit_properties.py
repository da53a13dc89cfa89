"""What holds for every limit, start and row of pauses."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.calendar import SHANGHAI, Workdays
from huying.kernel.limits import BY_WORKDAYS, SAME, Limit, Pause, Unit, due_at, warn_at

WORKDAYS = Workdays()
FIRST = datetime(2023, 12, 1, tzinfo=UTC)
STARTS = st.timedeltas(timedelta(0), timedelta(days=1150)).map(lambda after: FIRST + after)
GAPS = st.timedeltas(timedelta(0), timedelta(days=12))
LIMITS = st.one_of(
    st.builds(Limit, st.integers(1, 40), st.sampled_from(sorted(set(Unit) - SAME))),
    st.builds(Limit, st.just(1), st.sampled_from(sorted(SAME))),
)


@st.composite
def spans(draw: st.DrawFn) -> tuple[datetime, list[Pause]]:
    """A start, and up to four pauses after it in order."""
    started = moment = draw(STARTS)
    pauses = []
    for wait, length in draw(st.lists(st.tuples(GAPS, GAPS), max_size=4)):
        pauses.append(Pause(moment + wait, moment + wait + length))
        moment += wait + length
    return started, pauses


@given(LIMITS, spans())
def test_due_is_after_the_start_and_where_its_unit_ends(
    limit: Limit, span: tuple[datetime, list[Pause]]
) -> None:
    started, pauses = span
    due = due_at(limit, started, pauses, WORKDAYS)
    assert due > started
    here = due.astimezone(SHANGHAI)
    if limit.unit in BY_WORKDAYS:
        assert (WORKDAYS.is_workday(here.date()), here.time()) == (True, WORKDAYS.closes)
    elif limit.unit is not Unit.HOUR:
        assert here.time() == datetime.min.time()


@given(st.integers(1, 30), st.integers(1, 5), st.sampled_from(sorted(set(Unit) - SAME)), spans())
def test_more_time_is_never_due_earlier(
    amount: int, more: int, unit: Unit, span: tuple[datetime, list[Pause]]
) -> None:
    started, pauses = span
    short, long = Limit(amount, unit), Limit(amount + more, unit)
    assert due_at(short, started, [], WORKDAYS) < due_at(long, started, [], WORKDAYS)
    # Not strictly with pauses: no day left and one left both end on Monday after a weekend.
    assert due_at(short, started, pauses, WORKDAYS) <= due_at(long, started, pauses, WORKDAYS)


@given(LIMITS, spans())
def test_a_further_pause_never_makes_it_earlier(
    limit: Limit, span: tuple[datetime, list[Pause]]
) -> None:
    started, pauses = span
    dues = [due_at(limit, started, pauses[:n], WORKDAYS) for n in range(len(pauses) + 1)]
    assert dues == sorted(dues)


@given(LIMITS, spans(), st.data())
def test_an_empty_pause_changes_nothing(
    limit: Limit, span: tuple[datetime, list[Pause]], data: st.DataObject
) -> None:
    started, pauses = span
    place = data.draw(st.integers(0, len(pauses)))
    after = pauses[place - 1].ended if place else started
    before = pauses[place].begun if place < len(pauses) else after + timedelta(days=30)
    moment = after + data.draw(st.timedeltas(timedelta(0), before - after))
    empty = Pause(moment, moment)
    more = [*pauses[:place], empty, *pauses[place:]]
    assert due_at(limit, started, more, WORKDAYS) == due_at(limit, started, pauses, WORKDAYS)


@given(st.integers(1, 500), spans())
def test_hours_are_due_after_exactly_that_much_time_outside_pauses(
    amount: int, span: tuple[datetime, list[Pause]]
) -> None:
    started, pauses = span
    due = due_at(Limit(amount, Unit.HOUR), started, pauses, WORKDAYS)
    counted = [min(p.ended, due) - min(p.begun, due) for p in pauses]
    assert due - started - sum(counted, timedelta(0)) == timedelta(hours=amount)


@given(LIMITS, spans(), st.floats(0, 1, exclude_min=True))
def test_a_warning_comes_after_the_start_and_not_after_due(
    limit: Limit, span: tuple[datetime, list[Pause]], share: float
) -> None:
    started, pauses = span
    due = due_at(limit, started, pauses, WORKDAYS)
    warned = warn_at(share, started, due, WORKDAYS, limit.unit)
    assert started < warned <= due
    if limit.unit is not Unit.HOUR and warned < due:
        assert WORKDAYS.next_open(warned) == warned


@given(LIMITS, spans(), st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_greater_share_never_warns_earlier(
    limit: Limit, span: tuple[datetime, list[Pause]], one: float, other: float
) -> None:
    started, pauses = span
    due = due_at(limit, started, pauses, WORKDAYS)
    low, high = (
        warn_at(share, started, due, WORKDAYS, limit.unit) for share in sorted((one, other))
    )
    assert low <= high
