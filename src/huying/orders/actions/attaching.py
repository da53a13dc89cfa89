"""Files of an order: who may add them, who sees which, and a record of each addition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huying.files.actions import adopt, keep
from huying.files.models import Upload
from huying.files.queries import of
from huying.files.rules import Admitted, admit
from huying.files.states import Moment
from huying.kernel.actor import Actor, ActorKind
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.noting import put_on_record
from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.orders.policy import asker, desk_of_place, intake_of_place, lead_handler
from huying.orders.said import Said
from huying.orders.states import OPEN, OrderState

CHAIN = "files"
MOST_AT_ONCE = 9
MOST_OF_AN_ORDER = 60
TAKES_FILES = OPEN | {OrderState.DRAFT, OrderState.CLOSED}
RESIDENT = "resident"
UNSENT = "unsent"  # the kind of what has files and is not an order yet
_may_add = asker | intake_of_place | desk_of_place | lead_handler


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came: the sender's name for it, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, in bytes and, for an image, in pixels."""

    max_bytes: int
    max_pixels: int


def admitted(files: Sequence[Sent], limits: Limits) -> list[Admitted]:
    """What may be stored of the files; refused `invalid` on `files`. Seconds of work."""
    if len(files) > MOST_AT_ONCE:
        reason = "too many files at once"
        raise Refused(Code.INVALID, reason, fields={"files": reason})
    limit = {"max_bytes": limits.max_bytes, "max_pixels": limits.max_pixels}
    return [admit(file.name, file.data, **limit) for file in files]


def attach(
    order: Order,
    files: Sequence[Sent],
    *,
    by: Actor,
    at: datetime,
    limits: Limits,
    moment: str = Moment.OTHER,
    public: bool = False,
    said: Said | None = None,
    first: Callable[[], object] | None = None,
) -> list[Upload]:
    """Add files to an order, all or none, each on record in its chain `files`.

    Only the desk shows files to everyone. `first` is written before them in the same
    transaction. Refused `not-yours`, `wrong-state`, `incomplete`,
    `too-many`, and whatever is wrong with a file.
    """
    _check(order, files, by=by, public=public)
    clean = admitted(files, limits)
    with transaction.atomic():
        if first is not None:
            first()
        return keep_admitted(order, clean, by=by, at=at, moment=moment, public=public, said=said)


def _check(order: Order, files: Sequence[Sent], *, by: Actor, public: bool) -> None:
    helps = any(helper.unit_id in by.unit_ids for helper in order.co_handlers.all())
    if not (_may_add(by, order) or helps) or (public and not desk_of_place(by, order)):
        raise Refused(Code.NOT_YOURS, "adding these files is not yours to do")
    if order.state not in TAKES_FILES:
        raise Refused(Code.WRONG_STATE, "this order takes no more files")
    if not files:
        raise Refused(Code.INCOMPLETE, "a file is needed", fields={"files": "required"})
    if len(files) + of(KIND, order.pk, public_only=False).count() > MOST_OF_AN_ORDER:
        raise Refused(Code.TOO_MANY, "this order has too many files", fields={"files": "too many"})


def keep_admitted(
    order: Order,
    clean: Sequence[Admitted],
    *,
    by: Actor,
    at: datetime,
    moment: str = Moment.OTHER,
    public: bool = False,
    said: Said | None = None,
) -> list[Upload]:
    """Store checked files inside the caller's transaction, each with its record."""
    label = by.name if by.kind is ActorKind.STAFF else RESIDENT
    kept = []
    for file in clean:
        upload = keep(
            file, subject_kind=KIND, subject_id=order.pk, moment=moment, public=public,
            by_label=label, at=at,
        )  # fmt: skip
        given = {"sha256": upload.sha256, "name": file.name, "moment": moment, "public": public}
        told = said.given if said else {}
        put_on_record(CHAIN, order, "attach", by=by, at=at, given=given | told)
        kept.append(upload)
    return kept


def take_over(order: Order, unsent: int, *, by: Actor, at: datetime) -> None:
    """Give an order just placed the files that were sent while it was being written.

    Inside the caller's transaction, each with its record.
    """
    for upload in adopt(kind=UNSENT, subject_id=unsent, by_kind=KIND, by_id=order.pk):
        given = {
            "sha256": upload.sha256, "name": upload.original_name, "moment": upload.moment,
            "public": upload.public,
        }  # fmt: skip
        put_on_record(CHAIN, order, "attach", by=by, at=at, given=given)


def shown_files(order: Order, *, by_right: bool) -> list[Upload]:
    """The files a viewer may see, in the order they came.

    Staff who may see the order see all; its resident sees what is public, what they sent
    themselves, and the pictures of before and after.
    """
    files = list(of(KIND, order.pk, public_only=False))
    if by_right:
        return files
    told = {Moment.BEFORE, Moment.AFTER}
    return [f for f in files if f.public or f.uploaded_by_label == RESIDENT or f.moment in told]
