"""What goes on by another way: WeChat would not have it, so whoever was to read it there is told."""

from datetime import datetime

from huying.notices.audiences import reached
from huying.notices.handlers import begins
from huying.notices.models import Notice
from huying.notices.routing import lines_for
from huying.notices.states import Stand, Way
from huying.notices.wording import way_for


def go_on(notice: Notice, why: str, at: datetime) -> None:
    """Send this very notice by the next way of its line that reaches the same recipient.

    It keeps its key and its row, so nobody is told twice; `why` stays on it until it went out.
    Where the table has no such line any more, it is left to people.
    """
    lines = [line for line in lines_for(notice.event, at) if line.audience == notice.audience]
    if lines:
        to = reached(notice.order, notice.person)
        way = way_for(lines[0], to, but=(Way.WECHAT,))
        stand, next_try_at = begins(lines[0], to, way, at, urgent=notice.urgent)
    else:
        way, next_try_at = Way.WECHAT, None
        stand = Stand.CALL_BACK if notice.person_id is None else Stand.GIVEN_UP
    Notice.objects.filter(pk=notice.pk).update(
        way=way, stand=stand, next_try_at=next_try_at, tries=0, error=why[:300],
        sent_at=at if stand == Stand.SENT else None,
    )  # fmt: skip
