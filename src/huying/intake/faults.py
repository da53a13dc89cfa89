"""Why a row stays outside: one sentence, and the value it is about."""

from django.utils.translation import gettext

from huying.kernel.refusals import Refused


class Unfit(Exception):
    """A row that cannot become an order; `reason` is a msgid, `value` what stands in the row.

    `code` is the reason as one word for programs, made from the msgid when it is not given.
    """

    def __init__(self, reason: str, value: str = "", *, code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value
        self.code = code or reason.replace(" ", "-")

    def copy(self) -> "Unfit":
        """The same, never raised: an exception that was raised keeps its callers' rows alive."""
        return Unfit(self.reason, self.value, code=self.code)

    @property
    def told(self) -> str:
        """The reason in the reader's language, with the value."""
        return f"{gettext(self.reason)}: {self.value}" if self.value else gettext(self.reason)


def said_of_row(refusal: Refused) -> Unfit:
    """A refusal of a room below, said of the row that caused it: its code and the fields."""
    fields = "; ".join(f"{name}: {gettext(why)}" for name, why in refusal.fields.items())
    return Unfit(
        refusal.reason or refusal.code.value, fields, code="-".join([refusal.code, *refusal.fields])
    )
