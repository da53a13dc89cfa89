"""What may be read of the care ledger, and by whom."""

from huying.care.queries.entries import (
    Counts,
    counts,
    entries,
    finding,
    history,
    spans,
    totals,
)
from huying.care.queries.granted import (
    any_grant,
    colleagues,
    forget,
    grant_of,
    grants_below,
    named,
    own_grants,
)
from huying.care.queries.ledgers import Ledger, called, ledger_at, ledgers_at
from huying.care.queries.looks import looks_at, looks_below
from huying.care.queries.places import areas, granting_places, homes
from huying.care.queries.showing import Shown, said_of, shown
from huying.care.queries.visits import ToSee, due_to_be_seen

__all__ = [
    "Counts",
    "Ledger",
    "Shown",
    "ToSee",
    "any_grant",
    "areas",
    "called",
    "colleagues",
    "counts",
    "due_to_be_seen",
    "entries",
    "finding",
    "forget",
    "grant_of",
    "granting_places",
    "grants_below",
    "history",
    "homes",
    "ledger_at",
    "ledgers_at",
    "looks_at",
    "looks_below",
    "named",
    "own_grants",
    "said_of",
    "shown",
    "spans",
    "totals",
]
