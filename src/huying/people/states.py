"""What the records of signing in tell."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Told(TextChoices):
    """What the records of signing in tell."""

    SIGNED_IN = "in", _("Signed in")
    SIGNED_OUT = "out", _("Signed out")
    WRONG = "wrong", _("Wrong password or code")
    LOCKED = "locked", _("Closed after wrong tries")
    LIFTED = "lifted", _("Opened again by a keeper")
    REVOKED = "revoked", _("Sign-ins ended")
    PASSWORD = "password", _("Password changed")
    FACTOR_ADDED = "factor+", _("Second factor added")
    FACTOR_REMOVED = "factor-", _("Second factor removed")
    CODES = "codes", _("New recovery codes made")
    LINKED = "linked", _("Identity linked")
    UNLINKED = "unlinked", _("Identity unlinked")
    WECHAT_ON = "wechat+", _("Notices in WeChat turned on")
    WECHAT_OFF = "wechat-", _("Notices in WeChat turned off")
    TOKEN_REVOKED = "token-", _("API token revoked")
    OPENED = "opened", _("Account opened")
    CLOSED = "closed", _("Account closed")
    REOPENED = "reopened", _("Account reopened")
    RESIDENT_IN = "resident", _("A resident signed in by code")
    RESIDENT_WRONG = "resident-wrong", _("A resident's wrong code")
