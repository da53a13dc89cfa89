"""One shape for every refusal of an upload."""

from huying.kernel.refusals import Code, Refused


def _(reason: str) -> str:
    """Mark a reason for the catalogue of messages; it is translated at the door.

    Django's own marker would load the settings, which rules have no need of.
    """
    return reason


def refused(reason: str) -> Refused:
    """A refusal of the file itself; `reason` is an English msgid."""
    return Refused(Code.INVALID, reason, fields={"files": reason})
