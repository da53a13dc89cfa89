"""The component page and the frames: whole, safe, and fit for a finger on a small phone."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.web.templatetags.ui import register
from huying.web.ui.samples import COMPONENTS
from huying.web.ui.views import FRAMES
from tests.browser import DESKTOP, PHONE, PageOpener

pytestmark = pytest.mark.urls("huying.web.ui.urls")

TEMPLATES = Path(settings.PACKAGE) / "web" / "templates" / "ui"
PAGES = ["/ui-kit/", *(f"/ui-kit/{frame}/" for frame in FRAMES)]
SMALL = {**PHONE, "viewport": {"width": 360, "height": 740}}
TABLET = {"viewport": {"width": 768, "height": 1024}}
# Neither drawn on their own: dressing, and values for other components.
NOT_DRAWN = {"stylesheet", "icon", "clock_face", "seal", "nav"}
VOID = {"input", "img", "link", "meta", "br", "rect", "path", "circle", "line", "polyline"}


class Reading(HTMLParser):
    """Collects ids, style attributes, inline scripts, unclosed elements and links without words."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.inline: list[str] = []
        self.open: list[str] = []
        self.crossed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        self.labelled |= set((given.get("aria-describedby") or "").split())
        self.labelled |= {given["for"] or ""} if "for" in given else set()
        inline = [name for name in given if name == "style" or name.startswith("on")]
        if inline or (tag == "script" and "src" not in given) or tag == "style":
            self.inline.append(f"{tag} {inline}")
        if tag not in VOID | {"ellipse"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID | {"ellipse"}:
            return
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_has_nothing_inline(client: Client, path: str, lang: str) -> None:
    client.cookies["lang"] = lang
    response = client.get(path)
    assert response.status_code == 200
    reading = Reading()
    reading.feed(response.text)
    assert reading.crossed == []
    assert reading.open == []
    assert reading.inline == []
    assert sorted(reading.ids) == sorted(set(reading.ids))
    assert reading.labelled - set(reading.ids) - {""} == set()
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_there_is_no_frame_that_is_not_there(client: Client) -> None:
    assert client.get("/ui-kit/console/").status_code == 404


def test_every_component_has_its_place_on_the_page(client: Client) -> None:
    tags = {name for name in register.tags if name not in NOT_DRAWN}
    assert set(COMPONENTS) - {"words"} == tags
    text = client.get("/ui-kit/").text
    assert [name for name in COMPONENTS if f'id="{name}"' not in text] == []


def test_every_template_says_first_how_to_use_it() -> None:
    silent = [
        path.name
        for path in sorted(TEMPLATES.rglob("*.html"))
        if not re.match(
            r"(\{% extends .*%\}\n(\{% load .*%\}\n)?)?\{% comment %\}\n\S", path.read_text("utf-8")
        )
    ]
    assert silent == []


def test_the_first_page_of_a_resident_weighs_at_most_60_kilobytes(client: Client) -> None:
    page = client.get("/ui-kit/resident/")
    weight = len(page.content)
    for href in re.findall(r'(?:href|src)="(/(?:styles|static)/[^"]+)"', page.text):
        if href.startswith("/styles/"):
            weight += len(client.get(href, headers={"accept-encoding": "gzip"}).content)
        else:
            weight += (Path(settings.PACKAGE) / "web" / href.lstrip("/")).stat().st_size
    assert weight <= 60 * 1024


# Of the page as laid out; a phone widens its window to whatever sticks out.
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Links within a sentence or a table cell may be as high as their line.
TOO_SMALL = """least => [...document.querySelectorAll('a, button, summary, select, textarea, input')]
  .filter(e => !e.matches('.skip, p a, td a, dd a, th a, li > a, [type=hidden], [type=file], label input'))
  .filter(e => e.getClientRects().length)
  .map(e => {
    const around = getComputedStyle(e, '::after');
    const extra = around.position === 'absolute' ? -parseFloat(around.top) - parseFloat(around.bottom) : 0;
    return [e.className, e.textContent.trim(), e.getBoundingClientRect().height + extra];
  })
  .filter(([, , height]) => height < least)"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("device", [SMALL, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
def test_nothing_sticks_out_and_everything_can_be_hit(
    open_page: PageOpener, live_server: LiveServer, path: str, device: dict[str, object]
) -> None:
    page = open_page(device)
    page.goto(live_server.url + path)
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(TOO_SMALL, 44) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("size", "least"), [("large", 18), ("larger", 24), ("largest", 30)])
def test_in_large_type_the_words_are_larger_and_so_are_the_targets(
    open_page: PageOpener, live_server: LiveServer, path: str, size: str, least: int
) -> None:
    page = open_page(SMALL)
    cookie = {"name": "type", "value": size, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict is one
    page.goto(live_server.url + path)
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(TOO_SMALL, 60) == []
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= least


def test_photos_are_shown_added_to_and_taken_out(
    phone: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    names = ["one.svg", "two.svg", "three.svg"]
    for name in names:
        size = len(name) * 10
        tmp_path.joinpath(name).write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="9"/>', encoding="utf-8"
        )
    phone.goto(f"{live_server.url}/ui-kit/resident/")
    for chosen in (names[:2], names[2:]):
        with phone.expect_file_chooser() as chooser:
            phone.locator("[data-opener]").click()
        chooser.value.set_files([tmp_path / name for name in chosen])
    kept = "[...document.querySelector('[type=file]').files].map(file => file.name)"
    assert phone.evaluate(kept) == names
    assert phone.locator(".preview img").count() == 3
    phone.get_by_role("button", name="two.svg").click()
    assert phone.evaluate(kept) == ["one.svg", "three.svg"]
    assert phone.locator(".preview img").count() == 2


def test_a_form_is_sent_once_however_often_it_is_pressed(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/ui-kit/")
    page.route("**/anywhere/", lambda route: route.fulfill(status=204))
    let_through = page.evaluate(
        """() => {
          const form = document.querySelector('form.mover-move');
          form.action = '/anywhere/';
          let count = 0;
          addEventListener('submit', (event) => { count += event.defaultPrevented ? 0 : 1; });
          for (let press = 0; press < 5; press += 1) form.requestSubmit();
          return count;
        }"""
    )
    assert let_through == 1
    expect(page.locator("form.mover-move button").first).to_be_disabled()


def test_one_form_of_moves_is_open_at_a_time_and_escape_closes_it(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/ui-kit/desk/")
    group, opened = page.locator("[data-one-open]"), page.locator("details[open]")
    group.locator("summary").nth(0).click()
    expect(page.locator("#return_reason")).to_be_focused()
    group.locator("summary").nth(1).click()
    expect(page.locator("#keep_reason")).to_be_focused()
    assert opened.count() == 1
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(group.locator("summary").nth(1)).to_be_focused()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/ui-kit/desk/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_scripts_photos_can_be_chosen_and_forms_opened(
    open_page: PageOpener, live_server: LiveServer
) -> None:
    page = open_page({**PHONE, "java_script_enabled": False})
    page.goto(f"{live_server.url}/ui-kit/resident/")
    assert page.locator("input[type=file]").is_visible()
    page.goto(f"{live_server.url}/ui-kit/desk/")
    page.locator("summary").nth(0).click()
    assert page.locator("#return_reason").is_visible()
