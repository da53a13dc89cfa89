"""Which ledgers the way of working at a place has."""

from dataclasses import dataclass
from datetime import date

from huying.adoptions.queries import way_at
from huying.care.rules import KEEP_FOR_DAYS


@dataclass(frozen=True, slots=True)
class Ledger:
    """A category of people who are known by name, what for, and how long it keeps what ended."""

    code: str
    name: str
    purpose: str
    keep_days: int = KEEP_FOR_DAYS


def ledgers_at(path: str, on: date) -> tuple[Ledger, ...]:
    """The ledgers of the way of working in force at this place; none where there is no way."""
    way = way_at(path, on)
    rows = way.parts.get("ledgers", ()) if way else ()
    return tuple(
        Ledger(row["code"], row["name"], row["purpose"], row.get("keep_days", KEEP_FOR_DAYS))
        for row in rows
    )


def ledger_at(path: str, code: str, on: date) -> Ledger | None:
    """The ledger with this code there; None when the way in force has none."""
    return next((one for one in ledgers_at(path, on) if one.code == code), None)


def called(path: str, code: str, on: date) -> Ledger:
    """The ledger with this code there; its bare code where the way in force has it no more."""
    return ledger_at(path, code, on) or Ledger(code, code, "")
