"""The check-in page and what comes in by it: from forms, from devices, from nobody else."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huying.campaigns.models import CheckIn, Point
from huying.campaigns.queries import totals
from huying.campaigns.states import CampaignState
from huying.people.roles import Role
from huying.web.campaigns.checking_in import address
from tests.builders import Cast, Staff
from tests.campaigns.planning import Day, day_in, heads_in
from tests.web.browsing import read, signed_in

HOME, SEND, SHELL = (reverse(f"check_in:{name}") for name in ("home", "send", "shell"))
ONE, FAR = "3号楼1单元101", "5号楼1单元101"


@pytest.fixture
def day(cast: Cast) -> Day:
    return day_in(cast)


@pytest.fixture
def head(cast: Cast) -> Staff:
    return cast.hire("楼栋长老邢", Role.BUILDING_HEAD, cast.building)


@pytest.fixture
def phone(head: Staff) -> Client:
    return signed_in(head)


def sheet(day: Day, part: str = "3号楼") -> str:
    return address(f"{day.campaign.pk}.{part}")


def kept(answer: Any) -> Any:
    data = re.findall(r'id="check-in-kept"[^>]*>(.*?)</script>', answer.content.decode())
    return json.loads(data[0])


def sent(client: Client, writer: Staff | None, *rows: dict[str, Any]) -> tuple[int, Any]:
    by = str(writer.person.pk) if writer else "999"
    body = {"by": by, "device": "d1", "sent_at": "", "check_ins": rows}
    answer = client.post(SEND, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def row(day: Day, label: str, key: str) -> dict[str, Any]:
    noted = "2026-03-10T09:40:00.000+08:00"
    return {"key": key, "campaign": str(day.campaign.pk), "target": day.door(label), "point": "", "noted_at": noted}  # fmt: skip


def test_a_building_head_finds_their_own_doors_and_no_other(day: Day, phone: Client) -> None:
    answer = phone.get(sheet(day))
    told = read(answer)
    for words in ("核酸采样", "3号楼", "0 / 3", ONE, "高**"):
        assert words in told
    for secret in (FAR, "高秀兰"):
        assert secret not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert phone.get(sheet(day, "5号楼")).context["page"]["chosen"] is None


def test_without_scripts_a_tap_is_a_form_and_the_same_form_counts_once(
    day: Day, phone: Client
) -> None:
    page = phone.get(sheet(day)).content.decode()
    key = re.findall(r'name="key" value="([^"]+)"', page)[0]
    for _twice in range(2):
        answer = phone.post(sheet(day), {"key": key, "target": day.door(ONE)})
        assert (answer.status_code, answer.headers["Location"]) == (302, sheet(day))
    assert (CheckIn.objects.count(), totals(day.campaign).total) == (1, 1)
    assert "Take back" in read(phone.get(sheet(day)))
    assert phone.post(sheet(day), {"key": key, "target": day.door(FAR)}).status_code == 302
    assert "this door is not yours to check in" in read(phone.get(sheet(day)))
    assert totals(day.campaign).total == 1


def test_a_device_keeps_the_doors_a_first_letter_and_until_when(
    day: Day, head: Staff, phone: Client
) -> None:
    said = kept(phone.get(HOME))
    assert said["who"] == {"id": str(head.person.pk), "name": "楼栋长老邢"}
    assert [(one["name"], one["of"]) for one in said["sheets"]] == [("3号楼", 3)]
    assert [door[1:3] for door in said["sheets"][0]["doors"]] == [
        [ONE, ""], ["3号楼1单元102", ""], ["3号楼2单元201", "高**"],
    ]  # fmt: skip
    assert said["fetched_at"] < said["keep_until"]


def test_a_device_is_answered_for_each_key_and_nothing_is_lost(
    cast: Cast, day: Day, head: Staff, phone: Client
) -> None:
    early = day_in(cast, CampaignState.PREPARED)
    rows = [
        row(day, ONE, "key-00000001"), row(day, FAR, "key-00000002"), row(early, ONE, "key-00000003"),
        row(day, "3号楼1单元102", "key-00000004"), row(day, ONE, "key-00000005") | {"campaign": "77"},
    ]  # fmt: skip
    for first in ("taken", "already"):
        status, said = sent(phone, head, *rows)
        found = {one["key"][-1]: (one["outcome"], one["code"]) for one in said["answers"]}
        assert (status, found) == (200, {
            "1": (first, ""), "2": ("refused", "not-yours"), "3": ("refused", "not-yet"),
            "4": (first, ""), "5": ("refused", "unknown"),
        })  # fmt: skip
    assert totals(day.campaign).total == 2
    assert CheckIn.objects.filter(device="d1", person=head.person).count() == 2


def test_what_someone_else_wrote_stays_on_the_device(
    cast: Cast, day: Day, head: Staff, phone: Client
) -> None:
    status, said = sent(phone, None, row(day, ONE, "key-00000001"))
    assert (status, said["code"]) == (401, "another-person")
    status, said = sent(signed_in(None), head, row(day, ONE, "key-00000001"))
    assert (status, said["code"]) == (401, "not-signed-in")
    status, said = sent(signed_in(cast.gu), cast.gu, row(day, ONE, "key-00000001"))
    assert (status, said["answers"][0]["code"]) == (200, "unknown")
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "null", '{"check_ins": 1}', '{"check_ins": [1]}', '{"check_ins": [{"key": 7}]}',
        '{"check_ins": [{"key": "\\u0000"}]}', '{"check_ins": [{"key": "\\ud800"}]}', "[" * 9000,
    ],
)  # fmt: skip
def test_what_no_device_wrote_is_told_so_and_breaks_nothing(
    day: Day, head: Staff, phone: Client, body: str
) -> None:
    answer = phone.post(SEND, body, content_type="application/json")
    assert (answer.status_code, answer.json()["kept"]) == (422, False)


def test_heads_are_counted_at_the_points_one_works_at(
    cast: Cast, head: Staff, phone: Client
) -> None:
    day = heads_in(cast)
    day.move("add_point", point_name="东门", point_place=cast.building.code)
    day.move("add_point", point_name="西门")
    east = Point.objects.get(name="东门")
    said = kept(phone.get(HOME))
    assert [(one["name"], one["of"]) for one in said["sheets"]] == [("东门", None)]
    where = sheet(day, str(east.pk))
    key = re.findall(r'name="key" value="([^"]+)"', phone.get(where).content.decode())[0]
    phone.post(where, {"key": key, "target": "", "point": str(east.pk)})
    assert [(part.name, part.came) for part in totals(day.campaign).points] == [
        ("东门", 1), ("西门", 0),
    ]  # fmt: skip
    names = [one["name"] for one in kept(signed_in(cast.lin).get(HOME))["sheets"]]
    assert names == ["东门", "西门"]


def test_a_check_in_is_taken_back_with_a_reason(cast: Cast, day: Day, phone: Client) -> None:
    mine, far = day.tick(ONE), day.tick(FAR)
    day.bring(mine, far)
    back = reverse("check_in:back", args=[day.campaign.pk, mine.key])
    assert back in phone.get(sheet(day)).content.decode()
    assert phone.post(back, {"reason": " "}).status_code == 422
    answer = phone.post(f"{back}?of={day.campaign.pk}.3号楼", {"reason": "点错了一户"})
    assert (answer.status_code, totals(day.campaign).total) == (302, 1)
    other = reverse("check_in:back", args=[day.campaign.pk, far.key])
    assert phone.post(other, {"reason": "不归我管"}).status_code == 422
    for stranger in (cast.gu, cast.zhou):
        assert signed_in(stranger).post(other, {"reason": "x"}).status_code == 404
    assert totals(day.campaign).total == 1


def test_who_checks_nobody_in_has_no_business_here(cast: Cast, day: Day) -> None:
    auditor = cast.hire("审计员小池", Role.AUDITOR, cast.district)
    for stranger in (auditor, cast.zhou):
        answer = signed_in(stranger).get(HOME)
        assert (answer.status_code, "核酸采样" in answer.content.decode()) == (403, False)
    assert kept(signed_in(cast.gu).get(HOME))["sheets"] == []
    assert signed_in(None).get(HOME).status_code == 302


def test_the_shell_is_the_same_for_everyone_and_names_nobody(day: Day, phone: Client) -> None:
    signed, bare = phone.get(SHELL), Client(headers={"accept-language": "en"}).get(SHELL)
    assert signed.content == bare.content
    for personal in ("楼栋长老邢", "核酸采样", "csrfmiddlewaretoken", "check-in-kept", "3号楼"):
        assert personal not in bare.content.decode()


def test_the_field_page_leads_here_on_the_day_and_always_without_signal(
    cast: Cast, phone: Client
) -> None:
    link = f'href="{HOME}"'
    told = [
        link in phone.get(reverse(f"field:{name}")).content.decode() for name in ("home", "shell")
    ]
    day_in(cast)
    assert (*told, link in phone.get(reverse("field:home")).content.decode()) == (False, True, True)
