"""What people read for the words of this room; labels are translations and are never compared."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.care.states import (
    Basis,
    ConsentBy,
    ConsentHow,
    Depth,
    Ending,
    EntryState,
    GrantState,
    Look,
)

Label = str | Promise

STATES: Mapping[str, Label] = {
    EntryState.REGISTERED: _("To be verified"),
    EntryState.VERIFIED: _("Verified"),
    EntryState.ENDED: _("No longer in the ledger"),
    EntryState.WITHDRAWN: _("Consent withdrawn"),
    EntryState.ERASED: _("Erased"),
}
GRANT_STATES: Mapping[str, Label] = {
    GrantState.GIVEN: _("Open"),
    GrantState.REVOKED: _("Taken back"),
}
DEPTHS: Mapping[str, Label] = {
    Depth.LEDGER: _("The whole ledger"),
    Depth.VISITS: _("Only whom to look in on"),
}
BASES: Mapping[str, Label] = {
    Basis.LAW: _("A duty by law"),
    Basis.CONTRACT: _("A contract with the person"),
    Basis.CONSENT: _("Consent"),
    Basis.EMERGENCY: _("An emergency"),
}
CONSENT_BY: Mapping[str, Label] = {
    ConsentBy.OWN: _("The person"),
    ConsentBy.GUARDIAN: _("A guardian"),
}
CONSENT_HOW: Mapping[str, Label] = {
    ConsentHow.WRITTEN: _("In writing"),
    ConsentHow.SPOKEN: _("Spoken, with a witness"),
}
ENDINGS: Mapping[str, Label] = {
    Ending.NO_LONGER: _("Needs it no more"),
    Ending.MOVED: _("Moved away"),
    Ending.DIED: _("Has died"),
    Ending.MISTAKEN: _("Was written down by mistake"),
}
LOOKS: Mapping[str, Label] = {
    Look.LIST: _("Opened a ledger"),
    Look.ENTRY: _("Opened an entry"),
    Look.ID_NUMBER: _("Saw an ID number"),
    Look.PHONE: _("Saw a telephone number"),
    Look.HEALTH: _("Saw a note on health"),
    Look.VISITS: _("Opened the care list"),
}
MOVES: Mapping[str, Label] = {
    "register": _("Write someone down"),
    "verify": _("Verify"),
    "see": _("Note a visit"),
    "correct": _("Correct"),
    "renew": _("Review"),
    "end": _("Take out of the ledger"),
    "withdraw": _("Consent is withdrawn"),
    "erase": _("Erase"),
}
HAPPENED: Mapping[str, Label] = {
    "register": _("Written down"),
    "verify": _("Verified"),
    "see": _("Somebody was there"),
    "correct": _("Corrected"),
    "renew": _("Reviewed"),
    "end": _("Taken out of the ledger"),
    "withdraw": _("Consent withdrawn"),
    "erase": _("Erased"),
}
FIELDS: Mapping[str, Label] = {
    "name": _("Name"),
    "id_number": _("ID number"),
    "phone": _("Telephone"),
    "birth_year": _("Year of birth"),
    "health": _("Note on health"),
    "address": _("Address"),
    "place": _("Where they live"),
    "guardian": _("Guardian's name"),
    "purpose": _("What it is kept for"),
    "basis": _("Legal basis"),
    "basis_words": _("Which law, contract or emergency"),
    "consent_on": _("Consent given on"),
    "consent_by": _("Who consented"),
    "consent_how": _("How"),
    "since": _("Known since"),
    "review_on": _("Look at it again on"),
    "every_days": _("Look in every … days"),
    "reason": _("Reason"),
    "ending": _("Why"),
    "words": _("In words"),
    "seen_at": _("When"),
}
