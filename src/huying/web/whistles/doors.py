"""The pages of doors that are visited together: how far they are, one of them, and the sheet."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huying import __version__
from huying.kernel.actor import Actor
from huying.places.doors import building_of
from huying.trail.models import Record
from huying.web.desk.telling import joined, pair, who
from huying.web.ui.shapes import Bar, Event, Fact
from huying.web.ui.words import moment
from huying.web.whistles.forms import Ground
from huying.web.whistles.framing import Bound, Line, around, button
from huying.whistles.labels import DOORS, FIELDS, HAPPENED
from huying.whistles.models import Door, Whistle
from huying.whistles.offers import offers
from huying.whistles.policy import reads_names
from huying.whistles.queries import of_door, progress
from huying.whistles.states import DoorState

WHOLE = 100
TONES = {DoorState.TO_VISIT: "soon", DoorState.DONE: "celadon", DoorState.EXCEPTED: "quiet"}
TOLD = ("words", "reason")


def handed(whistle: Whistle) -> list[Bar]:
    """A bar for each thing: how many were handed over, of the doors that are to have one."""
    doors = list(whistle.doors.all())
    rows = []
    for thing, count in progress(whistle).handed.items():
        of = sum(thing in door.things for door in doors)
        rows.append(Bar(thing, f"{count} / {of}", round(WHOLE * count / of, 1)))
    return rows


def _frame(whistle: Whistle, actor: Actor, at: datetime) -> dict[str, Any]:
    return around(actor, at) | {
        "whistle": whistle,
        "named": reads_names(actor, whistle),
        "progress": progress(whistle),
    }


def doors_page(whistle: Whistle, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """The doors under their buildings, and how much was handed over."""
    context = _frame(whistle, actor, at)
    lines = [
        (building_of(door.label), _line(door, named=context["named"]))
        for door in whistle.doors.all()
    ]
    return context | {"groups": _grouped(lines), "handed": handed(whistle)}


def _grouped(lines: Iterable[tuple[str, Any]]) -> list[tuple[str, list[Any]]]:
    ordered = sorted(lines, key=lambda one: (not one[0], one[0]))
    return [
        (name, [line for _name, line in group])
        for name, group in groupby(ordered, key=lambda one: one[0])
    ]


def _line(door: Door, *, named: bool) -> Line:
    tried = _("nobody was in: %(times)d") % {"times": door.tries} if door.tries else ""
    told = {
        DoorState.TO_VISIT: [tried, door.note, "、".join(door.things)],
        DoorState.DONE: ["、".join(door.given), door.note],
        DoorState.EXCEPTED: [door.note],
    }
    meta = [door.name if named else "", *told[DoorState(door.state)]]
    return Line(
        door.label, reverse("whistles:door", args=[door.whistle_id, door.pk]), joined(meta),
        "", DOORS[door.state], TONES[DoorState(door.state)],
    )  # fmt: skip


def door_page(
    whistle: Whistle, door: Door, *, actor: Actor, at: datetime, bound: Bound | None = None
) -> dict[str, Any]:
    """One door: what is to be handed out, the form of handing over, and what happened here."""
    context, here = _frame(whistle, actor, at), timezone.localtime(at)
    ground = Ground(things=door.things)
    moves = [button(one, ground, bound) for one in offers(whistle, by=actor, at=at, part=door)]
    main = next((move for move in moves if move.name == "hand_over"), None)
    return context | {
        "door": door,
        "state_label": DOORS[door.state],
        "tone": TONES[DoorState(door.state)],
        "facts": _facts(door, here, named=context["named"]),
        "handing": main,
        "moves": [move for move in moves if move is not main],
        "action": reverse("whistles:door", args=[whistle.pk, door.pk]),
        "events": [_event(entry, here) for entry in reversed(of_door(door))],
    }


def _facts(door: Door, here: datetime, *, named: bool) -> list[Fact]:
    lines = [
        (_("Who lives there"), door.name if named else ""),
        (_("What is handed out"), "、".join(door.things)),
        (_("Handed over"), "、".join(door.given)),
        (_("Signed by"), door.signed_by if named else ""),
        (_("Ended"), moment(timezone.localtime(door.ended_at), here) if door.ended_at else ""),
        (_("Note"), door.note),
    ]
    return [Fact(label, text) for label, text in lines if text]


def _event(entry: Record, here: datetime) -> Event:
    said = [pair(FIELDS[name], str(entry.given[name])) for name in TOLD if entry.given.get(name)]
    if entry.move == "hand_over":
        said.insert(0, "、".join(entry.given["given"]))
    return Event(
        title=HAPPENED[entry.move],
        note=joined([moment(timezone.localtime(entry.at), here), who(entry.by_label)]),
        text="\n".join(said),
    )


def sheet_page(whistle: Whistle, *, actor: Actor) -> dict[str, Any]:
    """The sheet to be signed at the doors: a box for each thing, a line for the signature."""
    doors = list(whistle.doors.all())
    things = list(dict.fromkeys(thing for door in doors for thing in door.things))
    rows = [
        (door, [("done" if one in door.given else "box") if one in door.things else "" for one in things])
        for door in doors
    ]  # fmt: skip
    return {
        "whistle": whistle, "actor": actor, "things": things, "rows": rows,
        "named": reads_names(actor, whistle), "version": __version__,
    }  # fmt: skip
