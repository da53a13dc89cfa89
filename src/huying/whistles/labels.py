"""What people read for the words of this room."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.whistles.states import DoorState, ResponseState, WhistleState

STATES: Mapping[str, Promise] = {
    WhistleState.BLOWN: _("Blown, nobody has answered"),
    WhistleState.ACKNOWLEDGED: _("Units are on their way"),
    WhistleState.ON_SITE: _("Units have reported in"),
    WhistleState.ACTING: _("Being dealt with on site"),
    WhistleState.SETTLED: _("Settled"),
    WhistleState.REVIEWED: _("Reviewed"),
    WhistleState.CALLED_OFF: _("Called off"),
}
RESPONSES: Mapping[str, Promise] = {
    ResponseState.CALLED: _("Has not answered"),
    ResponseState.ACKNOWLEDGED: _("On its way"),
    ResponseState.ON_SITE: _("Reported in"),
    ResponseState.ACTING: _("At work"),
    ResponseState.LEFT: _("Done and left"),
    ResponseState.EXCUSED: _("Excused"),
}
DOORS: Mapping[str, Promise] = {
    DoorState.TO_VISIT: _("Still to visit"),
    DoorState.DONE: _("Signed for"),
    DoorState.EXCEPTED: _("Left out, with a reason"),
}
MOVES: Mapping[str, Promise] = {
    "blow": _("Blow the whistle"),
    "call": _("Call more units"),
    "list_doors": _("Doors to visit together"),
    "keep_up": _("The whistle moves on"),
    "advance": _("Lay out money"),
    "settle_advance": _("Settle what was laid out"),
    "settle": _("Settled"),
    "call_off": _("Call it off"),
    "review": _("Look back at it"),
    "acknowledge": _("We are coming"),
    "arrive": _("We are there"),
    "act": _("What we do"),
    "leave": _("Done, we leave"),
    "excuse": _("Excuse it"),
    "judge": _("Did it help?"),
    "list": _("List a door"),
    "hand_over": _("Handed over and signed"),
    "find_nobody": _("Nobody was in"),
    "pass_by": _("Leave it out"),
    "go_back": _("Visit it again"),
}
# What the desk writes down of a unit that rang.
AT_DESK: Mapping[str, Promise] = {
    "acknowledge": _("They are coming"),
    "arrive": _("They are there"),
    "act": _("What they do"),
    "leave": _("Done, they leave"),
}
HAPPENED: Mapping[str, Promise] = {
    "blow": _("The whistle was blown"),
    "call": _("Units were called"),
    "list_doors": _("Doors were listed"),
    "keep_up": _("The whistle moved on"),
    "advance": _("Money was laid out"),
    "settle_advance": _("What was laid out was settled"),
    "settle": _("The whistle was settled"),
    "call_off": _("The whistle was called off"),
    "review": _("It was looked back at"),
    "acknowledge": _("Answered: on its way"),
    "arrive": _("Reported in on site"),
    "act": _("Said what it does"),
    "leave": _("Done and left"),
    "excuse": _("Was excused"),
    "judge": _("The community said whether it helped"),
    "list": _("Was put on the list"),
    "hand_over": _("Handed over and signed for"),
    "find_nobody": _("Nobody was in"),
    "pass_by": _("Was left out"),
    "go_back": _("Is to be visited again"),
}
FIELDS: Mapping[str, Promise] = {
    "amount": _("Amount in yuan"),
    "fund": _("From which money"),
    "given": _("Handed over"),
    "helped": _("Did it help?"),
    "lessons": _("What we learned"),
    "lines": _("Doors, one a line"),
    "matter": _("What is wrong there"),
    "meet_at": _("Where to report in"),
    "outcome": _("What came of it"),
    "payee": _("Paid to"),
    "promised_at": _("Will be there at"),
    "purpose": _("For what"),
    "reason": _("Reason"),
    "settlement": _("How it was settled"),
    "signed_by": _("Signed by"),
    "things": _("What is handed out at each door"),
    "units": _("Units that are called"),
    "urgent": _("Danger: every minute counts"),
    "verdict": _("In a few words"),
    "words": _("In your words"),
}
