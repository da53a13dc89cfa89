"""Passkeys in a real Chromium, with a key that the browser itself plays."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import DESKTOP, PageOpener
from tests.builders import PASSWORD, START, Cast, build_cast, clock_at
from tests.web.knocking import told

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def city(transactional_db: None) -> Iterator[Cast]:
    """The cast, for a server of its own."""
    with clock_at(START):
        yield build_cast()


def keyed(page: Page, **differing: bool) -> Page:
    """The page's browser with a key in it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | differing})
    return page


def home(live_server: LiveServer) -> str:
    """The server by a name that passkeys may belong to."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def enter(page: Page, where: str) -> None:
    page.goto(f"{where}/login/?next=/account/")
    page.fill("#id_username", "lin")
    page.fill("#id_password", PASSWORD)
    page.click("form.stack button")


def add_passkey(page: Page, where: str) -> None:
    """Set one up from the account page, proving with the password who one is."""
    page.goto(f"{where}/account/passkeys/add/")
    page.fill("#id_password", PASSWORD)
    page.click("form.flow button")
    page.fill("#id_name", "我的手机")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{where}/account/codes/")


def set_up_app(page: Page, where: str) -> None:
    """Look at the picture an app scans."""
    page.goto(f"{where}/account/app/")
    page.fill("#id_password", PASSWORD)
    page.click("form.flow button")


def leave(page: Page) -> None:
    page.click("form[action='/logout/'] button")
    page.wait_for_load_state()


def test_a_passkey_is_made_and_opens_the_door_alone(
    city: Cast, live_server: LiveServer, open_page: PageOpener
) -> None:
    page, where = keyed(open_page(DESKTOP)), home(live_server)
    enter(page, where)
    add_passkey(page, where)
    assert page.locator(".codes li").count() == 10
    page.goto(f"{where}/account/")
    assert page.locator("text=我的手机").count() == 1
    leave(page)
    page.goto(f"{where}/login/?next=/desk/rates/")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{where}/desk/rates/")
    assert told(city.lin.account)[-2:] == [("out", ""), ("in", "webauthn")]


def test_a_passkey_is_the_second_step_after_the_password(
    city: Cast, live_server: LiveServer, open_page: PageOpener
) -> None:
    page, where = keyed(open_page(DESKTOP)), home(live_server)
    enter(page, where)
    add_passkey(page, where)
    page.goto(f"{where}/account/")
    leave(page)
    enter(page, where)
    page.wait_for_url(f"{where}/login/step/")
    page.click("form[data-passkey] button")
    page.wait_for_url(f"{where}/account/")
    assert told(city.lin.account)[-1] == ("in", "password + webauthn")


def test_a_key_nobody_knows_opens_nothing_and_is_told_so(
    city: Cast, live_server: LiveServer, open_page: PageOpener
) -> None:
    page, where = keyed(open_page(DESKTOP)), home(live_server)
    page.goto(f"{where}/login/")
    assert page.locator("[data-passkey-failed]").is_hidden()
    page.click("form[data-passkey] button")
    page.locator("[data-passkey-failed]").wait_for()
    page.goto(f"{where}/desk/")
    assert page.url.startswith(f"{where}/login/")
    assert not Authenticator.objects.exists()


def test_the_picture_for_the_app_is_drawn_under_the_strict_policy(
    city: Cast, live_server: LiveServer, open_page: PageOpener
) -> None:
    page, where = open_page(DESKTOP), home(live_server)
    enter(page, where)
    set_up_app(page, where)
    width = page.eval_on_selector(
        "img.qr", "image => image.decode().then(() => image.naturalWidth)"
    )
    assert width > 100


def test_without_passkeys_in_the_browser_none_are_offered(
    city: Cast, live_server: LiveServer, open_page: PageOpener
) -> None:
    page = open_page(DESKTOP)
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(f"{home(live_server)}/login/")
    assert page.locator("form[data-passkey]").is_hidden()
    assert page.locator("form.stack button").is_visible()
