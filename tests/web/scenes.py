"""One order with everything on it, and everybody in front of a browser."""

from dataclasses import dataclass, replace
from typing import Any

from django.test import Client

from huying.files.models import Upload
from huying.lists.actions import keep_version
from huying.lists.queries import opened
from huying.orders.actions.attaching import Limits, Sent, attach
from huying.orders.actions.contacting import open_contact
from huying.orders.actions.placing import Behalf
from huying.orders.models import Order
from huying.people.roles import Role
from huying.supply.actions.keeping import add_item, add_resource
from huying.supply.actions.pairing import plan
from huying.supply.actions.publishing import publish
from huying.supply.actions.raising import confirm, raise_need
from huying.whistles.actions import perform
from huying.whistles.actions.blowing import blow
from huying.whistles.models import Whistle
from huying.whistles.queries import whistle_by_id
from tests.builders import PHONE, Cast, Staff
from tests.campaigns.planning import Day, day_in
from tests.web.saying import FRONT, picture

NAME, AGENT = "贾玉兰", "贾小凤"
REACHED = "key-reached-first"


@dataclass(frozen=True)
class Scene:
    """What the addresses of pages are made from: an order with a photo, the need it stands
    behind and what meets that, a whistle on it, a campaign, a kept list, what a resident is saying,
    and what the reception worker took at the counter."""

    cast: Cast
    order: Order
    photo: Upload
    saying: str
    unsent: Upload
    whistle: Whistle
    taken: str = ""
    kept: int = 0
    day: Day | None = None
    door: int = 0
    need: int = 0
    resource: int = 0
    item: int = 0
    landing: int = 0

    @property
    def campaign(self) -> int:
        """A campaign under way in the community; the first of its doors was reached."""
        assert self.day is not None
        return int(self.day.campaign.pk)


def scene_with(cast: Cast) -> Scene:
    """An order under way at a unit, whose contact, agent and photo are worth knowing."""
    order = cast.place(
        contact_name=NAME, contact_phone=PHONE, on_behalf_of=Behalf(AGENT, "女儿", "电话里同意")
    )
    cast.move(order, "accept", cast.lin, category="0101")
    cast.move(order, "dispatch", cast.lin, lead="hengan", reason="楼内照明归物业")
    cast.move(order, "sign", cast.zhou)
    attach(
        order, [Sent("lamp.jpg", picture().read())], by=cast.zhou.actor, at=cast.at,
        limits=Limits(10_000_000, 10_000_000), moment="after",
    )  # fmt: skip
    open_contact(order, by=cast.lin.actor, at=cast.at, reason="约时间")
    photo = Upload.objects.get(subject_id=order.pk)
    whistle = blow(
        order, matter="线头垂到地上", units=[cast.bureau], by=cast.secretary.actor, at=cast.at
    )
    listed = {"lines": "3号楼1单元101,甘秋生", "things": "应急灯"}
    boss = cast.secretary.actor
    perform(whistle, "list_doors", by=boss, at=cast.at, raw=listed)
    seen = whistle_by_id(whistle.pk, boss)
    door = seen.doors.get()
    signed = {"door": str(door.pk), "given": ["应急灯"], "signed_by": "甘秋生"}
    perform(seen, "hand_over", by=boss, at=cast.at, raw=signed)
    kept = keep_version(
        opened("orders", {}, cast.lin.actor, at=cast.at), by=cast.lin.actor, at=cast.at
    )
    day = day_in(cast)
    day.bring(day.tick("3号楼1单元101", key=REACHED))
    return supplied(
        Scene(cast, order, photo, "", photo, whistle, kept=kept.pk, day=day, door=door.pk)
    )


def supplied(scene: Scene) -> Scene:
    """The scene with the need behind its order, and what meets it; all of it published."""
    cast = scene.cast
    how: dict[str, Any] = {"by": cast.lin.actor, "at": cast.at}
    need = raise_need(place=cast.community, title="楼道照明", order=scene.order, **how)
    confirm(need, score=5, decision="先办", **how)
    lamp = add_resource(
        place=cast.community, name="电工班", kind="skill", owner_unit=cast.hengan, **how
    )
    item = add_item(place=cast.community, name="照明小修", **how)
    landing = plan(
        need, measure="换感应灯", due_on=cast.at.date(), owner=[cast.hengan], things=[lamp, item],
        **how,
    )  # fmt: skip
    publish(cast.community, **how)
    return replace(scene, need=need.pk, resource=lamp.pk, item=item.pk, landing=landing.pk)


def people_of(cast: Cast) -> dict[str, Staff]:
    """One member of staff per role, those of other places and units included."""
    return {
        "reception": cast.lin, "secretary": cast.secretary, "dispatcher": cast.dispatcher,
        "neighbours_desk": cast.gu, "handler": cast.zhou, "another_unit": cast.ma,
        "grid_worker": cast.hire("网格员小孟", Role.GRID_WORKER, cast.community),
        "building_head": cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building),
        "supervisor": cast.hire("督办员小鲍", Role.SUPERVISOR, cast.district),
        "evaluator": cast.hire("评估员小阮", Role.EVALUATOR, cast.district),
        "auditor": cast.hire("审计员小池", Role.AUDITOR, cast.district),
        "system_keeper": cast.hire("管理员小芦", Role.SYSTEM_KEEPER, cast.district),
    }  # fmt: skip


def browsers_of(scene: Scene) -> tuple[dict[str, Client], Scene]:
    """A browser for each role; the resident's has proven the order and is saying something."""
    browsers = {"visitor": Client(), "resident": Client()}
    for role, staff in people_of(scene.cast).items():
        browsers[role] = Client()
        browsers[role].force_login(staff.account)
    resident = browsers["resident"]
    resident.post("/track/", {"number": scene.order.number, "code": scene.order.query_code})
    where = resident.post(FRONT, {"text": "路灯坏了", "photos": [picture()]})["location"]
    unsent = Upload.objects.latest("id")
    said = {
        "text": "水管漏水",
        "channel": "counter",
        "kind": "problem",
        "place": scene.cast.community.code,
    }
    taken = browsers["reception"].post("/desk/new/", said)["location"].split("/")[-2]
    return browsers, replace(scene, saying=where.split("/")[-2], unsent=unsent, taken=taken)
