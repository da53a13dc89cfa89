"""Django's handle on the room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The room `files`."""

    name = "huying.files"
    label = "files"
