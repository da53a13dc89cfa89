"""The web room as a Django app: templates, static files and template tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Server-rendered pages."""

    name = "huying.web"
    label = "web"
