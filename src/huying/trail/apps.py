"""Django's handle on the room."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """The room `trail`."""

    name = "huying.trail"
    label = "trail"
