"""The words an order's life is told in."""

from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands; facts with an owner and a time are rows of their own."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INFO_NEEDED = "info_needed"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    DISPATCHED = "dispatched"
    SIGNED = "signed"
    IN_PROGRESS = "in_progress"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    ARCHIVED = "archived"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


S = OrderState
AT_DESK = frozenset({S.SUBMITTED, S.INFO_NEEDED, S.ACCEPTED})
WITH_UNIT = frozenset({S.DISPATCHED, S.SIGNED, S.IN_PROGRESS, S.SUSPENDED})
JUDGED_NEXT = frozenset({S.COMPLETED, S.FOLLOW_UP})
WAITS_FOR_DESK = frozenset({S.SUBMITTED, S.ACCEPTED, S.COMPLETED})
OPEN = AT_DESK | WITH_UNIT | JUDGED_NEXT
NEEDS_LEAD = WITH_UNIT | JUDGED_NEXT
OVER = frozenset({S.NOT_ACCEPTED, S.CLOSED, S.ARCHIVED, S.MERGED, S.WITHDRAWN, S.VOIDED})


class OrderKind(StrEnum):
    """What the resident wants."""

    PROBLEM = "problem"
    CONSULT = "consult"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    BOOKING = "booking"
    WISH = "wish"
    CLASS_WISH = "class_wish"
    INTRODUCTION = "introduction"


class Channel(StrEnum):
    """How the words reached the community."""

    WEB = "web"
    APP = "app"
    COUNTER = "counter"
    PHONE = "phone"
    HOTLINE = "hotline"
    WECHAT = "wechat"
    GRID_VISIT = "grid_visit"
    WISH_WALL = "wish_wall"
    MORNING_MEETING = "morning_meeting"
    OTHER_SYSTEM = "other_system"


class Grade(StrEnum):
    """Fix now with feedback; by nodes; by plan with periodic reports."""

    A = "A"
    B = "B"
    C = "C"


class Result(StrEnum):
    """What was done when an order was completed."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    PARTLY = "partly"
    REDIRECTED = "redirected"


class Visit(StrEnum):
    """What came of going there."""

    MET = "met"
    NOBODY_HOME = "nobody_home"
    DECLINED = "declined"


class Degree(StrEnum):
    """How pressing a supervision is."""

    ORDINARY = "ordinary"
    IMPORTANT = "important"
    URGENT = "urgent"


class Ask(StrEnum):
    """What a handler can request on an order."""

    RETURN = "return"
    EXTENSION = "extension"
    HOLD = "hold"


class AskState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"


class NotAccepted(StrEnum):
    """Why an order is not taken on; each is told with another way."""

    EMERGENCY = "emergency"
    LEGAL_ROUTE = "legal_route"
    REPEATED = "repeated"
    SECRET = "secret"  # noqa: S105 -- a reason, no password
    BEYOND_DUTY = "beyond_duty"
    UNLAWFUL = "unlawful"


class NoteKind(StrEnum):
    """Who said something on an order, and to what end."""

    WORDS = "words"
    QUESTION = "question"
    ANSWER = "answer"
    REPORT = "report"
    VISIT = "visit"
    REPLY = "reply"
    CHASE = "chase"
    INSTRUCTION = "instruction"
    JUDGEMENT = "judgement"
