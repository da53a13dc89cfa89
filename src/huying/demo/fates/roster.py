"""How many orders fare how: the whole of the demo city's ninety days, and what was before."""

from collections.abc import Callable
from dataclasses import dataclass

from huying.demo.fates import finished, joined, unfinished
from huying.demo.matters import ANSWER, DESK, Matter
from huying.demo.telling import Fate

ORDERS = 400
SPREAD_DAYS = (8, 88)
LONG_AGO_DAYS = (104, 128)

Fits = Callable[[Matter], bool]


def anything(matter: Matter) -> bool:
    """Whatever residents ask."""
    return True


def sendable(matter: Matter) -> bool:
    """Something a unit does."""
    return matter.unit not in {DESK, ANSWER}


def promised(matter: Matter) -> bool:
    """Something a unit does within the common limit, not by nodes or a long plan."""
    return sendable(matter) and matter.grade not in {"B", "C"}


def _by_nodes(matter: Matter) -> bool:
    return sendable(matter) and not promised(matter)


def _own(matter: Matter) -> bool:
    return matter.unit == DESK


def _fixed_at_once(matter: Matter) -> bool:
    return sendable(matter) and matter.grade == "A"


def _answered(matter: Matter) -> bool:
    return matter.unit == ANSWER


def _extends(matter: Matter) -> bool:
    return sendable(matter) and bool(matter.extend)


def _holds(matter: Matter) -> bool:
    return sendable(matter) and bool(matter.hold)


def _goes_wrong(matter: Matter) -> bool:
    return sendable(matter) and bool(matter.wrong)


def _not_the_street(matter: Matter) -> bool:
    return sendable(matter) and matter.unit != "jiedao"


def _told_variously(matter: Matter) -> bool:
    """Something neighbours tell in other words, in the open."""
    outside = matter.where in {"estate", "grid"}
    return sendable(matter) and outside and len(matter.texts) > 1 and not matter.confidential


def _of_everyone(matter: Matter) -> bool:
    """Something neighbours may hear of and join themselves: no complaint, about no household."""
    about_persons = matter.category.startswith(("06", "07", "0801"))
    return _told_variously(matter) and matter.kind == "problem" and not about_persons


def _of_parts(number: int) -> Fits:
    return lambda matter: len(matter.parts) == number


@dataclass(frozen=True, slots=True)
class Group:
    """So many stories of one fate, about matters of one section of the words.

    An open one ended `slack` office minutes ago, or `minutes` ago by the wall clock, with somebody on duty; one that
    is over was begun `ago` days ago. A story makes one order, `others` that tell the same, and
    one for each of its `parts`.
    """

    fate: Fate
    stories: int
    fits: Fits = sendable
    section: str = "matters"
    slack: tuple[int, int] | None = None
    minutes: tuple[int, int] | None = None
    ago: tuple[int, int] = SPREAD_DAYS
    others: int = 0
    parts: int = 0

    @property
    def orders(self) -> int:
        """How many orders this group makes."""
        return self.stories * (1 + self.others + self.parts)


