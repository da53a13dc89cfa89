"""Making persons, accounts, posts and tokens."""

import secrets
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from huying.kernel.refusals import Code, Refused
from huying.people.models import Account, ApiToken, Person, Post
from huying.people.roles import Role
from huying.people.rules import phone_number, token_digest
from huying.places.models import Place


def add_person(*, name: str, phone: str = "", mode: str = "app") -> Person:
    """A new person; the phone is checked."""
    if not name.strip():
        raise Refused(Code.INCOMPLETE, "a name is needed", fields={"name": "required"})
    return Person.objects.create(
        name=name.strip(), phone=phone_number(phone, field="phone"), mode=mode
    )


def appoint(
    person: Person, *, role: Role, place: Place, since: date, until: date | None = None
) -> Post:
    """Give a person a post; refused when the same post was begun on that day."""
    try:
        with transaction.atomic():
            return Post.objects.create(
                person=person, place=place, role=role, since=since, until=until
            )
    except IntegrityError as problem:
        raise Refused(
            Code.CONFLICT, "this post cannot be given twice, or ends before it begins"
        ) from problem


def open_account(
    person: Person, *, username: str, password: str, is_staff: bool = False
) -> Account:
    """An account for a person, with a password that passes the rules."""
    account = Account(username=username, person=person, is_staff=is_staff, is_superuser=False)
    try:
        validate_password(password, account)
    except ValidationError as problem:
        raise Refused(
            Code.INVALID,
            "the password is too weak",
            fields={"password": " ".join(problem.messages)},
        ) from problem
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as problem:
        raise Refused(
            Code.CONFLICT, "this user name is taken", fields={"username": "taken"}
        ) from problem
    return account


def issue_token(account: Account, *, name: str, at: datetime) -> str:
    """A new bearer token; it is shown once and only its digest is kept."""
    token = f"hy_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(account=account, name=name, digest=token_digest(token), created_at=at)
    return token


def revoke_token(token: ApiToken, *, at: datetime) -> None:
    """Close a token for good."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
