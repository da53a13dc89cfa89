"""Django's handle on the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """The room `files`."""

    name = "huying.files"
    label = "files"
    verbose_name = _("Files")
