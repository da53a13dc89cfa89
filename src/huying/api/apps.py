"""Django's handle on the room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The room `api`."""

    name = "huying.api"
    label = "api"
