"""The words of needs, landings and what is offered."""

from enum import StrEnum


class NeedState(StrEnum):
    """Where a need stands."""

    RAISED = "raised"
    CONFIRMED = "confirmed"
    PAIRED = "paired"
    LANDED = "landed"
    CLOSED = "closed"
    DECLINED = "declined"
    MERGED = "merged"


class LandingState(StrEnum):
    """Where a landing stands."""

    PLANNED = "planned"
    DOING = "doing"
    LANDED = "landed"
    DROPPED = "dropped"


N, L = NeedState, LandingState
WAITING = frozenset({N.RAISED, N.CONFIRMED})  # nobody has taken it on yet
PAIRABLE = frozenset({N.CONFIRMED, N.PAIRED})
OPEN_NEEDS = WAITING | {N.PAIRED, N.LANDED}
# What the public may be shown once it is published: the community has looked at it.
ASSESSED = frozenset({N.CONFIRMED, N.PAIRED, N.LANDED, N.CLOSED})
RUNNING = frozenset({L.PLANNED, L.DOING})


class SupportKind(StrEnum):
    """In which way a need has its supporters."""

    ORDER = "order"
    SURVEY = "survey"
    REPRESENTATIVE = "representative"


class WhyNot(StrEnum):
    """Why a need is not taken on; each is told with another way."""

    BEYOND_DUTY = "beyond_duty"
    NOT_OFFERED = "not_offered"
    ALREADY_THERE = "already_there"
    TOO_FEW = "too_few"
    NO_MEANS = "no_means"


class ResourceKind(StrEnum):
    """What a resource is."""

    VENUE = "venue"
    SKILL = "skill"
    EQUIPMENT = "equipment"
    SERVICE = "service"
    FUND = "fund"
    LAND = "land"


class Mode(StrEnum):
    """Where a service is given."""

    ON_SITE = "on_site"
    AT_HOME = "at_home"
    ERRAND = "errand"


class Sort(StrEnum):
    """Whether an item is one of the usual ones or this place's own."""

    REGULAR = "regular"
    CHARACTERISTIC = "characteristic"


class Listed(StrEnum):
    """The lists of a place, as a practice names them."""

    NEEDS = "needs"
    RESOURCES = "resources"
    SERVICES = "services"
    LANDINGS = "landings"
