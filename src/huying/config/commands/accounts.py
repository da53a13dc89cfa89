"""`user add`, `user close`, `user reopen`, and `token create`."""

import click
from django.db import transaction
from django.utils import timezone

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orgs.actions import enlist
from huying.orgs.queries import organisation
from huying.orgs.states import Duty
from huying.people.actions import (
    add_person,
    appoint,
    close_account,
    issue_token,
    open_account,
    random_password,
    reopen_account,
)
from huying.people.actions.ending import drop_factors
from huying.people.actions.guarding import lift_lockout
from huying.people.actions.noting import note
from huying.people.models import Account
from huying.people.roles import Role
from huying.people.states import Told
from huying.places.queries import place

COMMAND = "command line"


@click.group(epilog="Example: huying user add wang --role dispatcher --place 990101001001")
def user() -> None:
    """Accounts of staff."""


@user.command("add", epilog="Example: huying user add wang --role dispatcher --place 990101001001")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="a post in a place")
@click.option("--place", "code", help="code of the place the post is in")
@click.option("--unit", help="code of the organisation the person handles orders for")
@click.option("--person", "person_name", default="", help="the person's name [default: NAME]")
@click.option(
    "--password", envvar="HUYING_PASSWORD", default="", help="[default: a random one, printed once]"
)
def add_user(
    *,
    name: str,
    role: str | None,
    code: str | None,
    unit: str | None,
    person_name: str,
    password: str,
) -> None:
    """Add a person with an account, and a post in a place, or a duty in a unit, or both."""
    if bool(role) != bool(code) or not (role or unit):
        raise click.UsageError("give --role with --place, or --unit, or all three")
    chosen, today = password or random_password(), timezone.localdate(now())
    where, works_for = place(code) if code else None, organisation(unit) if unit else None
    with transaction.atomic():
        person = add_person(name=person_name or name)
        opened = open_account(person, username=name, password=chosen)
        if role and where:
            appoint(person, role=Role(role), place=where, since=today)
        if works_for:
            enlist(person, organisation=works_for, duty=Duty.HANDLER, since=today)
        note(Told.OPENED, opened, at=now(), by=COMMAND)
    parts = [f"{role} in {where.name}"] if where else []
    parts += [f"handler at {works_for.name}"] if works_for else []
    click.echo(f"{name}: {', '.join(parts)}")
    if not password:
        click.echo(f"password: {chosen}")


@user.command("close", epilog="Example: huying user close wang")
@click.argument("name")
def close_user(name: str) -> None:
    """Close the account NAME: its password, sessions and API tokens end at once."""
    account = _account(name)
    close_account(account, at=now())
    note(Told.CLOSED, account, at=now(), by=COMMAND)
    click.echo(f"{name}: closed")


@user.command("reopen", epilog="Example: huying user reopen wang")
@click.argument("name")
@click.option(
    "--password", envvar="HUYING_PASSWORD", default="", help="[default: a random one, printed once]"
)
def reopen_user(*, name: str, password: str) -> None:
    """Open the closed account NAME again, with a new password."""
    chosen = password or random_password()
    account = _account(name)
    reopen_account(account, password=chosen)
    note(Told.REOPENED, account, at=now(), by=COMMAND)
    click.echo(f"{name}: open")
    if not password:
        click.echo(f"password: {chosen}")


@user.command("unlock", epilog="Example: huying user unlock wang --drop-second-factor")
@click.argument("name")
@click.option("--drop-second-factor", is_flag=True, help="take away app, passkeys and codes too")
def unlock_user(*, name: str, drop_second_factor: bool) -> None:
    """Let NAME try again at once after too many wrong passwords or codes."""
    account = _account(name)
    lift_lockout(account, at=now(), by=COMMAND)
    if drop_second_factor:
        drop_factors(account, at=now(), by=COMMAND)
    click.echo(f"{name}: may sign in")


@click.group(epilog="Example: huying token create wang")
def token() -> None:
    """Tokens for the HTTP API."""


@token.command("create", epilog="Example: huying token create wang --label 'night export'")
@click.argument("name")
@click.option("--label", default="command line", show_default=True)
def create_token(name: str, label: str) -> None:
    """Make a token for the account NAME; it is printed once."""
    account = _account(name)
    if not account.is_active:
        raise Refused(Code.UNKNOWN, f"the account {name} is closed")
    click.echo(issue_token(account, name=label, at=now()))


def _account(name: str) -> Account:
    found = Account.objects.filter(username=name).first()
    if found is None:
        raise Refused(Code.UNKNOWN, f"no account is called {name}")
    return found
