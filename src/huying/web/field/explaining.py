"""Why a record was not kept, in one sentence, with the way on: nothing of it is lost meanwhile."""

from collections.abc import Mapping
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.labels import STATES
from huying.orders.models import Order
from huying.orders.policy import may_see
from huying.orders.queries import order_by_number
from huying.web.field.answers import not_kept
from huying.web.field.forms import RecordForm
from huying.web.refusals import ADVICE, TITLES, plain


def of_form(form: RecordForm) -> JsonResponse:
    """What the shape of a record lacks: each field by its label."""
    wrong = {name: " ".join(str(error) for error in errors) for name, errors in form.errors.items()}
    reason = " ".join(f"{_label(form, name)}: {why}" for name, why in wrong.items())
    return not_kept(Code.INVALID, reason, fields=wrong)


def of_refusal(refusal: Refused, said: Mapping[str, Any], by: Actor) -> JsonResponse:
    """What the domain refused, with where the order stands now if it may be seen."""
    order = _order(said, by)
    if refusal.code is Code.WRONG_STATE and order is not None:
        return not_kept(refusal.code, _moved_on(order, by), **_instead(order, by))
    fields = {name: plain(why) for name, why in refusal.fields.items()}
    return not_kept(refusal.code, _plainly(refusal, fields), fields=fields)


def _order(said: Mapping[str, Any], by: Actor) -> Order | None:
    try:
        return order_by_number(said["order"], by) if said.get("order") else None
    except Refused:
        return None


def _moved_on(order: Order, by: Actor) -> str:
    if _instead(order, by):
        into = order.merged_into.number if order.merged_into else ""
        return _("It was merged into %(number)s meanwhile. Send it there, or copy your words.") % {"number": into}  # fmt: skip
    told = _("Meanwhile it stands at “%(state)s” and takes no more of this. Your words are kept here: copy them, or report it as a new matter.")  # fmt: skip
    return told % {"state": STATES[order.state]}


def _instead(order: Order, by: Actor) -> dict[str, str]:
    """The order to send it to instead, where it was merged into one the sender may see."""
    into = order.merged_into
    return {"into": into.number} if into is not None and may_see(by, into) else {}


def _plainly(refusal: Refused, fields: Mapping[str, str]) -> str:
    if refusal.code is Code.UNKNOWN:
        return _("It is no longer among the requests of your places: it was moved, or your post there has ended. Your words are kept here; give them to your community.")  # fmt: skip
    if refusal.code is Code.NOT_YOURS:
        return _("Your post does not cover this any more. Your words are kept here; give them to your community, or choose another place.")  # fmt: skip
    if fields.get("place"):
        return _("This place takes no requests any more. Choose another place and send it again.")
    if fields.get("files"):
        return _("A photo was not taken: %(why)s. Take it out and send the rest.") % {"why": fields["files"]}  # fmt: skip
    said = plain(refusal.reason)
    return said or f"{TITLES[refusal.code]}. {ADVICE[refusal.code]}"


def _label(form: RecordForm, name: str) -> str:
    return str(form.fields[name].label or name) if name in form.fields else name
