"""The tables of an entry's life and of a named grant's."""

from huying.care import guards as g
from huying.care.policy import (
    granter,
    keeper,
    system,
    visitor,
    who_gets_it,
    who_registered_it,
)
from huying.care.states import LEFT, STANDING, EntryState, GrantState
from huying.kernel.machine import Machine, Move

S, G = EntryState, GrantState
FACTS = frozenset({
    "name", "id_number", "phone", "birth_year", "health", "address", "place", "guardian",
    "purpose", "basis", "basis_words", "consent_on", "consent_by", "consent_how", "since",
    "every_days",
})  # fmt: skip
CONSENT = frozenset({"consent_on", "consent_by", "consent_how", "guardian"})
BORN_WITH = frozenset({"name", "place", "purpose", "basis", "since", "review_on"})

ENTRY_BIRTHS = {
    "register": Move(
        frozenset(), S.REGISTERED, by=keeper, needs=BORN_WITH | {"ledger"}, may=FACTS,
        guards=(g.not_there_already, g.the_review_lies_ahead),
    ),
}  # fmt: skip
ENTRY_MOVES = {
    "verify": Move(
        frozenset({S.REGISTERED}), S.VERIFIED, by=keeper & ~who_registered_it
    ),
    "see": Move(
        STANDING, None, by=visitor, needs=frozenset({"seen_at"}), may=frozenset({"words"}),
        guards=(g.somebody_was_there,),
    ),
    "correct": Move(
        STANDING, None, by=keeper, needs=frozenset({"reason"}), may=FACTS | {"cleared"},
        guards=(g.not_there_already,),
    ),
    "renew": Move(
        STANDING, None, by=keeper, needs=frozenset({"review_on"}), may=CONSENT,
        guards=(g.the_review_lies_ahead,),
    ),
    "end": Move(
        STANDING, S.ENDED, by=keeper, needs=frozenset({"ending"}), may=frozenset({"words"})
    ),
    "withdraw": Move(
        STANDING, S.WITHDRAWN, by=keeper, needs=frozenset({"words"}),
        guards=(g.it_stands_on_consent,),
    ),
    "erase": Move(LEFT, S.ERASED, by=system, guards=(g.kept_long_enough,)),
}  # fmt: skip
ENTRY = Machine("care", EntryState, ENTRY_BIRTHS | ENTRY_MOVES)

GRANT = Machine("care_grant", GrantState, {
    "give": Move(
        frozenset(), G.GIVEN, by=granter & ~who_gets_it,
        needs=frozenset({"person", "ledger", "place", "depth", "since", "until", "reason"}),
        guards=(g.works_here, g.for_a_time),
    ),
    "revoke": Move(
        frozenset({G.GIVEN}), G.REVOKED, by=granter, needs=frozenset({"reason"}),
        guards=(g.still_running,),
    ),
})  # fmt: skip
