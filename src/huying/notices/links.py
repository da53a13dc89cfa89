"""Where a notice leads: the page of its order, by the name people reach this installation under."""

from django.conf import settings
from django.urls import reverse

from huying.notices.models import Notice


def link_to(notice: Notice) -> str:
    """The page of its order for whoever is told; "" while the installation was not told its address."""
    if not settings.ADDRESS:
        return ""
    return f"{settings.ADDRESS}{page_of(notice)}"


def page_of(notice: Notice) -> str:
    """The path of that page: of the whistle, where a unit was called by one."""
    if whistle := notice.facts.get("whistle"):
        return reverse("whistles:whistle", args=[whistle])
    room = "desk" if notice.person_id else "resident"
    return reverse(f"{room}:order", args=[notice.order.number])
