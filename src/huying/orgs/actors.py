"""The actor behind an account or a token, in one query however many posts and units there are."""

from datetime import date

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast

from huying.kernel.actor import VISITOR, Actor, ActorKind, Standing
from huying.orgs.models import Member
from huying.orgs.queries import current as current_members
from huying.orgs.states import Duty
from huying.people.models import Account, Post
from huying.people.queries import current as current_posts
from huying.people.roles import ROLE_GRANTS, Role
from huying.people.rules import token_digest

_WORD = CharField()
_WHO, _POST, _UNIT, _BLANK = (Cast(Value(word), _WORD) for word in ("who", "post", "unit", ""))


def actor_of_token(token: str, on: date) -> Actor | None:
    """Who carries this bearer token; None when it is unknown or revoked, or the account closed."""
    digest = token_digest(token)
    return _read(
        Q(tokens__digest=digest, tokens__revoked_at=None),
        Q(
            person__account__tokens__digest=digest,
            person__account__tokens__revoked_at=None,
        ),
        on,
    )


def actor_of_account(account_id: int, on: date) -> Actor:
    """Who signed in with this account; nobody at all when it is closed or has no person."""
    return _read(Q(pk=account_id), Q(person__account=account_id), on) or VISITOR


def _read(accounts: Q, holders: Q, on: date) -> Actor | None:
    """One row for the person, one for each post and unit held on this day."""
    who = Account.objects.filter(accounts, is_active=True, person__isnull=False)
    active = holders & Q(person__account__is_active=True)
    posts = current_posts(Post.objects.filter(active), on)
    duties = Member.objects.filter(active, duty__in=[Duty.HEAD, Duty.HANDLER])
    found: QuerySet[Account, tuple[str, str, int, str]] = who.values_list(
        _WHO, "person__name", "person_id", _BLANK
    ).union(
        posts.values_list(_POST, "role", "place_id", "place__path"),
        current_members(duties, on).values_list(_UNIT, _BLANK, "organisation_id", _BLANK),
        all=True,
    )
    return _actor(list(found))


def _actor(rows: list[tuple[str, str, int, str]]) -> Actor | None:
    person = next(((name, pk) for kind, name, pk, _path in rows if kind == "who"), None)
    if person is None:
        return None
    standings = tuple(
        Standing(role, frozenset(ROLE_GRANTS[Role(role)]), place_id, path)
        for kind, role, place_id, path in rows
        if kind == "post"
    )
    units = frozenset(pk for kind, _word, pk, _path in rows if kind == "unit")
    return Actor(ActorKind.STAFF, person[0], person[1], standings, units)
