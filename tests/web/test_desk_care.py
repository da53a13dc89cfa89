"""The pages of the care ledger: each role at each address, what is shown, logged and never kept."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huying.care.models import Entry, LookRecord, NamedGrant
from huying.care.states import EntryState
from huying.people.roles import Role
from huying.trail.models import Message, Record
from tests.builders import Cast, Staff
from tests.care.people import (
    ADDRESS,
    AT,
    HEALTH,
    LEDGER,
    NAME,
    NUMBER,
    ON,
    PHONE,
    entry_in,
    granted,
    id_of,
    work_by_wujiangbei,
)
from tests.web.browsing import read, signed_in

SECRETS = (NAME, NUMBER, PHONE, HEALTH, ADDRESS)
HOME, VISITS, GRANTS, LOOKS = (reverse(f"care:{name}") for name in ("home", "visits", "grants", "looks"))  # fmt: skip
LIST = reverse("care:ledger", args=[LEDGER])
NEW = reverse("care:new", args=[LEDGER])
MASKED = "110*************2X"


@pytest.fixture
def keepers(cast: Cast) -> tuple[Staff, Staff]:
    work_by_wujiangbei(cast)
    granted(cast, cast.lin)
    granted(cast, cast.secretary)
    return cast.lin, cast.secretary


@pytest.fixture
def entry(cast: Cast, keepers: tuple[Staff, Staff]) -> Entry:
    return entry_in(cast, EntryState.VERIFIED, keepers, every_days=7)


def at(name: str, entry: Entry) -> str:
    return reverse(f"care:{name}", args=[entry.pk])


def opened(staff: Staff, words: str = "走访") -> Client:
    """A browser that said what it opens the ledger for."""
    client = signed_in(staff)
    client.post(reverse("care:purpose", args=[LEDGER]), {"purpose": words})
    return client


def leaks(answer: Any) -> list[str]:
    page = answer.content.decode()
    return [secret for secret in SECRETS if secret in page]


def everything(entry: Entry) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every address of the room with what a form there would send."""
    for address in (HOME, VISITS, GRANTS, LOOKS, LIST, NEW, at("entry", entry)):
        yield "get", address, {}
    yield "post", reverse("care:purpose", args=[LEDGER]), {"purpose": "看看"}
    yield "post", LIST, {"asked": NUMBER}
    yield "post", NEW, {"name": "别人"}
    yield "post", at("moves", entry), {"move": "end", "ending": "moved"}
    yield "post", at("see", entry), {"seen_at": "2026-03-10T10:00", "words": "x"}
    for what in ("id_number", "phone", "health"):
        yield "post", at("reveal", entry), {"what": what, "reason": "看看"}
    yield "post", GRANTS, {"person": "1", "ledger": LEDGER}
    yield "post", reverse("care:revoke", args=[NamedGrant.objects.latest("id").pk]), {"reason": "x"}


def snapshot() -> tuple[Any, ...]:
    return (
        list(Entry.objects.values("pk", "state", "version")),
        list(NamedGrant.objects.values("pk", "state")),
        Record.objects.filter(subject_kind__startswith="care").count(),
        Message.objects.filter(event__startswith="care").count(),
    )


@pytest.mark.one_database
def test_without_a_grant_no_role_reads_or_does_anything_at_any_address(
    cast: Cast, entry: Entry
) -> None:
    leads = {Role.COMMUNITY_SECRETARY, Role.STREET_LEADER, Role.DISTRICT_COMMANDER}
    before = snapshot()
    people: list[Staff | None] = [cast.hire(f"小{role.value}", role, cast.community) for role in Role if role not in leads]  # fmt: skip
    for staff in [*people, cast.zhou, cast.gu, None]:
        client = signed_in(staff)
        sends = staff in {cast.zhou, cast.gu, None} or staff in people[:2]
        for method, address, sent in everything(entry):
            if method == "post" and not sends:
                continue
            answer = client.post(address, sent) if method == "post" else client.get(address)
            told = (staff and staff.person.name, method, address, answer.status_code)
            assert answer.status_code in ({302} if staff is None else {302, 403} | ({200} if address == LOOKS else set())), told  # fmt: skip
            assert leaks(answer) in ([], [NUMBER] if sent.get("asked") else []), told
            assert answer.headers["Cache-Control"] == "no-store, private", told
    assert snapshot() == before


