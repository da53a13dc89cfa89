"""Finding out who acts, and who answers for a place."""

from collections.abc import Iterable
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Max, Q, QuerySet

from huying.kernel.actor import Standing
from huying.kernel.refusals import Code, Refused
from huying.people.keys import name_key
from huying.people.models import Account, ApiToken, Post, SignInRecord, WrongTries
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
