"""Where a notice leads: the page of its order, by the name people reach this installation under."""

from django.conf import settings
from django.urls import reverse

from huying.notices.models import Notice


def link_to(notice: Notice) -> str:
    """The page of its order for whoever is told; "" while the installation was not told its address."""
    if not settings.ADDRESS:
        return ""
    room = "desk" if notice.person_id else "resident"
    return f"{settings.ADDRESS}{reverse(f'{room}:order', args=[notice.order.number])}"