def test_whoever_gives_grants_reads_no_ledger_for_that(cast: Cast, entry: Entry) -> None:
    leader = cast.hire("街道书记", Role.STREET_LEADER, cast.street)
    client = signed_in(leader)
    assert [client.get(address).status_code for address in (HOME, GRANTS, LIST, NEW, at("entry", entry), VISITS)] == [200, 200, 403, 403, 403, 403]  # fmt: skip
    assert leaks(client.get(HOME)) == []
    assert "独居老人" not in read(client.get(HOME))


def test_a_worker_without_permission_is_denied_and_logged_and_with_it_sees_masks(
    cast: Cast, keepers: tuple[Staff, Staff]
) -> None:
    """Story B1-7, on the pages."""
    child = "child_in_difficulty"
    granted(cast, cast.secretary, child)
    qin = cast.hire("小秦", Role.RECEPTION_WORKER, cast.community)
    number = id_of(ON.replace(year=2016))
    one = entry_in(cast, EntryState.REGISTERED, (cast.secretary, cast.secretary), ledger=child, id_number=number)  # fmt: skip
    page = reverse("care:ledger", args=[child])
    denied = signed_in(qin).get(page)
    assert (denied.status_code, leaks(denied)) == (403, [])
    auditor = cast.hire("审计员", Role.AUDITOR, cast.district)
    told = read(signed_in(auditor).get(LOOKS + "?refused=1"))
    assert "小秦 Opened a ledger turned away 困境儿童 槐荫里社区" in told
    granted(cast, qin, child)
    client = signed_in(qin)
    assert NAME not in read(client.get(page))
    client.post(reverse("care:purpose", args=[child]), {"purpose": "家访"})
    for address in (page, at("entry", one)):
        shown = read(client.get(address))
        assert NAME in shown
        assert f"110{'*' * 13}{number[-2:]}" in shown
        assert number not in shown
    told = read(signed_in(auditor).get(LOOKS))
    assert "小秦 Opened an entry 困境儿童 槐荫里社区 家访" in told
    assert NAME not in told


def test_a_ledger_opens_once_it_is_said_what_for(cast: Cast, entry: Entry) -> None:
    client = signed_in(cast.lin)
    for address in (LIST, at("entry", entry)):
        asked = client.get(address)
        assert ("What do you open it for?" in read(asked), leaks(asked)) == (True, [])
    assert LookRecord.objects.count() == 0
    wrong = client.post(reverse("care:purpose", args=[LEDGER]), {"purpose": "x"})
    assert wrong.status_code == 422
    sent = {"purpose": "走访", "then": at("entry", entry)}
    assert client.post(reverse("care:purpose", args=[LEDGER]), sent)["location"] == at("entry", entry)  # fmt: skip
    sent["then"] = "https://elsewhere.example/desk/care/"
    assert client.post(reverse("care:purpose", args=[LEDGER]), sent)["location"] == LIST
    assert NAME in read(client.get(LIST))
    assert list(LookRecord.objects.values_list("what", "words")) == [("list", "走访")]


def test_an_entry_shows_everything_masked_and_one_hidden_thing_once_for_a_reason(
    cast: Cast, entry: Entry
) -> None:
    client = opened(cast.lin)
    page = client.get(at("entry", entry))
    assert leaks(page) == [NAME, ADDRESS]
    assert (MASKED in read(page), "139****5678" in read(page)) == (True, True)
    no_reason = client.post(at("reveal", entry), {"what": "id_number", "reason": ""})
    assert (no_reason.status_code, leaks(no_reason)) == (422, [NAME, ADDRESS])
    for what, secret in (("id_number", NUMBER), ("phone", PHONE), ("health", HEALTH)):
        told = client.post(at("reveal", entry), {"what": what, "reason": "办理补贴"})
        assert set(leaks(told)) == {NAME, ADDRESS, secret}
    assert leaks(client.get(at("entry", entry))) == [NAME, ADDRESS]
    assert "小林: Saw a note on health 办理补贴" in read(client.get(at("entry", entry)))


