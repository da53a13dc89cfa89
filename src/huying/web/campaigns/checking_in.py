"""The check-in page: sheets to choose from, the doors of one, and what a device may keep of them.

Only doors one works at, for half a day; a name is kept as its first letter. Nothing says where
anybody is or who did how much.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from huying.campaigns.sheets import Door, Sheet, sheets
from huying.kernel.actor import Actor

KEPT_FOR = timedelta(hours=12)
MOST_DOORS = 1500
LONGEST_OF = 120


def page(actor: Actor, at: datetime, of: str) -> dict[str, Any]:
    """The sheets one works at, the one that is open, and the same for the device to keep.

    Where there are more doors than a device should carry, only those of the open sheet go along.
    """
    found = sheets(actor)
    chosen = next((one for one in found if one.id == of), None)
    small = sum(len(one.doors) for one in found) <= MOST_DOORS
    kept = [_kept(one, at, doors=small or one is chosen) for one in found]
    return {
        "sheets": [line | {"href": address(line["id"])} for line in kept],
        "chosen": _shown(chosen, at) if chosen else None,
        "kept": {
            "who": {"id": str(actor.person_id), "name": actor.name},
            "fetched_at": at.isoformat(),
            "keep_until": (at + KEPT_FOR).isoformat(),
            "sheets": kept,
        },
    }


def address(sheet: str) -> str:
    """Where a sheet is opened."""
    return f"{reverse('check_in:home')}?{urlencode({'of': sheet})}"


def _kept(sheet: Sheet, at: datetime, *, doors: bool) -> dict[str, Any]:
    return {
        "id": sheet.id, "campaign": str(sheet.campaign.pk), "title": sheet.campaign.name,
        "name": sheet.name, "point": sheet.point, "came": sheet.came, "of": sheet.of,
        "doors": _lines(sheet.doors) if doors else None,
    }  # fmt: skip


def _lines(doors: Iterable[Door]) -> list[list[str]]:
    return [
        [door.id, door.label, masked(door.name), told(door.reached_at), door.key] for door in doors
    ]


def _shown(sheet: Sheet, at: datetime) -> dict[str, Any]:
    return _kept(sheet, at, doors=True)


def masked(name: str) -> str:
    """A name as a device keeps it: the first letter alone."""
    return f"{name[0]}**" if name else ""


def told(at: datetime | None) -> str:
    """The hour at which somebody was reached; "" where nobody was."""
    return f"{timezone.localtime(at):%H:%M}" if at else ""
