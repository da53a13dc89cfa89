"""Going from door to door together: the doors, what is handed over at each, and by whom it is signed."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor
from huying.kernel.ids import new_id
from huying.kernel.refusals import Code, Refused
from huying.orders.rules import clean_words
from huying.places.doors import LONGEST_NAME, Line, lines_of
from huying.trail.models import Record
from huying.trail.moving import Beside, give_birth, recorded, write_move
from huying.whistles import guards as g
from huying.whistles.lifecycle import DOOR, WHISTLE
from huying.whistles.models import Door, Whistle
from huying.whistles.states import SEALED_AT_DOORS

MOST_DOORS = 500
MOST_THINGS = 12
LONGEST_THING = 40
LONGEST_NOTE = 500


def list_doors(
    whistle: Whistle, *, lines: str, things: Sequence[str], by: Actor, at: datetime,
    version: int | None = None,
) -> Whistle:  # fmt: skip
    """List doors, one a line, a name at will behind a comma; a door on the list stays as it is.

    `things` are handed out at each of these. Refused `invalid` for a line too long,
    `too-many` above 500 doors.
    """
    wanted, named = _doors(lines), _things(things)
    given = {"lines": lines, "things": named}
    step = WHISTLE.check("list_doors", whistle, by=by, at=at, given=given, version=version)
    known = {(door.label, door.name) for door in whistle.doors.all()}
    fresh = [line for line in wanted if (line.label, line.name) not in known]
    if len(known) + len(fresh) > MOST_DOORS:
        why = _("a whistle has 500 doors at most")
        raise Refused(Code.TOO_MANY, why, fields={"lines": why})
    told = {"things": named, "added": len(fresh), "known": len(wanted) - len(fresh)}
    write_move(
        whistle, step, by=by, at=at, given=told,
        beside=partial(_list, whistle, fresh, named, by, at),
    )  # fmt: skip
    return whistle


def _list(
    whistle: Whistle,
    fresh: Sequence[Line],
    things: list[str],
    by: Actor,
    at: datetime,
    _entry: Record,
) -> None:
    for line in fresh:
        door = Door(id=new_id(), whistle=whistle, label=line.label, name=line.name, things=things)
        given = {"label": line.label, "name": line.name, "things": things}
        step = DOOR.check("list", None, by=by, at=at, given=given, facts=door)
        give_birth(
            door, step, by=by, at=at, given=recorded(given, salt=door.salt, sealed=SEALED_AT_DOORS)
        )


def hand_over(
    door: Door, *, given: Sequence[str], signed_by: str, by: Actor, at: datetime, words: str = "",
    version: int | None = None,
) -> Door:  # fmt: skip
    """What was handed over and who signed for it; where something is missing, the words say why.

    Refused `invalid` for a thing that is not on the door's list.
    """
    if unknown := [one for one in given if one not in door.things]:
        why = _("is not on the list of this door")
        raise Refused(Code.INVALID, why, fields={"given": f"{why}: {unknown[0][:LONGEST_THING]}"})
    handed = [one for one in door.things if one in given]
    signed = clean_words(signed_by, field="signed_by", longest=LONGEST_NAME)
    note = clean_words(words, field="words", longest=LONGEST_NOTE, required=False)
    said = {"given": handed, "signed_by": signed} | ({"words": note} if note else {})
    columns = {"given": handed, "signed_by": signed, "note": note, "ended_at": at}
    return _move(door, "hand_over", said, columns, by=by, at=at, version=version)


def find_nobody(
    door: Door, *, by: Actor, at: datetime, words: str = "", version: int | None = None
) -> Door:
    """Nobody was in; the door stays to be visited."""
    note = clean_words(words, field="words", longest=LONGEST_NOTE, required=False)
    said = {"words": note} if note else {}
    tried = {"tries": door.tries + 1} | ({"note": note} if note else {})
    return _move(door, "find_nobody", said, tried, by=by, at=at, version=version)


def pass_by(
    door: Door, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Door:
    """Leave a door out, and say why it cannot be done."""
    note = clean_words(reason, field="reason", longest=LONGEST_NOTE)
    columns = {"note": note, "ended_at": at}
    return _move(door, "pass_by", {"reason": note}, columns, by=by, at=at, version=version)


def go_back(
    door: Door, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Door:
    """Visit a door again: what was written of it was wrong, or can be made good."""

    def still_open(_entry: Record) -> None:
        # The row is held, so that settling and going back come one after the other.
        held = Whistle.objects.select_for_update().filter(pk=door.whistle_id)
        if not held.values_list("is_open", flat=True).get():
            raise Refused(Code.WRONG_STATE, g.the_whistle_is_open.reason)

    note = clean_words(reason, field="reason", longest=LONGEST_NOTE)
    columns: dict[str, Any] = {"given": [], "signed_by": "", "note": note, "ended_at": None}
    return _move(
        door, "go_back", {"reason": note}, columns, by=by, at=at, version=version, beside=still_open
    )


def _move(
    door: Door, name: str, said: dict[str, Any], columns: dict[str, Any], *, by: Actor,
    at: datetime, version: int | None, beside: Beside | None = None,
) -> Door:  # fmt: skip
    step = DOOR.check(name, door, by=by, at=at, given=said, version=version)
    kept = recorded(said, salt=door.salt, sealed=SEALED_AT_DOORS)
    write_move(door, step, by=by, at=at, given=kept, columns=columns, beside=beside)
    return door


def _doors(text: str) -> list[Line]:
    found = lines_of(text)
    if not found:
        why = _("no door is named")
        raise Refused(Code.INVALID, why, fields={"lines": why})
    for line in found:
        if line.is_too_long:
            why = _("a line is too long")
            raise Refused(Code.INVALID, why, fields={"lines": why})
    return found


def _things(names: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(names))
    if len(found) > MOST_THINGS or any(len(one) > LONGEST_THING for one in found):
        why = _("at most twelve things of forty letters")
        raise Refused(Code.INVALID, why, fields={"things": why})
    for one in found:
        clean_words(one, field="things", longest=LONGEST_THING)
    return found