def test_somebody_is_written_down_and_what_was_wrong_stays_typed(
    cast: Cast, keepers: tuple[Staff, Staff]
) -> None:
    client = opened(cast.lin)
    sent = {
        "name": NAME, "id_number": "110105194912310021", "phone": PHONE, "place": cast.building.code,
        "address": ADDRESS, "health": HEALTH, "basis": "law", "basis_words": "", "purpose": "走访",
        "since": "2026-01-05", "review_on": "2026-09-01", "every_days": "7",
    }  # fmt: skip
    page = client.post(NEW, sent)
    assert page.status_code == 422
    assert set(leaks(page)) == {NAME, PHONE, HEALTH, ADDRESS}
    assert re.findall(r'id="person_(\w+)_error"', page.content.decode()) == ["id_number"]
    page = client.post(NEW, sent | {"id_number": NUMBER})
    assert re.findall(r'id="person_(\w+)_error"', page.content.decode()) == ["basis_words"]
    page = client.post(NEW, sent | {"id_number": "1", "place": ""})
    assert set(re.findall(r'id="person_(\w+)_error"', page.content.decode())) == {"id_number", "place"}  # fmt: skip
    done = client.post(NEW, sent | {"id_number": NUMBER, "basis_words": "老年人权益保障"})
    one = Entry.objects.get()
    assert (done.status_code, done["location"], one.every_days) == (302, at("entry", one), 7)
    twice = client.post(NEW, sent | {"id_number": NUMBER, "basis_words": "老年人权益保障"})
    assert (twice.status_code, "This person stands in this ledger already." in read(twice)) == (422, True)  # fmt: skip
    assert Entry.objects.count() == 1


def test_moves_are_made_from_the_page_and_a_stale_one_is_told(cast: Cast, entry: Entry) -> None:
    client = opened(cast.lin)

    def sent(move: str, **fields: str) -> Any:
        entry.refresh_from_db()
        return client.post(at("moves", entry), {"move": move, "version": str(entry.version)} | fields)  # fmt: skip

    now = {"name": NAME, "place": cast.building.code, "basis": "law", "basis_words": "x", "purpose": "走访", "since": "2026-01-05"}  # fmt: skip
    assert sent("correct", **now, address="1单元101", cleared="phone", reason="搬家").status_code == 302  # fmt: skip
    entry.refresh_from_db()
    assert (entry.address, entry.phone_sealed, entry.every_days, entry.basis_words) == ("1单元101", "", None, "x")  # fmt: skip
    assert sent("renew", review_on="2026-03-01").status_code == 422
    assert sent("renew", review_on="2026-12-01").status_code == 302
    assert sent("see", seen_at="2026-03-10T10:00", words="药快吃完了").status_code == 302
    assert "药快吃完了" in read(client.get(at("entry", entry)))
    assert client.post(at("moves", entry), {"move": "end", "ending": "moved", "version": "1"}).status_code == 409  # fmt: skip
    assert client.post(at("moves", entry), {"move": "erase"}).status_code == 404
    assert sent("end", ending="").status_code == 422
    assert sent("end", ending="moved").status_code == 302
    assert NAME not in read(client.get(LIST))
    assert NAME in read(client.get(LIST + "?ended=1"))


def test_consent_withdrawn_takes_the_person_out_of_sight(
    cast: Cast, keepers: tuple[Staff, Staff]
) -> None:
    facts = {"basis": "consent", "basis_words": "", "consent_on": ON, "consent_by": "own", "consent_how": "written"}  # fmt: skip
    one = entry_in(cast, EntryState.VERIFIED, keepers, **facts)
    client = opened(cast.lin)
    gone = client.post(at("moves", one), {"move": "withdraw", "words": "本人来说的"})
    assert gone["location"] == LIST
    assert leaks(client.get(LIST)) == leaks(client.get(LIST + "?ended=1")) == []
    assert client.get(at("entry", one)).status_code == 404


def test_a_list_is_narrowed_and_somebody_found_without_a_name_in_the_address(
    cast: Cast, entry: Entry
) -> None:
    client = opened(cast.lin)
    assert NAME in read(client.get(f"{LIST}?place={cast.grid.code}"))
    assert NAME in read(client.get(f"{LIST}?place={cast.neighbour.code}&page=99"))
    for asked, found in ((NUMBER, True), ("秀英", True), ("110105194912310021", False), ("无此人", False)):  # fmt: skip
        assert (NAME in read(client.post(LIST, {"asked": asked}))) is found


