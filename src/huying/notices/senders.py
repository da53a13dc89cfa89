"""The ways out of the house: what carries a text to a telephone, chosen by name in the settings.

A sender is any class with `send`; `HUYING_SMS_SENDER` names it by its dotted path. Only the
text that is sent is known here, not why.
"""

import logging
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class NotSent(Exception):
    """The text did not go out; `final` when trying again cannot help (a number nobody has)."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


class Sender(Protocol):
    """Carries one text to one address."""

    def send(self, to: str, text: str, *, key: str) -> str:
        """Send `text` to `to`; the carrier's own id of it, "" where it has none.

        `key` is the same whenever the same text is tried again, for carriers that can tell.
        Raises `NotSent`.
        """


class Console:
    """Writes the text to the log instead of sending it: for demos and for trying out."""

    def send(self, to: str, text: str, *, key: str) -> str:
        """Log it; in production that would tell nobody, so there it is `NotSent` for good."""
        if settings.ENVIRONMENT == "production":
            raise NotSent("no way to send is set up (HUYING_SMS_SENDER)", final=True)
        logger.warning("to %s: %s", to, text)
        return ""


def carries_sms() -> bool:
    """Whether short messages leave this house at all; a log is no way to reach a resident."""
    only_logged = f"{Console.__module__}.{Console.__name__}" == settings.SMS_SENDER
    return bool(settings.SMS_SENDER) and not (only_logged and settings.ENVIRONMENT == "production")


def sms() -> Sender:
    """Whatever carries short messages here."""
    made: Sender = import_string(settings.SMS_SENDER)()
    return made
