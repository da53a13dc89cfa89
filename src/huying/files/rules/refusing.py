"""One shape for every refusal of an upload."""

from huying.kernel.refusals import Code, Refused


def refused(reason: str) -> Refused:
    """A refusal of the file itself; `reason` is an English msgid."""
    return Refused(Code.INVALID, reason, fields={"files": reason})
