"""Who may read and do what with a ledger: by a named grant, never by a role.

A running named grant becomes one more standing of the actor (`queries.named`), so a predicate
here asks nothing but the actor.
"""

from typing import Any

from huying.care.states import Depth
from huying.kernel.actor import Actor, ActorKind
from huying.kernel.machine import rule
from huying.people.roles import Grant

NAMED = "care"
"""The role of a standing that comes from a named grant."""


def right(depth: str, ledger: str) -> str:
    """The name of the right to read a ledger this far."""
    return f"care.{depth}.{ledger}"


def reads(actor: Actor, ledger: str, path: str) -> bool:
    """Whether the whole ledger is open to the actor at the place with this tree path."""
    return actor.may(right(Depth.LEDGER, ledger), path)


def sees(actor: Actor, ledger: str, path: str) -> bool:
    """Whether the actor may know who is to be seen there, and where they live."""
    return reads(actor, ledger, path) or actor.may(right(Depth.VISITS, ledger), path)


@rule
def keeper(actor: Actor, entry: Any) -> bool:
    """Someone to whom this ledger is open here."""
    return reads(actor, entry.ledger, entry.place_path)


@rule
def visitor(actor: Actor, entry: Any) -> bool:
    """Someone who looks in on the people of this ledger here."""
    return sees(actor, entry.ledger, entry.place_path)


@rule
def who_registered_it(actor: Actor, entry: Any) -> bool:
    """Whoever wrote the entry down."""
    return actor.person_id is not None and entry.registered_by_id == actor.person_id


@rule
def who_gets_it(actor: Actor, grant: Any) -> bool:
    """Whoever the grant is for."""
    return actor.person_id is not None and grant.person_id == actor.person_id


@rule
def granter(actor: Actor, grant: Any) -> bool:
    """Someone who may open ledgers to others here."""
    return actor.may(Grant.CARE_GRANT, grant.place_path)


@rule
def system(actor: Actor, entry: Any) -> bool:
    """The product itself."""
    return actor.kind is ActorKind.SYSTEM
