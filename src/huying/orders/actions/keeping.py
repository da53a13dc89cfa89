"""Keeping lists of one's own: under a name, renamed, and let go.

A list is a bookmark and nobody's business but its owner's: nothing of it goes on record.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.models import OwnList
from huying.orders.models.own_list import LONGEST_NAME
from huying.orders.own_lists import own_list
from huying.orders.rules import clean_words
from huying.people.models import Person
from huying.people.roles import Grant
from huying.people.rules import phones_in

MOST_LISTS = 20
THE_LIST_ITSELF = "list"


def keep_list(name: str, *, asks: Mapping[str, str], by: Actor) -> OwnList:
    """Keep a list for whoever calls: what it `asks` for by name, checked, blanks left out.

    Refused `not-yours` for who sees no list, `incomplete` for a list that is not narrowed,
    `invalid` for a name that will not do and for a telephone number among the words, `conflict`
    for a name or a list that is kept already, and above MOST_LISTS.
    """
    owner = _owner(by)
    if not set(asks) - {THE_LIST_ITSELF}:
        raise Refused(Code.INCOMPLETE, _("narrow the list first, then keep it"))
    if phones_in(asks.get("q", "")):
        raise Refused(Code.INVALID, _("a telephone number is not kept in a list"))
    label, query = _label(name), urlencode(asks)
    with transaction.atomic():
        kept = _held(owner)
        if len(kept) >= MOST_LISTS:
            raise Refused(Code.CONFLICT, _("20 lists are kept already: let one go first"))
        _check_name(label, kept)
        if any(one.query == query for one in kept):
            raise Refused(Code.CONFLICT, _("you keep this very list already"))
        return OwnList.objects.create(person_id=owner, name=label, query=query)


def rename_list(list_id: int, name: str, *, by: Actor) -> OwnList:
    """Call a list of one's own something else.

    Refused `unknown`, `not-yours` for who sees no list any more, `invalid`, `conflict`.
    """
    found, owner, label = own_list(list_id, by), _owner(by), _label(name)
    with transaction.atomic():
        _check_name(label, [one for one in _held(owner) if one.pk != found.pk])
        OwnList.objects.filter(pk=found.pk).update(name=label)
    found.name = label
    return found


def let_list_go(list_id: int, *, by: Actor) -> OwnList:
    """Keep a list of one's own no longer; what it was. Refused `unknown`, `not-yours`."""
    found, owner = own_list(list_id, by), _owner(by)
    OwnList.objects.filter(pk=found.pk, person_id=owner).delete()
    return found


def _owner(by: Actor) -> int:
    if by.person_id is None or not by.may_anywhere(Grant.SEE):
        raise Refused(Code.NOT_YOURS, "lists are kept by who sees orders")
    return by.person_id


def _held(owner: int) -> list[OwnList]:
    """The owner's lists; their row is held, so that two requests come in turn."""
    list(Person.objects.select_for_update().filter(pk=owner))
    return list(OwnList.objects.filter(person_id=owner))


def _label(name: str) -> str:
    return clean_words(" ".join(name.split()), field="name", longest=LONGEST_NAME)


def _check_name(label: str, kept: list[OwnList]) -> None:
    if any(one.name == label for one in kept):
        why = _("you keep a list of this name already")
        raise Refused(Code.CONFLICT, why, fields={"name": why})
