"""Persons, accounts, posts and tokens."""

import secrets
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

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
    _take_password(account, password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as problem:
        raise Refused(
            Code.CONFLICT, "this user name is taken", fields={"username": "taken"}
        ) from problem
    return account


def random_password() -> str:
    """A password nobody chose: 16 letters, digits, dashes; it passes the rules."""
    return secrets.token_urlsafe(12)


def set_password(account: Account, *, password: str) -> None:
    """Another password, which ends the account's sessions; its API tokens stay."""
    _take_password(account, password)
    account.save(update_fields=["password"])


@transaction.atomic
def close_account(account: Account, *, at: datetime) -> None:
    """Let nobody in by this account: its password, sessions and API tokens end for good.

    Person, posts and records stay. Refuses an account that is closed.
    """
    account.set_unusable_password()  # sessions are signed with the password: they end with it
    _switch(account, is_active=False)
    ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def reopen_account(account: Account, *, password: str) -> None:
    """Open a closed account again, with a new password. Refuses one that is open."""
    _take_password(account, password)
    _switch(account, is_active=True)


def _switch(account: Account, *, is_active: bool) -> None:
    rows = Account.objects.filter(pk=account.pk, is_active=not is_active)
    if not rows.update(is_active=is_active, password=account.password):
        refused = _("this account is open") if is_active else _("this account is closed")
        raise Refused(Code.WRONG_STATE, refused)
    account.is_active = is_active


def _take_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as problem:
        raise Refused(
            Code.INVALID,
            "the password is too weak",
            fields={"password": " ".join(problem.messages)},
        ) from problem
    account.set_password(password)


def issue_token(account: Account, *, name: str, at: datetime) -> str:
    """A new bearer token; it is shown once and only its digest is kept."""
    token = f"hy_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(account=account, name=name, digest=token_digest(token), created_at=at)
    return token


def revoke_token(token: ApiToken, *, at: datetime) -> None:
    """Close a token for good."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
