"""Django's handle on the room."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """The room `orgs`."""

    name = "huying.orgs"
    label = "orgs"
