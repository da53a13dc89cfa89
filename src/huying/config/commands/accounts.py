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
from huying.people.models import Account
from huying.people.roles import Role
from huying.places.queries import place


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
        open_account(person, username=name, password=chosen)
        if role and where:
            appoint(person, role=Role(role), place=where, since=today)
        if works_for:
            enlist(person, organisation=works_for, duty=Duty.HANDLER, since=today)
    parts = [f"{role} in {where.name}"] if where else []
    parts += [f"handler at {works_for.name}"] if works_for else []
    click.echo(f"{name}: {', '.join(parts)}")
    if not password:
        click.echo(f"password: {chosen}")


@user.command("close", epilog="Example: huying user close wang")
@click.argument("name")
def close_user(name: str) -> None:
    """Close the account NAME: its password, sessions and API tokens end at once."""
    close_account(_account(name), at=now())
    click.echo(f"{name}: closed")


@user.command("reopen", epilog="Example: huying user reopen wang")
@click.argument("name")
@click.option(
    "--password", envvar="HUYING_PASSWORD", default="", help="[default: a random one, printed once]"
)
def reopen_user(*, name: str, password: str) -> None:
    """Open the closed account NAME again, with a new password."""
    chosen = password or random_password()
    reopen_account(_account(name), password=chosen)
    click.echo(f"{name}: open")
    if not password:
        click.echo(f"password: {chosen}")


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
