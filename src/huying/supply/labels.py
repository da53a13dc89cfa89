"""What people read for the words of this room. Labels are translations and are never compared."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.supply.states import (
    LandingState,
    Listed,
    Mode,
    NeedState,
    ResourceKind,
    Sort,
    SupportKind,
    WhyNot,
)

Label = str | Promise
Labels = Mapping[str, Label]

NEED_STATES: Labels = {
    NeedState.RAISED: pgettext_lazy("a need", "Raised"),
    NeedState.CONFIRMED: pgettext_lazy("a need", "Confirmed"),
    NeedState.PAIRED: pgettext_lazy("a need", "Paired"),
    NeedState.LANDED: pgettext_lazy("a need", "Landed"),
    NeedState.CLOSED: pgettext_lazy("a need", "Met"),
    NeedState.DECLINED: pgettext_lazy("a need", "Declined"),
    NeedState.MERGED: pgettext_lazy("a need", "Merged"),
}
LANDING_STATES: Labels = {
    LandingState.PLANNED: pgettext_lazy("a landing", "Planned"),
    LandingState.DOING: pgettext_lazy("a landing", "Under way"),
    LandingState.LANDED: pgettext_lazy("a landing", "Landed"),
    LandingState.DROPPED: pgettext_lazy("a landing", "Dropped"),
}
NEED_MOVES: Labels = {
    "raise": _("Raise a need"),
    "add_order": _("Add an order"),
    "add_survey": _("Add households counted"),
    "add_representative": _("Add a resident representative"),
    "take_out": _("Take a support out"),
    "confirm": _("Confirm the need"),
    "pair": _("Pair it and plan a landing"),
    "unpair": _("Back to the confirmed needs"),
    "land": _("Say it has landed"),
    "close": _("Close as met"),
    "decline": _("Decline with another way"),
    "merge": _("Merge into another need"),
    "absorb": _("Take another need in"),
    "unmerge": _("Undo the merge"),
    "give_back": _("Give a need back"),
    "reopen": _("Open it again"),
    "correct": _("Correct"),
}
NEED_HAPPENED: Labels = {
    "raise": _("The need was raised"),
    "add_order": _("An order was added"),
    "add_survey": _("Households counted were added"),
    "add_representative": _("A resident representative was added"),
    "take_out": _("A support was taken out"),
    "confirm": _("The need was confirmed"),
    "pair": _("A landing was planned"),
    "unpair": _("Its landing was dropped"),
    "land": _("It landed"),
    "close": _("The need was met"),
    "decline": _("The need was declined"),
    "merge": _("It was merged into another need"),
    "absorb": _("Another need was merged into this one"),
    "unmerge": _("The merge was undone"),
    "give_back": _("A merged need was given back"),
    "reopen": _("The need was opened again"),
    "correct": _("The need was corrected"),
}
LANDING_MOVES: Labels = {
    "plan": _("Plan a landing"),
    "begin": _("Begin"),
    "land": _("It has landed"),
    "drop": _("Drop it"),
    "correct": _("Change the plan"),
}
LANDING_HAPPENED: Labels = {
    "plan": _("The landing was planned"),
    "begin": _("It began"),
    "land": _("It landed"),
    "drop": _("It was dropped"),
    "correct": _("The plan was changed"),
}
SUPPORTS: Labels = {
    SupportKind.ORDER: _("Order of a resident"),
    SupportKind.SURVEY: _("Counted from door to door"),
    SupportKind.REPRESENTATIVE: _("Resident representative"),
}
REASONS: Labels = {
    WhyNot.BEYOND_DUTY: _("Another office is responsible"),
    WhyNot.NOT_OFFERED: _("Communities may not do this"),
    WhyNot.ALREADY_THERE: _("It is offered already"),
    WhyNot.TOO_FEW: _("Too few want it for now"),
    WhyNot.NO_MEANS: _("There is no means for it now"),
}
RESOURCE_KINDS: Labels = {
    ResourceKind.VENUE: _("Venue"),
    ResourceKind.SKILL: _("Skill"),
    ResourceKind.EQUIPMENT: _("Equipment"),
    ResourceKind.SERVICE: _("Service of a unit"),
    ResourceKind.FUND: _("Money set aside"),
    ResourceKind.LAND: _("Land or space"),
}
MODES: Labels = {
    Mode.ON_SITE: _("At the community"),
    Mode.AT_HOME: _("At your home"),
    Mode.ERRAND: _("Done for you"),
}
SORTS: Labels = {
    Sort.REGULAR: _("Regular"),
    Sort.CHARACTERISTIC: _("Characteristic"),
}
LISTS: Labels = {
    Listed.NEEDS: _("Needs"),
    Listed.RESOURCES: _("Shared resources"),
    Listed.SERVICES: _("Service items"),
    Listed.LANDINGS: _("Delivered needs"),
}
FIELDS = {
    "title": _("What is needed"),
    "words": _("More about it"),
    "category": _("Category"),
    "personal": _("Concerns one person or household"),
    "order": _("Order number"),
    "count": _("How many households"),
    "source": _("Where the count comes from"),
    "counted_by": _("Who counted"),
    "counted_on": _("Counted on"),
    "representative": _("Representative"),
    "support": _("Which support"),
    "score": _("How pressing, 1 to 10"),
    "decision": _("What was decided, by whom"),
    "measure": _("What will be done"),
    "due_on": _("By which day"),
    "unit": _("Unit that takes it"),
    "person": _("Person who takes it"),
    "resources": _("With which resources"),
    "items": _("By which service items"),
    "result": _("What came of it"),
    "outcome": _("What was done"),
    "landed_on": _("Landed on"),
    "why": _("Reason"),
    "other_way": _("Where to go instead"),
    "into": _("Into which need"),
    "other": _("Which need"),
    "reason": _("Reason"),
    "name": _("Name"),
    "kind": _("Kind"),
    "owner_unit": _("Unit it belongs to"),
    "owner_name": _("Or the person's name"),
    "address": _("Address"),
    "lng": _("Longitude"),
    "lat": _("Latitude"),
    "hours": _("Opening hours"),
    "phone": _("Phone"),
    "contact": _("Whom to ask for"),
    "specialities": _("Good for"),
    "capacity": _("How many at once"),
    "note": _("Note"),
    "inside": _("Keep inside: do not publish"),
    "since": _("Since"),
    "until": _("Until"),
    "group": _("Class"),
    "sort": _("Sort"),
    "free": _("Free of charge"),
    "mode": _("Where it is given"),
    "eligible": _("For whom"),
    "papers": _("Papers to bring"),
    "minutes": _("Minutes it takes"),
    "offered": _("Offered here"),
    "office": _("Office to go to instead"),
    "providers": _("Who provides it"),
}  # fmt: skip
