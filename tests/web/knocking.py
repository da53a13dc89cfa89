"""Coming to the staff's door in tests: by password, by code, with an app that shows codes."""

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from huying.people.models import Account, SignInRecord
from tests.builders import PASSWORD, Staff

PERIOD_S = 30


def browser(**facts: Any) -> Client:
    """A browser reading English pages."""
    return Client(headers={"accept-language": "en"}, **facts)


def knock(client: Client, name: str = "lin", password: str = PASSWORD, **more: str) -> Any:
    """Send the sign-in form."""
    sent = {"username": name, "password": password} | more
    return client.post(reverse("account:login"), sent)


def went_to(answer: Any) -> str:
    """Where an answer leads; "" when it leads nowhere."""
    return str(answer.headers.get("Location", ""))


def desk(client: Client) -> int:
    """What the desk answers."""
    return int(client.get("/desk/").status_code)


def with_app(staff: Staff) -> str:
    """Give this person an app; the secret it holds."""
    secret = generate_totp_secret()
    Authenticator.objects.create(
        user=staff.account, type=Authenticator.Type.TOTP, data={"secret": secret}
    )
    return secret


def code_of(secret: str, *, ahead: int = 0) -> str:
    """What the app shows now, or will show some half minutes ahead."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD_S + ahead))


def wrong_code(secret: str) -> str:
    """Six digits the app shows neither now nor soon."""
    near = {code_of(secret, ahead=ahead) for ahead in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555", "666666") if code not in near)  # fmt: skip


def told(account: Account | None = None) -> list[tuple[str, str]]:
    """What the records say, oldest first, as (what, with what)."""
    rows = SignInRecord.objects.order_by("id")
    if account is not None:
        rows = rows.filter(account=account)
    return list(rows.values_list("what", "by"))


def said(answer: Any) -> str:
    """The words of a page, tags taken out."""
    return re.sub(r"<[^>]+>", " ", answer.content.decode())
