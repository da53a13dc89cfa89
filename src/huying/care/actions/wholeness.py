"""Whether the facts of an entry are whole together: a basis, consent, and by whom."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from huying.care.rules import basis_gaps, born_on, under_age
from huying.care.states import Basis, ConsentBy
from huying.kernel.refusals import Code, Refused


def check_whole(facts: Mapping[str, Any], *, on: date) -> None:
    """Refuse facts without a whole legal basis, and a child's without a guardian's consent."""
    gaps = basis_gaps(
        facts["basis"], words=facts.get("basis_words", ""), consent_on=facts.get("consent_on"),
        consent_by=facts.get("consent_by", ""), consent_how=facts.get("consent_how", ""),
    )  # fmt: skip
    if gaps:
        raise Refused(Code.INCOMPLETE, "the legal basis is not whole", fields=gaps)
    if facts["basis"] == Basis.CONSENT:
        _check_consent(facts, on)
    if facts["since"] > on:
        raise _wrong("since", _("this day is still to come"))


def _check_consent(facts: Mapping[str, Any], on: date) -> None:
    number, year = facts.get("id_number", ""), facts.get("birth_year")
    if not number and not year:
        raise _wrong("birth_year", _("needed to know who may consent"), Code.INCOMPLETE)
    if facts["consent_on"] > on:
        raise _wrong("consent_on", _("this day is still to come"))
    young = under_age(born_on(number) if number else None, year, on)
    if young and facts["consent_by"] != ConsentBy.GUARDIAN:
        raise _wrong("consent_by", _("for a child under 14 a guardian consents"))
    if facts["consent_by"] == ConsentBy.GUARDIAN and not facts.get("guardian"):
        raise _wrong("guardian", "required", Code.INCOMPLETE)


def _wrong(field: str, why: str, code: Code = Code.INVALID) -> Refused:
    return Refused(code, why, fields={field: why})
