"""What people read for the words of this room. Labels are translations and are never compared."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.duty.states import Becomes, MeetingState, Reason, VisitState

Label = str | Promise

VISIT_STATES: Mapping[str, Label] = {
    VisitState.PLANNED: _("To be made"),
    VisitState.DONE: _("Made"),
    VisitState.NOT_MET: _("Nobody met"),
    VisitState.DROPPED: _("Dropped"),
}
VISIT_MOVES: Mapping[str, Label] = {
    "plan": _("Plan a visit"),
    "rearrange": _("Change day or person"),
    "make": _("I was there"),
    "miss": _("Nobody met"),
    "plan_again": _("Go again"),
    "drop": _("Drop it"),
    "correct": _("Correct what I wrote"),
    "link": _("Link the request"),
}
VISIT_HAPPENED: Mapping[str, Label] = {
    "rearrange": _("The visit was changed."),
    "make": _("The visit is written down."),
    "miss": _("Written down: nobody was met. Plan it again when it suits."),
    "plan_again": _("The visit is planned again."),
    "drop": _("The visit was dropped."),
    "correct": _("The visit was corrected; what stood there before is sealed in the record."),
}
MEETING_STATES: Mapping[str, Label] = {
    MeetingState.OPEN: _("Meeting"),
    MeetingState.CLOSED: _("Closed"),
}
# Where a practice has names of its own for these, its names are shown.
REASONS: Mapping[str, Label] = {
    Reason.SPECIAL_GROUP: _("People in need of care"),
    Reason.HOTLINE_ORDER: _("Hotline request"),
    Reason.HAZARD: _("Safety hazard"),
    Reason.DISPUTE: _("Dispute between people"),
}
BECOMES: Mapping[str, Label] = {
    Becomes.ORDER: _("A request"),
    Becomes.VISIT: _("A visit"),
    Becomes.WHISTLE: _("A whistle: units report in"),
    Becomes.NOTED: _("Noted, nothing more"),
}
