"""A small invented district to measure in, written through the product's own actions."""

import os
from dataclasses import dataclass
from datetime import date

import django

QUICK = bool(os.environ.get("HUYING_BENCH_QUICK"))
COMMUNITIES = 40
CODE = "990101001001"


def scaled(count: int) -> int:
    """The count, or a tenth of it for a quick look."""
    return max(1, count // 10) if QUICK else count


@dataclass(frozen=True, slots=True)
class World:
    """What the workloads need to know of it."""

    token: str
    community: str


def build() -> World:
    """Migrate an empty database and people it: one street, many communities, one desk each."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after setup

    call_command("migrate", verbosity=0, interactive=False)
    from huying.kernel.actor import SYSTEM  # noqa: PLC0415
    from huying.kernel.now import now  # noqa: PLC0415
    from huying.orgs.actions import enlist, register  # noqa: PLC0415
    from huying.orgs.states import Duty, OrgKind  # noqa: PLC0415
    from huying.people.actions import (  # noqa: PLC0415
        add_person,
        appoint,
        issue_token,
        open_account,
    )
    from huying.people.roles import Role  # noqa: PLC0415
    from huying.places.actions import add_place  # noqa: PLC0415
    from huying.places.models import Place  # noqa: PLC0415
    from huying.places.states import Level  # noqa: PLC0415
    from huying.practices.loader import adopt  # noqa: PLC0415

    at, since = now(), date(2020, 1, 1)
    adopt("standard", place=None, by=SYSTEM, at=at)
    district = add_place(parent=None, level=Level.DISTRICT, code="990101", name="云川区", at=at)
    street = add_place(
        parent=district, level=Level.STREET, code="990101001", name="青梧街道", at=at
    )
    for n in range(1, COMMUNITIES + 1):
        code = f"990101001{n:03d}"
        add_place(parent=street, level=Level.COMMUNITY, code=code, name=f"第{n}社区", at=at)
        place = Place.objects.get(code=code)
        worker = add_person(name=f"接访员{n}")
        appoint(worker, role=Role.RECEPTION_WORKER, place=place, since=since)
        register(code=f"desk{n}", name=f"第{n}社区居委会", kind=OrgKind.COMMUNITY, place=place)
        if code == CODE:
            appoint(worker, role=Role.COMMUNITY_SECRETARY, place=place, since=since)
            account = open_account(worker, username="desk", password="bench-lantern-locust")
            unit = register(
                code="unit", name="恒安物业", kind=OrgKind.PROPERTY_COMPANY, place=place
            )
            enlist(worker, organisation=unit, duty=Duty.HANDLER, since=since)
            token = issue_token(account, name="bench", at=at)
    return World(token, CODE)
