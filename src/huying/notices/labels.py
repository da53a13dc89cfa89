"""What people read for the words of this room."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.notices.states import Audience, Stand, Way
from huying.orders.labels import HAPPENED, Label
from huying.supply.labels import NEED_HAPPENED
from huying.whistles.labels import HAPPENED as CALLED

_HAPPENED: Mapping[str, Mapping[str, Label]] = {"response": CALLED, "need": NEED_HAPPENED}

AUDIENCES: Mapping[str, Promise] = {
    Audience.RESIDENT: _("the resident"),
    Audience.FOLLOWERS: _("who joined it"),
    Audience.RESPONSIBLE: _("the responsible person"),
    Audience.LEAD: _("the lead handler"),
    Audience.SUPERVISORS: _("the supervisors"),
    Audience.CASE_LEADER: _("the case leader"),
    Audience.CALLED: _("the unit that was called"),
}
WAYS: Mapping[str, Promise] = {
    Way.PAGE: _("on the order's page"),
    Way.INBOX: _("in the inbox"),
    Way.WECHAT: _("in WeChat"),
    Way.SMS: _("by SMS"),
    Way.MAIL: _("by mail"),
    Way.CALL: _("by telephone"),
}
STANDS: Mapping[str, Promise] = {
    Stand.SENT: _("told"),
    Stand.WAITING: _("waits to be sent"),
    Stand.DIGEST: _("goes with the next collection"),
    Stand.FAILED: _("did not go through, is tried again"),
    Stand.GIVEN_UP: _("did not go through"),
    Stand.CALL_BACK: _("to be told by telephone"),
    Stand.TOLD: _("told by telephone"),
    Stand.RESENT: _("did not go through, was sent again"),
}


def event_called(event: str) -> Label:
    """What an event of an order, a need or a called unit is called; "" for a time limit's own."""
    subject, _dot, move = event.partition(".")
    return _HAPPENED.get(subject, HAPPENED).get(move, "")
