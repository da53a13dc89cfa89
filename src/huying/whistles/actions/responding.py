"""What a called unit does: it answers, arrives, acts, leaves; and what is said of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huying.clocks.actions import plan
from huying.clocks.queries import rulebook
from huying.kernel.actor import Actor
from huying.orders.facts import facts_of
from huying.orders.rules import clean_words
from huying.trail.moving import recorded, write_move
from huying.whistles.lifecycle import RESPONSE, WHISTLE
from huying.whistles.models import Response, Whistle
from huying.whistles.states import STAGE_OF, STAGES, WhistleState

LONGEST_ACTION = 2000


def acknowledge(
    response: Response,
    *,
    by: Actor,
    at: datetime,
    promised_at: datetime | None = None,
    words: str = "",
    version: int | None = None,
) -> Response:
    """Answer that the unit comes; a promised time replaces the usual limit for being there."""
    text = clean_words(words, field="words", longest=LONGEST_ACTION, required=False)
    given = {"promised_at": promised_at, "words": text}
    columns = {"acknowledged_at": at, "promised_at": promised_at}
    dues = {"arrive": promised_at} if promised_at else {}
    return _move(response, "acknowledge", by, at, given, columns, version=version, dues=dues)


def arrive(
    response: Response, *, by: Actor, at: datetime, words: str = "", version: int | None = None
) -> Response:
    """Report in on site; who comes without having answered has answered by coming."""
    text = clean_words(words, field="words", longest=LONGEST_ACTION, required=False)
    columns = {"arrived_at": at, "acknowledged_at": response.acknowledged_at or at}
    return _move(response, "arrive", by, at, {"words": text}, columns, version=version)


def act(
    response: Response, *, words: str, by: Actor, at: datetime, version: int | None = None
) -> Response:
    """Say what the unit does there; the last words stand, all are in the records."""
    text = clean_words(words, field="words", longest=LONGEST_ACTION)
    return _move(response, "act", by, at, {"words": text}, {"action": text}, version=version)


def leave(
    response: Response, *, words: str, by: Actor, at: datetime, version: int | None = None
) -> Response:
    """Leave, saying what was done."""
    text = clean_words(words, field="words", longest=LONGEST_ACTION)
    columns = {"action": text, "left_at": at}
    return _move(response, "leave", by, at, {"words": text}, columns, version=version)


def excuse(
    response: Response, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Response:
    """Wait for this unit no longer; the reason stands beside it, and what it missed stays missed."""
    text = clean_words(reason, field="reason", longest=500)
    return _move(response, "excuse", by, at, {"reason": text}, {}, version=version)


def judge(
    response: Response,
    *,
    helped: bool,
    by: Actor,
    at: datetime,
    verdict: str = "",
    version: int | None = None,
) -> Response:
    """The community says whether the unit helped; both directions of judging are on record."""
    text = clean_words(verdict, field="verdict", longest=500, required=False)
    given = {"helped": helped, "verdict": text}
    return _move(response, "judge", by, at, given, given, version=version)


def _move(
    response: Response,
    name: str,
    by: Actor,
    at: datetime,
    given: Mapping[str, Any],
    columns: Mapping[str, Any],
    *,
    version: int | None,
    dues: Mapping[str, datetime] | None = None,
) -> Response:
    """Move a response with its clocks, and its whistle along where this unit is now the furthest."""
    said = {field: value for field, value in given.items() if value not in (None, "")}
    step = RESPONSE.check(name, response, by=by, at=at, given=said, version=version)
    clocks = plan(
        Response.KIND, response.pk, step.clock, move=name, facts=facts_of(response.whistle.order),
        at=at, book=rulebook(), dues=dues, why=name,
    )  # fmt: skip
    with transaction.atomic():
        write_move(
            response, step, by=by, at=at, given=recorded(said, salt=response.salt),
            columns=columns, beside=clocks.beside,
        )  # fmt: skip
        _keep_up(response, by=by, at=at)
    return response


def _keep_up(response: Response, *, by: Actor, at: datetime) -> None:
    stage = STAGE_OF.get(response.state)
    whistle: Whistle = response.whistle
    if stage is None or whistle.state not in STAGES:
        return
    if STAGES.index(stage) > STAGES.index(WhistleState(whistle.state)):
        given = {"stage": stage.value, "unit": response.unit}
        step = WHISTLE.check("keep_up", whistle, by=by, at=at, given=given)
        write_move(whistle, step, by=by, at=at, given=recorded(given, salt=whistle.salt))
