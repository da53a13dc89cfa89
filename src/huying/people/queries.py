"""Finding out who acts, and who answers for a place."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from huying.kernel.actor import Standing
from huying.people.models import Account, ApiToken, Post
from huying.people.roles import DESK_ROLES, ROLE_GRANTS, Role
from huying.people.rules import token_digest
from huying.places.models import Place


def current(posts: QuerySet[Post], on: date) -> QuerySet[Post]:
    """Only the posts held on this day."""
    return posts.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


def standings(person_id: int, on: date) -> tuple[Standing, ...]:
    """What the person may do where, on this day."""
    held = current(Post.objects.filter(person_id=person_id), on).select_related("place")
    held = held.defer("place__boundary")
    return tuple(
        Standing(post.role, frozenset(ROLE_GRANTS[Role(post.role)]), post.place_id, post.place.path)
        for post in held
    )


def account_of_token(token: str) -> Account | None:
    """The active account behind a bearer token that is not revoked."""
    found = (
        ApiToken.objects.select_related("account__person")
        .filter(digest=token_digest(token), revoked_at=None, account__is_active=True)
        .first()
    )
    return found.account if found else None


def desk_posts(places: Iterable[int | None], on: date) -> list[Post]:
    """Posts that take first contact in any of these places, deepest place first.

    Only persons whose account (if they have one) is active count.
    """
    wanted = [place for place in places if place is not None]
    held = current(Post.objects.filter(place_id__in=wanted, role__in=DESK_ROLES), on)
    active = held.exclude(person__account__is_active=False).select_related("person", "place")
    active = active.defer("place__boundary")  # long, and read with every order placed
    rank = {role: index for index, role in enumerate(DESK_ROLES)}
    return sorted(active, key=lambda p: (-p.place.depth, rank[Role(p.role)], p.person_id))


def holders(place: Place, role: Role, on: date) -> QuerySet[Post]:
    """Who holds this role in exactly this place on this day."""
    return current(Post.objects.filter(place=place, role=role), on).select_related("person")
