"""What people read for the words of this room; labels are translations and never compared."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.campaigns.states import Basis, CampaignState, Outcome

Label = str | Promise

STATES: dict[str, Label] = {
    CampaignState.PREPARED: _("Being prepared"),
    CampaignState.LIVE: _("Going on now"),
    CampaignState.SYNCING: _("Bringing in the rest"),
    CampaignState.CLOSED: _("Counted and closed"),
    CampaignState.ARCHIVED: _("Put away"),
    CampaignState.CANCELLED: _("Called off"),
}
MOVES: dict[str, Label] = {
    "prepare": _("Prepare a campaign"),
    "enlist": _("Add to the list"),
    "enlist_homes": _("Add all homes of a place"),
    "strike": _("Take off the list"),
    "add_point": _("Add a point"),
    "name_leaders": _("Name who leads a point"),
    "drop_point": _("Give up a point"),
    "correct": _("Correct the details"),
    "start": _("Begin"),
    "check_in": _("Check in"),
    "take_back": _("Take back a check-in"),
    "end": _("The day is over"),
    "close": _("Count and close"),
    "reopen": _("Open once more"),
    "archive": _("Put away"),
    "cancel": _("Call it off"),
}
HAPPENED: dict[str, Label] = {
    "prepare": _("The campaign was prepared"),
    "enlist": _("The list grew"),
    "enlist_homes": _("Homes were put on the list"),
    "strike": _("Some were taken off the list"),
    "add_point": _("A point was added"),
    "name_leaders": _("It was said who leads a point"),
    "drop_point": _("A point was given up"),
    "correct": _("The details were corrected"),
    "start": _("The campaign began"),
    "check_in": _("Check-ins arrived"),
    "take_back": _("A check-in was taken back"),
    "end": _("The day is over; devices bring in the rest"),
    "close": _("Everything was counted, and the campaign closed"),
    "reopen": _("The campaign was opened once more"),
    "archive": _("The campaign was put away"),
    "cancel": _("The campaign was called off"),
}
FIELDS: dict[str, Label] = {
    "name": _("What it is called"),
    "purpose": _("What it is for"),
    "place": _("Place"),
    "held_on": _("Day"),
    "basis": _("What is counted"),
    "expected": _("How many people you prepare for"),
    "lines": _("One door on each line"),
    "homes_of": _("All homes of"),
    "point_name": _("What the point is called"),
    "point_place": _("Where it is"),
    "leaders": _("Who leads it"),
    "point": _("Point"),
    "reason": _("Reason"),
    "check_in": _("Check-in"),
}
BASES: dict[str, Label] = {
    Basis.TARGETS: _("The households or persons of a list"),
    Basis.HEADS: _("Heads, without a list"),
}
OUTCOMES: dict[str, Label] = {
    Outcome.TAKEN: _("Counted"),
    Outcome.ALREADY: _("Was here already"),
    Outcome.DUPLICATE: _("Someone else had checked them in before"),
    Outcome.REFUSED: _("Not taken"),
}
