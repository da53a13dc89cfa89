"""Opening one ledger at one place to one person for a time, and taking it back."""

from datetime import date, datetime

from django.utils import timezone

from huying.care.lifecycle import GRANT
from huying.care.models import NamedGrant
from huying.care.queries.granted import forget, works_around
from huying.care.queries.ledgers import ledger_at
from huying.care.states import Depth
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.models import Person
from huying.places.models import Place
from huying.trail.moving import give_birth, recorded, write_move


def give(
    person: Person, *, ledger: str, place: Place, depth: str, since: date, until: date,
    reason: str, by: Actor, at: datetime,
) -> NamedGrant:  # fmt: skip
    """Let somebody read this ledger at this place from `since` until the day before `until`.

    By whoever opens ledgers there, and never to themselves. Refused `unknown` for a ledger the
    place does not have, `invalid` for who does not work there and for days that are none.
    """
    grant = NamedGrant(
        person=person, ledger=ledger, place=place, depth=depth, since=since, until=until,
        reason=reason, given_by_id=by.person_id or 0, given_at=at,
    )  # fmt: skip
    grant.works_here = works_around(person.pk, place.path, timezone.localdate(at))
    given = {
        "person": person, "ledger": ledger, "place": place, "depth": depth, "since": since,
        "until": until, "reason": reason,
    }  # fmt: skip
    step = GRANT.check("give", None, by=by, at=at, given=given, facts=grant)
    if ledger_at(place.path, ledger, timezone.localdate(at)) is None:
        raise Refused(
            Code.UNKNOWN, "there is no such ledger here",
            fields={"ledger": "there is no such ledger here"},
        )  # fmt: skip
    Depth(depth)
    give_birth(grant, step, by=by, at=at, given=recorded(given, salt=grant.salt))
    forget()
    return grant


def revoke(
    grant: NamedGrant, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> NamedGrant:
    """Take it back at once."""
    given = {"reason": reason}
    step = GRANT.check("revoke", grant, by=by, at=at, given=given, version=version)
    write_move(
        grant, step, by=by, at=at, given=recorded(given, salt=grant.salt),
        columns={"revoked_at": at},
    )  # fmt: skip
    forget()
    return grant