def test_the_care_list_shows_who_waits_and_takes_a_visit(cast: Cast, entry: Entry) -> None:
    meng = cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)
    granted(cast, meng, depth="visits")
    Entry.objects.filter(pk=entry.pk).update(last_seen_at=AT - timedelta(days=10))
    client = signed_in(meng)
    assert client.get(HOME)["location"] == VISITS
    page = client.get(VISITS)
    assert leaks(page) == [NAME, ADDRESS]
    assert "3 days late" in read(page)
    assert client.post(at("see", entry), {"seen_at": "2026-03-11T10:00"}).status_code == 422
    assert client.post(at("see", entry), {"seen_at": "2026-03-10T10:00", "words": HEALTH}).status_code == 302  # fmt: skip
    again = client.get(VISITS)
    assert ("days late" in read(again), leaks(again)) == (False, [NAME, ADDRESS])
    assert [client.get(address).status_code for address in (LIST, NEW, at("entry", entry))] == [403, 403, 403]  # fmt: skip
    assert client.post(at("moves", entry), {"move": "end", "ending": "moved"}).status_code == 403
    assert client.post(at("reveal", entry), {"what": "phone", "reason": "走访"}).status_code == 403


def test_a_form_that_will_not_do_shows_an_entry_to_nobody_to_whom_it_is_not_open(
    cast: Cast, entry: Entry
) -> None:
    meng = cast.hire("网格员小孟", Role.GRID_WORKER, cast.grid)
    granted(cast, meng, depth="visits")
    elsewhere = cast.hire("小秦", Role.RECEPTION_WORKER, cast.neighbour)
    granted(cast, elsewhere, place=cast.neighbour)
    for client in (opened(meng), opened(elsewhere)):
        for name, sent in (
            ("moves", {"move": "see", "seen_at": "x"}),
            ("reveal", {"what": "phone"}),
        ):
            answer = client.post(at(name, entry), sent)
            assert (answer.status_code, leaks(answer), MASKED in read(answer)) == (403, [], False)
        assert client.get(at("entry", entry)).status_code == 403
    before = LookRecord.objects.count()
    unsaid = signed_in(cast.lin).post(at("reveal", entry), {"what": "phone"})
    assert (unsaid.status_code, leaks(unsaid), LookRecord.objects.count()) == (422, [], before)
    said = opened(cast.lin).post(at("reveal", entry), {"what": "phone"})
    assert (said.status_code, LookRecord.objects.count()) == (422, before + 1)


def test_grants_are_given_and_taken_back_on_their_page(cast: Cast, entry: Entry) -> None:
    client = signed_in(cast.secretary)
    sent = {
        "person": str(cast.lin.person.pk), "ledger": "extreme_hardship", "place": cast.community.code,
        "depth": "ledger", "since": "2026-03-10", "until": "2026-06-01", "reason": "分管救助",
    }  # fmt: skip
    assert client.post(GRANTS, sent | {"until": "2026-03-10"}).status_code == 422
    assert client.post(GRANTS, sent | {"person": str(cast.secretary.person.pk)}).status_code == 422
    assert client.post(GRANTS, sent).status_code == 302
    grant = NamedGrant.objects.latest("id")
    assert "小林 · 特困人员" in read(client.get(GRANTS))
    assert reverse("care:ledger", args=["extreme_hardship"]) in signed_in(cast.lin).get(HOME).content.decode()  # fmt: skip
    back = reverse("care:revoke", args=[grant.pk])
    assert client.post(back, {"reason": ""}).status_code == 422
    assert signed_in(cast.lin).post(back, {"reason": "换岗"}).status_code == 403
    assert client.post(back, {"reason": "换岗"}).status_code == 302
    assert signed_in(cast.lin).get(reverse("care:ledger", args=["extreme_hardship"])).status_code == 403  # fmt: skip
    assert "Taken back" in read(client.get(GRANTS))


def test_the_nav_leads_there_whoever_may_go(cast: Cast, entry: Entry) -> None:
    auditor = cast.hire("审计员", Role.AUDITOR, cast.district)
    qin = cast.hire("小秦", Role.RECEPTION_WORKER, cast.community)
    shown = {
        staff.person.name: "Care ledger" in read(signed_in(staff).get(reverse("desk:notices")))
        for staff in (cast.lin, cast.secretary, auditor, qin, cast.zhou, cast.gu)
    }
    assert shown == {"小林": True, "陈书记": True, "审计员": True, "小秦": False, "周师傅": False, "小顾": False}  # fmt: skip


@pytest.mark.one_database
def test_no_line_of_the_log_tells_anything(
    cast: Cast, entry: Entry, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for client in (opened(cast.lin), signed_in(cast.gu)):
            for method, address, sent in everything(entry):
                _ = client.post(address, sent) if method == "post" else client.get(address)
    ours = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert [line for line in ours for secret in SECRETS if secret in line] == []
