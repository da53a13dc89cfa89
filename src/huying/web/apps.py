"""The web room as a Django app: templates, static files and template tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Server-rendered pages."""

    name = "huying.web"
    label = "web"

    def ready(self) -> None:
        """Hear what the sign-in library announces."""
        from huying.web.account import listening  # noqa: F401, PLC0415 -- once models can be read
