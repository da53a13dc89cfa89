"""What a staff page may count on: a request with the actor the door put on it."""

from django.http import HttpRequest

from huying.kernel.actor import Actor


class StaffRequest(HttpRequest):
    """A request that passed `staff_only`."""

    actor: Actor
