"""The same eye for barriers on the pages of the sign-in library, refusals, lock-outs and the console."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from huying.config.identities import identity_providers
from huying.orders.models import StandardText
from huying.people.roles import Role
from huying.web.limits import GUESSES
from tests.browser import PageOpener
from tests.builders import LONG_AGO, PASSWORD, Cast, Staff, build_cast, clock_at
from tests.web.browsing import signed_in
from tests.web.knocking import with_app
from tests.web.test_accessibility import WAYS, barriers, seated
from tests.web.test_passkeys_in_the_browser import home, keyed

ISSUER = ("https://id.example.org", "huying", "secret", "云川政务")
CONSOLE = (
    "", "people/account/", "people/account/add/", "notices/route/", "notices/route/add/",
    "orders/standardtext/", "orders/standardtext/add/",
)  # fmt: skip
# Page, rule and element that are the framework's own and stay. Its script for boxes with a search
# gives the text inside the box a role that wants a name of its own, and none while nothing is
# chosen; the box around it, which is what is reached and read, is named by us.
SEARCH_BOX = 'class="select2-selection__rendered"'
ACCEPTED = {
    ("people/account/add/", "aria-input-field-name"): SEARCH_BOX,
    ("orders/standardtext/add/", "aria-input-field-name"): SEARCH_BOX,
}


@dataclass(frozen=True)
class House:
    """Who reads here."""

    cast: Cast
    keeper: Staff


@pytest.fixture
def house(transactional_db: None, settings: Settings) -> Iterator[House]:
    """Lin has a password only, Chen an app and codes; an identity from elsewhere is believed."""
    settings.SOCIALACCOUNT_PROVIDERS = identity_providers(ISSUER, ("", ""))
    cast = build_cast()
    with_app(cast.secretary)
    RecoveryCodes.activate(cast.secretary.account)
    StandardText.objects.create(
        label="归物业", move="dispatch", text="已转{unit}。", valid_from=LONG_AGO
    )
    keeper = cast.hire("管理员小芦", Role.SYSTEM_KEEPER, cast.district)
    with clock_at(cast.at):
        yield House(cast, keeper)


def looked_at(page: Page, name: str) -> list[tuple[str, ...]]:
    """What stands in somebody's way on the page that is open, the accepted left out."""
    wrong: list[tuple[str, ...]] = [
        (name, *each)
        for each in barriers(page)
        if ACCEPTED.get((name, each[0]), "-") not in each[2].split(">")[0]
    ]
    screen, whole, body = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth,"
        " document.body.offsetWidth]"
    )
    if whole > screen:
        wrong.append((name, "sticks out", f"{whole} of {screen}"))
    if body < screen:
        wrong.append((name, "leaves the screen half empty", f"{body} of {screen}"))
    return wrong


def knock(page: Page, base: str, name: str, password: str = PASSWORD) -> None:
    page.goto(f"{base}/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.locator("form.stack button").click()
    page.wait_for_load_state()


def confirm(page: Page) -> None:
    page.fill("#id_password", PASSWORD)
    page.locator("form.flow button").click()
    page.wait_for_load_state()


def send_without_token(page: Page, base: str) -> None:
    page.goto(f"{base}/track/")
    page.evaluate("document.querySelector('main form [name=csrfmiddlewaretoken]').value = ''")
    page.fill("#id_number", "K7M-3Q9X")
    page.fill("#id_code", "AAAA")
    page.locator("main form button").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("way", sorted(WAYS))
def test_at_the_door_nothing_stands_in_the_way(
    open_page: PageOpener, live_server: LiveServer, house: House, way: str
) -> None:
    base, wrong = live_server.url, []
    page = seated(open_page, way, base, signed_in(None))
    for name in ("login/", "login/with/oidc/?process=login", "nope/", "c/nope/"):
        page.goto(f"{base}/{name}")
        wrong += looked_at(page, name)
    send_without_token(page, base)
    wrong += looked_at(page, "a form too old")
    knock(page, base, "lin", "wrong-one")
    wrong += looked_at(page, "a wrong password")
    for _ in range(9):
        GUESSES.forget()
        knock_again(page)
    wrong += looked_at(page, "closed after wrong tries")
    knock(page, base, "chen")
    page.wait_for_url("**/login/step/", timeout=3000)
    page.fill("#id_code", "000000")
    page.locator("form.flow button").click()
    page.wait_for_load_state()
    wrong += looked_at(page, "a wrong code")
    assert wrong == []


def knock_again(page: Page) -> None:
    page.fill("#id_password", "wrong-one")
    page.locator("form.stack button").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("way", sorted(WAYS))
def test_on_ones_own_account_nothing_stands_in_the_way(
    open_page: PageOpener, live_server: LiveServer, house: House, way: str
) -> None:
    base, wrong = home(live_server), []
    page = keyed(seated(open_page, way, base, signed_in(house.cast.lin)))
    page.goto(f"{base}/account/app/")
    wrong += looked_at(page, "once more, by password")
    confirm(page)
    wrong += looked_at(page, "an app")
    for name in ("account/passkeys/add/", "account/second-factor/", "console/login/"):
        page.goto(f"{base}/{name}")
        wrong += looked_at(page, name)
    page.goto(f"{base}/account/passkeys/add/")
    page.fill("#id_name", "我的手机")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(f"{base}/account/codes/")
    wrong += looked_at(page, "the codes, shown once")
    passkey = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    for name in ("codes/", f"passkeys/{passkey}/remove/", "confirm/passkey/", ""):
        page.goto(f"{base}/account/{name}")
        wrong += looked_at(page, f"account/{name}")
    page = seated(open_page, way, base, signed_in(house.cast.secretary))
    page.goto(f"{base}/account/codes/new/")
    confirm(page)
    for name in ("", "confirm/code/", "codes/new/", "app/off/"):
        page.goto(f"{base}/account/{name}")
        wrong += looked_at(page, name)
    assert wrong == []


@pytest.mark.parametrize("way", sorted(WAYS))
def test_in_the_console_nothing_stands_in_the_way(
    open_page: PageOpener, live_server: LiveServer, house: House, way: str
) -> None:
    base, wrong = live_server.url, []
    # While it measures, axe writes styles into the boxes of the framework's forms; the page does not.
    page = seated(
        lambda device: open_page(device | {"bypass_csp": True}), way, base, signed_in(house.keeper)
    )
    for name in (*CONSOLE, f"people/account/{house.keeper.account.pk}/change/"):
        page.goto(f"{base}/console/{name}")
        wrong += looked_at(page, name)
    assert wrong == []
