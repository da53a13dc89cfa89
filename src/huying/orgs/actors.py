"""The actor behind an account or a token, in one query however many posts and units there are.

Every call of staff begins with it, so it is written in SQL: putting the same together from
querysets costs more than asking the database. `orgs.queries.actor_of` says the same in three.
"""

from datetime import date

from django.db import connection

from huying.kernel.actor import VISITOR, Actor, ActorKind, Standing
from huying.orgs.states import Duty
from huying.people.roles import ROLE_GRANTS, Role
from huying.people.rules import token_digest

# A row for the person, one for each post and each unit held, and each colleague covered, on the day.
_WHO_POSTS_UNITS = """
WITH who AS (
    SELECT account.person_id, person.name
    FROM people_account account JOIN people_person person ON person.id = account.person_id
    WHERE account.is_active AND account.id = COALESCE(
        %(account)s,
        (SELECT account_id FROM people_apitoken WHERE digest = %(digest)s AND revoked_at IS NULL)
    )
)
SELECT 'who', name, person_id, '' FROM who
UNION ALL
SELECT 'post', post.role, post.place_id, place.path
FROM who JOIN people_post post ON post.person_id = who.person_id
JOIN places_place place ON place.id = post.place_id
WHERE post.since <= %(day)s AND (post.until IS NULL OR post.until > %(day)s)
UNION ALL
SELECT 'unit', '', member.organisation_id, ''
FROM who JOIN orgs_member member ON member.person_id = who.person_id
WHERE member.since <= %(day)s AND (member.until IS NULL OR member.until > %(day)s)
AND member.duty IN (%(head)s, %(handler)s)
UNION ALL
SELECT 'cover', '', cover.away_id, ''
FROM who JOIN people_cover cover ON cover.stand_in_id = who.person_id
WHERE cover.since <= %(day)s AND cover.until > %(day)s
"""
Row = tuple[str, str, int, str]


def actor_of_token(token: str, on: date) -> Actor | None:
    """Who carries this bearer token; None when it is unknown or revoked, or the account closed."""
    return _actor(_read(on, account=None, digest=token_digest(token)))


def actor_of_account(account_id: int, on: date) -> Actor:
    """Who signed in with this account; nobody at all when it is closed or has no person."""
    return _actor(_read(on, account=account_id, digest="")) or VISITOR


def _read(on: date, *, account: int | None, digest: str) -> list[Row]:
    asked: dict[str, str | int | None] = {
        "account": account, "digest": digest, "day": on.isoformat(),
        "head": Duty.HEAD.value, "handler": Duty.HANDLER.value,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WHO_POSTS_UNITS, asked)
        return list(cursor.fetchall())


def _actor(rows: list[Row]) -> Actor | None:
    person = next(((name, pk) for kind, name, pk, _path in rows if kind == "who"), None)
    if person is None:
        return None
    standings = tuple(
        Standing(role, frozenset(ROLE_GRANTS[Role(role)]), place_id, path)
        for kind, role, place_id, path in rows
        if kind == "post"
    )
    units = frozenset(pk for kind, _word, pk, _path in rows if kind == "unit")
    away = frozenset(pk for kind, _word, pk, _path in rows if kind == "cover")
    return Actor(ActorKind.STAFF, person[0], person[1], standings, units, covering=away)
