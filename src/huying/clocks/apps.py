"""Django's handle on the room."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """The room `clocks`."""

    name = "huying.clocks"
    label = "clocks"
