"""What stands around every page of duty, and who may come in."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.duty.queries.meetings import communities_of
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.web.desk.nav import framed
from huying.web.ui.shapes import Chip


def on_duty_only(actor: Actor, grant: Grant = Grant.DUTY) -> None:
    """Refused `not-yours` for whoever has no duty anywhere, or does not plan it."""
    if not actor.may_anywhere(grant):
        raise Refused(Code.NOT_YOURS, "duty on the spot is not yours")


def around(actor: Actor, at: datetime, page: str) -> dict[str, Any]:
    """The desk's nav, and the links to the sibling pages of duty with `page` marked."""
    home = bool(communities_of(actor))
    pages = [
        ("today", _("My duty"), True),
        ("meeting", _("Morning meeting"), home),
        ("diary", _("Diary"), home),
        ("gaps", _("Empty posts"), True),
        ("postings", _("Postings"), actor.may_anywhere(Grant.DUTY_PLAN)),
    ]
    tabs = [
        Chip(label, reverse(f"duty:{name}"), on=name == page) for name, label, has in pages if has
    ]
    return framed(actor, at, current="duty") | {"duty_tabs": tabs}
