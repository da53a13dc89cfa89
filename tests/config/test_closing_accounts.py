"""`user close` and `user reopen`: an account that lets nobody in, and in again."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner, Result
from django.test import Client

from huying.config.cli import cli
from huying.kernel.refusals import Code, Refused
from huying.orgs.actors import actor_of_account, actor_of_token
from huying.people.actions import issue_token
from huying.people.actions.guarding import count_wrong
from huying.people.queries import has_second_factor, locked_until
from tests.builders import PASSWORD, START, Cast, build_cast

DAY = date(2026, 3, 10)


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, arguments, env=environment, prog_name="huying")


def said(*arguments: str, **environment: str) -> list[str]:
    result = run(*arguments, **environment)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout.splitlines()


def test_a_closed_account_is_out_at_once_and_reopens_with_another_password(cast: Cast) -> None:
    browser, account = Client(), cast.lin.account
    browser.force_login(account)
    token = issue_token(account, name="night export", at=START)
    assert browser.get("/desk/").status_code == 200

    assert said("user", "close", "lin") == ["lin: closed"]
    assert browser.get("/desk/").status_code == 302
    assert actor_of_token(token, DAY) is None
    assert not Client().login(username="lin", password=PASSWORD)

    told = said("user", "reopen", "lin")
    assert told[0] == "lin: open"
    given = told[1].removeprefix("password: ")
    assert actor_of_account(account.pk, DAY).name == "小林"
    assert browser.get("/desk/").status_code == 302
    assert actor_of_token(token, DAY) is None
    assert not Client().login(username="lin", password=PASSWORD)
    assert Client().login(username="lin", password=given)


def test_a_password_that_is_given_is_taken_and_not_printed(cast: Cast) -> None:
    said("user", "close", "lin")
    assert said("user", "reopen", "lin", HUYING_PASSWORD="moon-over-the-gate") == ["lin: open"]
    assert Client().login(username="lin", password="moon-over-the-gate")


def test_a_name_closed_after_wrong_tries_is_opened_and_a_lost_factor_taken_away(
    cast: Cast,
) -> None:
    account = cast.lin.account
    for _ in range(10):
        count_wrong("lin", at=START, account=account)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert locked_until(account, at=START) == START + timedelta(minutes=15)
    assert said("user", "unlock", "lin") == ["lin: may sign in"]
    assert (locked_until(account, at=START), has_second_factor(account.pk)) == (None, True)
    assert said("user", "unlock", "lin", "--drop-second-factor") == ["lin: may sign in"]
    assert has_second_factor(account.pk) is False


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["close", "nobody"], Code.UNKNOWN),
        (["reopen", "nobody"], Code.UNKNOWN),
        (["reopen", "lin"], Code.WRONG_STATE),
        (["close", "gu"], Code.WRONG_STATE),
        (["reopen", "gu", "--password", "12345678"], Code.INVALID),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    cast: Cast, arguments: list[str], code: Code
) -> None:
    said("user", "close", "gu")
    problem = run("user", *arguments).exception
    assert isinstance(problem, Refused)
    assert problem.code == code
    assert Client().login(username="lin", password=PASSWORD)
    assert not actor_of_account(cast.gu.account.pk, DAY).person_id
