"""`/rates`: response, on-time, resolution and satisfaction, each ready to be recounted."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from huying.api.answers import answer
from huying.api.callers import STAFF, staff
from huying.api.listing import instant
from huying.api.refusable import refusals
from huying.api.replies import RatesOut
from huying.api.schemas import RatesFilter
from huying.evaluation.queries import Rates, rates
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.receiving import whereabouts

router = Router(tags=["rates"])
A_MONTH = timedelta(days=30)


@router.get(
    "/rates",
    operation_id="show_rates",
    by_alias=True,
    response={200: RatesOut, **refusals(400, 401, 403, 422)},
    openapi_extra=STAFF,
)
def show(request: HttpRequest, asked: Query[RatesFilter]) -> HttpResponse:
    """The rates of orders placed in a place from `from` until `to` (the last 30 days if left out)."""
    actor, at = staff(request), now()
    if not asked.place:
        reason = _("say where it is")
        raise Refused(Code.INCOMPLETE, reason, fields={"place": "required"})
    until = _end(asked.to) or at
    since = instant("from", asked.from_) or until - A_MONTH
    return answer(
        _told(rates(whereabouts(asked.place, None, None), since, until, viewer=actor, at=at))
    )


def _end(text: str) -> datetime | None:
    """A date means until that day is over, a time until that instant."""
    moment = instant("to", text)
    return moment + timedelta(days=1) if moment is not None and "T" not in text else moment


def _told(found: Rates) -> dict[str, object]:
    return {
        "place": found.place, "from": timezone.localtime(found.since),
        "to": timezone.localtime(found.until), "rule_version": found.rule_version,
        "orders": found.orders, "rates": {name: _rate(rate) for name, rate in found.rates.items()},
    }  # fmt: skip


def _rate(rate: Any) -> dict[str, object]:
    return {
        "numerator": rate.numerator, "denominator": rate.denominator, "value": rate.value,
        "enough_to_publish": rate.publishable, "exclusions": dict(rate.exclusions),
    }  # fmt: skip