_OPEN = (
    Group(unfinished.drafted, 4, anything, "drafts", slack=(10, 900)),
    Group(unfinished.waiting, 10, anything, minutes=(6, 900)),
    Group(unfinished.waiting, 2, anything, slack=(1200, 1500)),
    Group(unfinished.asked_back, 5, anything, "vague", slack=(10, 400)),
    Group(unfinished.taken_on, 5, promised, minutes=(3, 50)),
    Group(unfinished.taken_on, 2, promised, slack=(600, 1000)),
    Group(unfinished.come_back, 2, _goes_wrong, minutes=(3, 50)),
    Group(unfinished.decided_for_good, 1, _goes_wrong, slack=(5, 200)),
    Group(unfinished.on_its_way, 7, slack=(5, 250)),
    Group(unfinished.on_its_way, 2, slack=(1150, 1500)),
    Group(unfinished.return_asked, 2, _goes_wrong, slack=(5, 200)),
    Group(unfinished.signed_for, 6, slack=(5, 300)),
    Group(unfinished.working, 5, promised, slack=(5, 500)),
    Group(unfinished.working, 4, _by_nodes, slack=(1500, 4500)),
    Group(unfinished.working_late, 4, promised, slack=(10, 300)),
    Group(unfinished.working_with_help, 3, _not_the_street, slack=(10, 500)),
    Group(unfinished.extension_asked, 2, _extends, slack=(5, 200)),
    Group(unfinished.extension_granted, 3, _extends, slack=(5, 300)),
    Group(unfinished.extension_refused, 1, _extends, slack=(5, 200)),
    Group(unfinished.hold_asked, 1, _holds, slack=(5, 200)),
    Group(unfinished.reopened, 5, promised, slack=(10, 600)),
    Group(unfinished.taken_by_desk, 4, _own, slack=(10, 500)),
    Group(unfinished.sent_after_reply, 1, sendable, "vague", slack=(10, 400)),
    Group(unfinished.on_hold, 7, _holds, slack=(60, 2500)),
    Group(unfinished.on_hold, 1, _holds, slack=(14500, 15500)),
    Group(unfinished.reported_done, 6, promised, slack=(5, 200)),
    Group(unfinished.asked_how_it_was, 14, promised, slack=(30, 1400)),
    Group(unfinished.asked_how_it_was, 2, promised, slack=(2900, 3300)),
)
_JOINED = (
    Group(joined.same_matter_done, 5, _told_variously, others=1),
    Group(joined.same_matter_under_way, 2, _told_variously, slack=(10, 500), others=1),
    Group(joined.same_matter_under_way, 1, _of_everyone, slack=(10, 300), others=3),
    Group(joined.not_the_same_after_all, 1, _told_variously, others=1),
    Group(joined.several_jobs_done, 1, _of_parts(3), "split", parts=3),
    Group(joined.several_jobs_half_done, 1, _of_parts(2), "split", slack=(10, 300), parts=2),
    Group(joined.several_jobs_sent, 1, _of_parts(2), "split", slack=(10, 60), parts=2),
)
_OVER = (
    Group(finished.fixed_at_once, 16, _fixed_at_once),
    Group(finished.late, 14, promised),
    Group(finished.accepted_late, 4, promised),
    Group(finished.unjudged, 22, promised, ago=(12, 88)),
    Group(finished.done_again, 10, promised, ago=(9, 88)),
    Group(finished.never_mind, 4, promised),
    Group(finished.answered, 16, _answered),
    Group(finished.by_the_desk, 12, _own),
    Group(finished.sent_elsewhere, 5, _goes_wrong),
    Group(finished.stayed, 2, promised),
    Group(finished.extended, 4, _extends, ago=(9, 88)),
    Group(finished.not_extended, 2, _extends),
    Group(finished.held_and_done, 3, _holds, ago=(16, 88)),
    Group(finished.not_held, 1, _holds),
    Group(finished.cleared_up, 8, anything, "vague"),
    Group(finished.together, 4, _not_the_street),
    Group(finished.reworked, 4, promised),
    Group(finished.broke_again, 3, promised, ago=(16, 88)),
    Group(finished.reopened_by_desk, 1, promised, ago=(12, 88)),
    Group(finished.reassigned, 3, promised),
    Group(finished.handed_over, 2, promised),
    Group(finished.put_right, 3, promised),
    Group(finished.talked_about, 5, promised),
    Group(finished.from_a_draft, 3, promised),
    Group(finished.not_taken_on, 9, anything, "declined"),
    Group(finished.taken_back, 8, promised),
    Group(finished.struck_out, 4, anything, "voided"),
    Group(finished.plain_and_archived, 12, promised, ago=LONG_AGO_DAYS),
    Group(finished.unjudged_and_archived, 4, promised, ago=LONG_AGO_DAYS),
    Group(finished.not_taken_on_and_archived, 2, anything, "declined", ago=LONG_AGO_DAYS),
    Group(finished.taken_back_and_archived, 2, promised, ago=LONG_AGO_DAYS),
)
_SPECIAL = _OPEN + _JOINED + _OVER
# Most orders are plain ones: as many as it takes.
ROSTER = (
    *_SPECIAL,
    Group(finished.plain, ORDERS - sum(group.orders for group in _SPECIAL), sendable),
)
