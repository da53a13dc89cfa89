"""Loading the demo city: the script is written, then played through the actions of every room.

The whole load is one transaction: what was interrupted was never there.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from time import monotonic

from django.conf import settings
from django.db import transaction

from huying.clocks.queries import rulebook
from huying.clocks.sweep import sweep
from huying.demo.beside.campaigns import campaign
from huying.demo.beside.supply import supply
from huying.demo.beside.whistles import whistle
from huying.demo.data import city, words
from huying.demo.groundplan import rows
from huying.demo.scenes import picture
from huying.demo.script import SEED, Story, in_order, stories
from huying.demo.stage import Pictures, Stage
from huying.demo.telling import Act
from huying.demo.town import PASSWORD, Town, settle
from huying.files.rules import admit
from huying.kernel.actor import SYSTEM
from huying.kernel.refusals import Code, Refused
from huying.notices.sending import send_due
from huying.orders.models import Order
from huying.orgs.states import OrgKind
from huying.people.roles import Role
from huying.places.models import Place
from huying.practices import adopt
from huying.trail.digests import publish_due
from huying.trail.models import DayDigest
from huying.trail.outbox import deliver_due

PRACTICE = "standard"
# Longer than the oldest story, so that every order was placed under rules already in force.
_SETTLED_BEFORE = timedelta(days=200)
# How often, in the city's own time, the background work comes round.
_ROUND = timedelta(hours=2)
_BEGUN = timedelta(days=40)

Progress = Callable[[int], object]
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Login:
    """One way to sign in: the user name, who that is, the role or blank, and where they work."""

    username: str
    name: str
    role: str
    where: str


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What there is to see: `added` says whether this call loaded it, in so many `seconds`."""

    added: bool
    places: int
    orders: int
    states: dict[str, int]
    logins: tuple[Login, ...]
    password: str
    seconds: float

    def lines(self) -> Iterator[str]:
        """The report to be printed: what there is, and how to sign in."""
        what = f"{self.orders} orders in {self.places} places"
        yield f"Demo city: {what}, " + (
            f"loaded in {self.seconds:.1f} s" if self.added else "was there already"
        )
        yield f"Sign in at /login/, everyone with the password: {self.password}"
        for login in self.logins:
            yield f"  {login.username:<8}{login.role or 'handler':<21}{login.name}, {login.where}"


def load(*, at: datetime, progress: Progress) -> DemoReport:
    """Load the demo city as it stands at `at`, all of it or nothing; a second call adds nothing.

    `progress(n)` is told of every n hundredths more that are done. Refused `not-open` in
    production, `conflict` when the digest of a day that the city would write into is published
    already.
    """
    check_public()
    began = monotonic()
    added = not is_loaded()
    if added:
        _check_days(at)
        _load(at, progress)
    return _report(added=added, seconds=monotonic() - began)


def is_loaded() -> bool:
    """Whether the demo city is there."""
    return Place.objects.filter(code=city()["district"]["code"]).exists()


def check_public() -> None:
    """Refused where public passwords must not be."""
    if settings.ENVIRONMENT == "production":
        raise Refused(
            Code.NOT_OPEN, "the demo city has public passwords and is not loaded in production"
        )


def _check_days(at: datetime) -> None:
    """A published day is closed for good: records written into it would contradict it."""
    begins = at - _SETTLED_BEFORE
    if DayDigest.objects.filter(ends_at__gt=begins).exists():
        raise Refused(
            Code.CONFLICT,
            "the demo city needs an empty installation: digests of its days are published already",
        )


def _load(at: datetime, progress: Progress) -> None:
    plan = rows(city())
    told = stories(city(), plan, words(), at=at, hours=rulebook().workdays)
    acts = in_order(told)
    pictures = _pictures(acts)
    with transaction.atomic():
        adopt(PRACTICE, place=None, by=SYSTEM, at=at - _SETTLED_BEFORE)
        town = settle(city(), plan, Random(SEED), at - _SETTLED_BEFORE)  # noqa: S311 -- names
        _play(town, told, acts, pictures, progress)
        whistle(town, words(), at)
        _beside(town, at)
        _round(at)
        while deliver_due(at):
            pass
        _round(at)
        publish_due(at)


def _beside(town: Town, at: datetime) -> None:
    """What goes on in the first community beside its orders."""
    community = town.places[city()["streets"][0]["communities"][0]["code"]]
    by = town.actor(town.holder(Role.COMMUNITY_SECRETARY, community.code))
    near = (each for each in city()["organisations"] if each["kind"] == OrgKind.PROPERTY_COMPANY)
    supply(community, town.units[next(near)["code"]], words(), by=by, at=at, begun=at - _BEGUN)
    campaign(community, words(), by=by, at=at)


def _play(
    town: Town, told: Sequence[Story], acts: Sequence[Act], pictures: Pictures, progress: Progress
) -> None:
    """Every act at its time, the background work coming round in between."""
    stage = Stage(town, [story.cue for story in told], pictures)
    due, shown = acts[0].at + _ROUND, 0
    for number, act in enumerate(acts, 1):
        if act.at >= due:
            _round(act.at)
            due = act.at + _ROUND
        stage.play(act)
        if (done := number * _WHOLE // len(acts)) > shown:
            progress(done - shown)
            shown = done


def _round(at: datetime) -> None:
    """What a worker does: warn and mark what is late, deliver what was announced, send it."""
    sweep(at)
    deliver_due(at)
    while send_due(at, by=lambda _notice: Nobody()):
        pass


class Nobody:
    """Carries texts nowhere: the people of the city have numbers, but nobody is to be rung."""

    def send(self, to: str, text: str, *, key: str) -> str:
        """As if it had gone out."""
        return ""


def _pictures(acts: Sequence[Act]) -> Pictures:
    wanted = {act.given["picture"] for act in acts if "picture" in act.given}
    limits = {"max_bytes": settings.UPLOAD_MAX_BYTES, "max_pixels": settings.UPLOAD_MAX_PIXELS}
    return {
        (scene, moment): admit(f"{scene}-{moment}.jpg", picture(scene, moment), **limits)
        for scene, moment in sorted(wanted)
    }


def _report(*, added: bool, seconds: float) -> DemoReport:
    district = city()["district"]["code"]
    states = Counter(Order.objects.filter(district__code=district).values_list("state", flat=True))
    names = dict(Place.objects.filter(district__code=district).values_list("code", "name"))
    units = {each["code"]: each["name"] for each in city()["organisations"]}
    logins = tuple(
        Login(
            each["username"],
            each["name"],
            each.get("role", ""),
            names[each["place"]] if "place" in each else units[each["unit"]],
        )
        for each in city()["logins"]
    )
    return DemoReport(
        added, len(names), states.total(), dict(sorted(states.items())), logins, PASSWORD, seconds
    )
