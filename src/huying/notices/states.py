"""The words of this room: who is told, by which way, and how far the telling is."""

from enum import StrEnum


class Audience(StrEnum):
    """Who hears of something that happened to an order."""

    RESIDENT = "resident"
    FOLLOWERS = "followers"
    RESPONSIBLE = "responsible"
    LEAD = "lead"
    SUPERVISORS = "supervisors"
    CASE_LEADER = "case_leader"
    CALLED = "called"


TO_RESIDENTS = frozenset({Audience.RESIDENT, Audience.FOLLOWERS})


class Way(StrEnum):
    """A way to reach somebody, in the order in which they are tried; page and inbox are always there."""

    WECHAT = "wechat"
    SMS = "sms"
    MAIL = "mail"
    CALL = "call"
    INBOX = "inbox"
    PAGE = "page"


CARRIED = frozenset({Way.WECHAT, Way.SMS, Way.MAIL})


class Stand(StrEnum):
    """How far a notice is."""

    SENT = "sent"
    WAITING = "waiting"
    DIGEST = "digest"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    CALL_BACK = "call_back"
    TOLD = "told"
    RESENT = "resent"


UNDER_WAY = frozenset({Stand.WAITING, Stand.DIGEST, Stand.FAILED})
TO_DO_BY_HAND = frozenset({Stand.GIVEN_UP, Stand.CALL_BACK})
