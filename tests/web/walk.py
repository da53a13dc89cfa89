"""Every named page of the product with an address that leads to something, and who may open it.

Written by hand: the walk compares the pages with this, not with themselves. A new page that is
not listed here fails the walk.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import get_resolver, reverse

from huying.web.ui.stylesheets import sheet
from tests.web.scenes import REACHED, Scene

DESK = {"reception", "secretary", "dispatcher"}
SEES = DESK | {"grid_worker", "supervisor", "auditor"}
TAKES = DESK | {"grid_worker", "building_head"}
RATES = {"secretary", "dispatcher", "supervisor", "evaluator", "auditor"}
LISTS = SEES | RATES | {"neighbours_desk"}
HANDLERS = {"handler", "another_unit"}
STAFF = SEES | TAKES | RATES | HANDLERS | {"neighbours_desk", "system_keeper"}
KEEPER = {"system_keeper"}
ON_DUTY = DESK | {"grid_worker", "neighbours_desk"}
NONE_HERE = dict.fromkeys(ON_DUTY, 404)
EVERYONE = STAFF | {"visitor", "resident"}
# Who may not open the scene's order at all.
NOT_SHOWN = {"neighbours_desk", "another_unit", "building_head", "evaluator", "system_keeper"}


@dataclass(frozen=True)
class Page:
    """One page: `open_to` get 200, `others` what everyone else gets, `but` exceptions by role.

    Staff pages send whoever is not signed in to the door (302); with `door_first` even before
    they say that they take no GET.
    """

    args: Callable[[Scene], list[Any]] = lambda _scene: []
    open_to: set[str] = field(default_factory=lambda: EVERYONE)
    others: int = 403
    but: Mapping[str, int] = field(default_factory=dict)
    posts_only: bool = False
    door_first: bool = False

    def expected(self, role: str) -> int:
        """The status a GET of this role must get."""
        if self.posts_only and not (self.door_first and role not in STAFF):
            return 405
        if role in self.but:
            return self.but[role]
        if self.open_to is not EVERYONE and role in {"visitor", "resident"} - self.open_to:
            return 302
        return 200 if role in self.open_to else self.others


def _code(scene: Scene) -> list[Any]:
    return [scene.cast.community.code]


def _number(scene: Scene) -> list[Any]:
    return [scene.order.number]


def _one(_scene: Scene) -> list[Any]:
    return [1]


def _photo(scene: Scene) -> list[Any]:
    return [scene.order.number, scene.photo.pk, "original"]


def _campaign(scene: Scene) -> list[Any]:
    return [scene.campaign]


def _saying(scene: Scene) -> list[Any]:
    return [scene.cast.community.code, scene.saying]


def _whistle(scene: Scene) -> list[Any]:
    return [scene.whistle.pk]


MINE = {"resident"}
LEADS = {"handler"}
DOOR = {"visitor": 302, "resident": 302}
PAGES: dict[str, Page] = {
    "resident:start": Page(),
    "resident:front": Page(_code),
    "resident:done": Page(_code),
    "resident:here": Page(_code, set(), 422, {"visitor": 422, "resident": 422}),
    "resident:ask": Page(lambda s: [s.cast.community.code, "wish"]),
    "resident:where": Page(_saying, MINE, 404, {"visitor": 404}),
    "resident:reach": Page(_saying, MINE, 404, {"visitor": 404}),
    "resident:unsent": Page(lambda s: [*_saying(s), s.unsent.pk], MINE, 404, {"visitor": 404}),
    "resident:track": Page(),
    "resident:order": Page(_number, MINE, 302),
    "resident:qr": Page(_number, MINE, 404, {"visitor": 404}),
    "resident:photo": Page(_photo, MINE, 404, {"visitor": 404}),
    "resident:move": Page(lambda s: [s.order.number, "chase"], posts_only=True),
    "resident:wechat": Page(_number, posts_only=True),
    "resident:wechat_back": Page(_number, set(), 404, {"visitor": 404, "resident": 404}),
    "resident:digests": Page(),
    "resident:digests_json": Page(),
    "resident:proof": Page(),
    "account:login": Page(but=dict.fromkeys(STAFF, 302)),
    "account:logout": Page(posts_only=True),
    "account:mine": Page(open_to=STAFF),
    "account:password": Page(open_to=STAFF),
    "account:second_factor": Page(open_to=STAFF),
    "account:records": Page(open_to={"auditor", "system_keeper"}),
    "account:end": Page(open_to=STAFF, posts_only=True, door_first=True),
    "account:revoke": Page(lambda _s: [1], STAFF, posts_only=True, door_first=True),
    "account:unlink": Page(lambda _s: [1], STAFF, posts_only=True, door_first=True),
    "account:wechat": Page(open_to=STAFF, posts_only=True, door_first=True),
    "account:wechat_back": Page(open_to=set(), others=404),
    "resident:mine": Page(),
    "resident:mine_code": Page(open_to=set(), others=302),
    "resident:mine_leave": Page(posts_only=True),
    "resident:mine_open": Page(_number, set(), 302),
    "stylesheet": Page(lambda _s: ["resident", sheet("resident").digest]),
    "language": Page(posts_only=True),
    "large-type": Page(posts_only=True),
    "ui-kit": Page(),
    "ui-kit-frame": Page(lambda _s: ["desk"]),
    "desk:list": Page(open_to=SEES | {"neighbours_desk"}, others=302),
    "desk:new": Page(open_to=TAKES | {"neighbours_desk"}),
    "desk:taken": Page(lambda s: [s.taken], {"reception"}, 302),
    "desk:cover": Page(open_to=DESK | {"neighbours_desk"}),
    "desk:cover-end": Page(lambda _s: [1], posts_only=True),
    "desk:paste": Page(open_to=TAKES | {"neighbours_desk"}),
    "desk:print": Page(open_to=STAFF),
    "desk:order-print": Page(_number, SEES | LEADS, 404),
    "desk:bulk": Page(posts_only=True),
    "desk:batch": Page(lambda _s: ["nothing"], set(), 404),
    "desk:keys": Page(open_to=STAFF),
    "desk:keep": Page(posts_only=True),
    "desk:kept": Page(lambda _s: [1], posts_only=True),
    "desk:kept-end": Page(lambda _s: [1], posts_only=True),
    "desk:notices": Page(open_to=STAFF),
    "desk:notices-read": Page(posts_only=True),
    "desk:notices-failed": Page(open_to=DESK | {"neighbours_desk"}),
    "desk:notices-again-all": Page(posts_only=True),
    "desk:notice-again": Page(lambda _s: [1], posts_only=True),
    "desk:notice-told": Page(lambda _s: [1], posts_only=True),
    "desk:rates": Page(open_to=RATES),
    "desk:order": Page(_number, SEES, 404, {"handler": 302}),
    "desk:moves": Page(_number, posts_only=True),
    "desk:move": Page(lambda s: [s.order.number, "chase"], posts_only=True),
    "desk:contact": Page(_number, posts_only=True),
    "desk:photos": Page(_number, posts_only=True),
    "desk:file": Page(_photo, SEES | LEADS, 404),
    "whistles:list": Page(open_to=STAFF),
    "whistles:new": Page(
        _number, {"secretary", "dispatcher"}, 404,
        dict.fromkeys((SEES | LEADS) - {"secretary", "dispatcher"}, 403),
    ),
    "whistles:whistle": Page(_whistle, SEES | {"another_unit"}, 404),
    "whistles:moves": Page(_whistle, posts_only=True),
    "whistles:doors": Page(_whistle, SEES | {"another_unit"}, 404),
    "whistles:sheet": Page(_whistle, SEES | {"another_unit"}, 404),
    "whistles:door": Page(lambda s: [s.whistle.pk, s.door], SEES | {"another_unit"}, 404),
    "campaigns:list": Page(open_to=SEES | TAKES | {"neighbours_desk"}),
    "campaigns:new": Page(open_to={"secretary"}),
    "campaigns:one": Page(_campaign, SEES | TAKES, 404),
    "campaigns:missed": Page(_campaign, SEES | TAKES, 404),
    "campaigns:moves": Page(_campaign, posts_only=True),
    "check_in:home": Page(open_to=TAKES | {"neighbours_desk"}),
    "check_in:shell": Page(),
    "check_in:send": Page(posts_only=True),
    "lists:index": Page(open_to=LISTS),
    "lists:one": Page(lambda _s: ["orders"], SEES | {"neighbours_desk"}),
    "lists:begin": Page(lambda _s: ["orders"], SEES | {"neighbours_desk"}),
    "lists:export": Page(lambda _s: ["orders"], posts_only=True),
    "lists:keep": Page(lambda _s: ["orders"], posts_only=True),
    "lists:fill": Page(lambda _s: ["orders"], posts_only=True),
    "lists:fill-kept": Page(lambda _s: ["orders", 1], posts_only=True),
    "lists:put-away": Page(lambda _s: ["orders", 1], posts_only=True),
    "lists:version": Page(lambda s: [s.kept], SEES, 404),
    "duty:today": Page(open_to=ON_DUTY),
    "duty:stay": Page(_code, posts_only=True),
    "duty:stay-back": Page(_one, posts_only=True),
    "duty:visit-new": Page(open_to=ON_DUTY),
    "duty:visit": Page(_one, set(), 403, NONE_HERE),
    "duty:visit-move": Page(_one, posts_only=True),
    "duty:visit-request": Page(_one, set(), 403, NONE_HERE),
    "duty:gaps": Page(open_to=ON_DUTY),
    "duty:postings": Page(open_to={"secretary"}),
    "duty:posting-new": Page(_code, set(), 403, {"secretary": 404}),
    "duty:posting-end": Page(_one, posts_only=True),
    "duty:meeting": Page(open_to=ON_DUTY, but={"dispatcher": 404}),
    "duty:meeting-open": Page(_code, posts_only=True),
    "duty:meeting-raise": Page(_one, posts_only=True),
    "duty:meeting-close": Page(_one, posts_only=True),
    "duty:meeting-reopen": Page(_one, posts_only=True),
    "duty:meeting-item": Page(_one, posts_only=True),
    "duty:diary": Page(open_to=ON_DUTY),
    "duty:diary-print": Page(open_to=set(), others=403, but=NONE_HERE),
    "duty:diary-correct": Page(_one, set(), 403, NONE_HERE),
    "care:home": Page(open_to={"secretary"}, but=dict.fromkeys(("reception", "dispatcher", "supervisor", "auditor", "neighbours_desk"), 302)),
    "care:ledger": Page(lambda _s: ["solitary_elder"], set(), but=DOOR),
    "care:purpose": Page(lambda _s: ["solitary_elder"], posts_only=True),
    "care:new": Page(lambda _s: ["solitary_elder"], set(), but=DOOR),
    "care:entry": Page(lambda _s: [1], set(), 404, DOOR),
    "care:moves": Page(lambda _s: [1], posts_only=True),
    "care:reveal": Page(lambda _s: [1], posts_only=True),
    "care:visits": Page(open_to=set(), but=DOOR),
    "care:see": Page(lambda _s: [1], posts_only=True),
    "care:grants": Page(open_to={"secretary"}),
    "care:revoke": Page(lambda _s: [1], posts_only=True),
    "care:looks": Page(open_to=DESK | {"neighbours_desk", "supervisor", "auditor"}),
    "check_in:back": Page(lambda s: [s.campaign, REACHED], TAKES, 404, dict.fromkeys(("supervisor", "auditor"), 403)),
    "supply:beside": Page(open_to=SEES | {"neighbours_desk"}),
    "supply:list": Page(lambda _s: ["needs"], SEES | {"neighbours_desk"}),
    "supply:publish": Page(posts_only=True),
    "supply:take-over": Page(posts_only=True),
    "supply:order": Page(_number, DESK, 403, dict.fromkeys(NOT_SHOWN, 404)),
    "supply:need-new": Page(open_to=DESK | {"neighbours_desk"}),
    "supply:need": Page(lambda s: [s.need], SEES, 404),
    "supply:need-moves": Page(lambda s: [s.need], posts_only=True),
    "supply:pair": Page(lambda s: [s.need], DESK, 404, dict.fromkeys(SEES - DESK, 403)),
    "supply:mine": Page(open_to=STAFF),
    "supply:landing": Page(lambda s: [s.landing], SEES | LEADS, 404),
    "supply:landing-moves": Page(lambda s: [s.landing], posts_only=True),
    "supply:resource-new": Page(open_to=DESK | {"neighbours_desk"}),
    "supply:resource": Page(lambda s: [s.resource], SEES, 404),
    "supply:item-new": Page(open_to=DESK | {"neighbours_desk"}),
    "supply:item": Page(lambda s: [s.item], SEES, 404),
    "supply:end": Page(lambda s: ["items", s.item], posts_only=True),
    "offered:lists": Page(_code),
    "offered:version": Page(lambda s: [s.cast.community.code, 1]),
    "field:home": Page(open_to=TAKES | {"neighbours_desk"}),
    "field:shell": Page(),
    "field:who": Page(open_to=STAFF, but=dict.fromkeys(("visitor", "resident"), 401)),
    "field:send": Page(posts_only=True),
    "field:manifest": Page(),
    "field:worker": Page(),
    "field:module": Page(lambda _s: ["0", "start"]),
    "partner:list": Page(open_to=STAFF),
    "partner:order": Page(_number, LEADS, 404),
    "partner:moves": Page(_number, posts_only=True),
    "partner:move": Page(lambda s: [s.order.number, "chase"], posts_only=True),
    "partner:contact": Page(_number, posts_only=True),
    "partner:photos": Page(_number, posts_only=True),
    "partner:file": Page(_photo, LEADS, 404),
    "health": Page(),
}  # fmt: skip
# Walked by their own tests: the API by its contract, the console model by model, the pages of
# the sign-in library by the walk of every address.
ELSEWHERE = ("api:", "console:", "account_", "mfa_", "openid_connect_", "weixin_")


def named_pages() -> Iterator[str]:
    """The name of every page there is, namespaces included."""
    yield from sorted(set(_names(get_resolver(), ())))


def _names(resolver: Any, spaces: tuple[str, ...]) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _names(pattern, inner)
        elif pattern.name:
            yield ":".join([*spaces, pattern.name])


def address(name: str, scene: Scene) -> str:
    """Where this page is in this scene."""
    return reverse(name, args=PAGES[name].args(scene))
