"""Finding out who acts, and who answers for a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import F, Max, Q, QuerySet

from huying.kernel.actor import Standing
from huying.kernel.kept import Kept
from huying.kernel.refusals import Code, Refused
from huying.people.keys import name_key
from huying.people.models import Account, ApiToken, Cover, Person, Post, SignInRecord, WrongTries
from huying.people.roles import DESK_ROLES, ROLE_GRANTS, Role
from huying.people.rules import token_digest
from huying.places.models import Place
from huying.places.rules import lineage, span


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


def covers_on(on: date) -> dict[int, Cover]:
    """Who is away on this day, by their id, with who stands in; at most `RULEBOOK_SECONDS` old."""
    return _covers.get(on)


def _read_covers(on: date) -> dict[int, Cover]:
    rows = Cover.objects.filter(since__lte=on, until__gt=on).select_related("away", "stand_in")
    return {row.away_id: row for row in rows}


_covers = Kept(_read_covers, lambda: float(settings.RULEBOOK_SECONDS))


def standing_in(person_id: int, on: date) -> Person | None:
    """Who answers for this person on this day because they are away; None when they are there."""
    found = covers_on(on).get(person_id)
    return found.stand_in if found else None


def covered_by(person_id: int, on: date) -> frozenset[int]:
    """Ids of the colleagues this person stands in for on this day."""
    rows = Cover.objects.filter(stand_in_id=person_id, since__lte=on, until__gt=on)
    return frozenset(rows.values_list("away_id", flat=True))


def covers_among(people: Iterable[int], on: date) -> list[Cover]:
    """Covers of these people that run on this day or later, the next to begin first."""
    rows = Cover.objects.filter(Q(until__gt=F("since")), away_id__in=sorted(people), until__gt=on)
    return list(rows.select_related("away", "stand_in").order_by("since", "away__name", "id"))


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Someone who works at desks, with the names and tree paths of those places."""

    person: Person
    places: tuple[str, ...]
    paths: tuple[str, ...]


def desk_people(paths: Iterable[str], on: date) -> list[AtDesk]:
    """Everyone at the desks in, above or below these places' lines, by name.

    Above too: who works at the street's desk can stand in at a community's.
    """
    around = Q()
    for path in paths:
        around |= Q(place__path__range=span(path)) | Q(place__path__in=lineage(path))
    if not around:
        return []
    held = current(Post.objects.filter(around, role__in=DESK_ROLES), on)
    active = held.exclude(person__account__is_active=False).select_related("person", "place")
    found: dict[int, list[Post]] = {}
    for post in active.defer("place__boundary").order_by(
        "person__name", "person_id", "place__path"
    ):
        found.setdefault(post.person_id, []).append(post)
    return [
        AtDesk(
            posts[0].person,
            tuple(dict.fromkeys(post.place.name for post in posts)),
            tuple(post.place.path for post in posts),
        )
        for posts in found.values()
    ]


def person(pk: int) -> Person:
    """The person with this id; refused `unknown`."""
    found = Person.objects.filter(pk=pk).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such person")
    return found


def cover(pk: int) -> Cover:
    """The cover with this id; refused `unknown`."""
    found = Cover.objects.select_related("away", "stand_in").filter(pk=pk).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such cover")
    return found


def forget() -> None:
    """Read who is away afresh, in this process."""
    _covers.forget()


def holders(place: Place, role: Role, on: date) -> QuerySet[Post]:
    """Who holds this role in exactly this place on this day."""
    return current(Post.objects.filter(place=place, role=role), on).select_related("person")


FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(account_id: int) -> bool:
    """Whether the account has an app or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=account_id, type__in=FACTORS).exists()


def closed_until(name: str, *, at: datetime, device: str = "") -> datetime | None:
    """Until when this name is closed for this browser after wrong tries; None when it is not."""
    rows = WrongTries.objects.filter(name_key=name_key(name), device=device, locked_until__gt=at)
    return rows.values_list("locked_until", flat=True).first()


def locked_until(account: Account, *, at: datetime) -> datetime | None:
    """Until when the account's name is closed for any browser; None when it is not."""
    rows = WrongTries.objects.filter(name_key=name_key(account.username), locked_until__gt=at)
    latest: datetime | None = rows.aggregate(latest=Max("locked_until"))["latest"]
    return latest


def tokens_of(account: Account) -> QuerySet[ApiToken]:
    """The account's tokens that open the API, newest first."""
    return ApiToken.objects.filter(account=account, revoked_at=None).order_by("-created_at", "-id")


def sign_ins_of(account: Account) -> QuerySet[SignInRecord]:
    """What happened about signing in with this account, newest first."""
    return SignInRecord.objects.filter(account=account)


def sign_ins_below(paths: Iterable[str]) -> QuerySet[SignInRecord]:
    """What happened about signing in, for whoever looks after these places of the tree.

    Accounts count where their person holds or held a post; a district is the whole house, so
    there names that nobody has, residents and people without a post are told too.
    """
    records = SignInRecord.objects.select_related("account__person")
    looked_after = list(paths)
    if any(len(path) == Place.steplen for path in looked_after):
        return records
    below = Q(pk__in=[])
    for path in looked_after:
        below |= Q(place__path__startswith=path)
    persons = Post.objects.filter(below).values("person_id")
    return records.filter(account__person_id__in=persons)


def account_named(name: str) -> Account | None:
    """The account with this user name, open or closed."""
    return Account.objects.filter(username=name.strip()).first()


def account_open(account_id: int) -> Account | None:
    """The account as it is now, if it is open."""
    return Account.objects.filter(pk=account_id, is_active=True).first()


def token_of(account: Account, pk: int) -> ApiToken:
    """One of the account's own tokens; refused `unknown` for everybody else's."""
    found = tokens_of(account).filter(pk=pk).first()
    if found is None:
        raise Refused(Code.UNKNOWN, "there is no such token")
    return found
