"""Pasting: a chat or a hotline's rows are read into cards, each confirmed or dropped.

The paste travels with the page and is read anew each time: nothing is kept before it is placed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huying.intake.pasting.filling import Card, Read, hidden_phones, read_paste
from huying.kernel.actor import Actor
from huying.kernel.refusals import Code, Refused
from huying.orders.choices import OUTDOORS, categories_for, places_of
from huying.orders.duplicates import Twin, twins
from huying.orders.models import Order
from huying.people.roles import Grant
from huying.web.desk.cards import CardForm, Offered, card_form, kept_card, marked, place_card
from huying.web.desk.taking import CHOOSE
from huying.web.refusals import onto_form

LONGEST_PASTE = 60_000
ALL = "all"
FIELDS = {"on_behalf_of": "behalf_name", "words": "text"}


class PasteForm(forms.Form):
    """The box into which everything is pasted."""

    pasted = forms.CharField(
        label=_("Paste here"), max_length=LONGEST_PASTE, strip=False,
        help_text=_("Messages of a chat, several at once, a row of a table, or a hotline's order. Nothing is sent yet."),
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One card as the page draws it."""

    index: int
    form: CardForm
    raw: SafeString
    twins: Sequence[Twin]
    hides: bool


@dataclass(slots=True)
class Desk:
    """A paste on the table: what was read of it, which cards are left, what became of the others."""

    text: str
    key: str
    read: Read
    left: list[int]
    placed: list[Order]
    wrong: dict[int, CardForm]


def laid_out(sent: QueryDict, *, by: Actor, at: datetime) -> Desk:
    """The paste that was just sent, or that came back with its cards."""
    fresh = "pasted" in sent
    text = sent.get("pasted" if fresh else "source", "")[:LONGEST_PASTE]
    read = read_paste(text, by=by, at=at)
    there = range(len(read.cards))
    said = {int(each) for each in re.findall(r"\b\d{1,3}\b", sent.get("left", ""))}
    key = uuid4().hex if fresh else re.sub(r"\W", "", sent.get("key", ""))[:32]
    return Desk(text, key, read, [each for each in there if fresh or each in said], [], {})


def decide(desk: Desk, sent: QueryDict, *, by: Actor, at: datetime) -> None:
    """Do what the pressed button says: place one card, or all, or drop one."""
    what, _dash, which = sent.get("do", "").partition("-")
    meant = [each for each in desk.left if which in {str(each), ALL}]
    if what == "drop":
        desk.left = [each for each in desk.left if each not in meant]
    if what == "place":
        for index in meant:
            _place(desk, index, sent, by=by, at=at)


def _place(desk: Desk, index: int, sent: QueryDict, *, by: Actor, at: datetime) -> None:
    form = card_form(desk.read.cards[index], index, offered(by, at), sent)
    if form.is_valid():
        try:
            desk.placed.append(place_card(form, index, desk.key, by=by, at=at))
        except Refused as refusal:
            if refusal.code is Code.NOT_YOURS:
                raise
            onto_form(form, refusal, FIELDS)
        else:
            desk.left.remove(index)
            return
    desk.wrong[index] = form


def offered(by: Actor, at: datetime) -> Offered:
    """Where this actor may take requests, a choice of one being made, and the categories there."""
    places = places_of(by, Grant.INTAKE, OUTDOORS)
    categories = categories_for(by, Grant.INTAKE, at)
    return {
        "place": [CHOOSE, *places] if len(places) > 1 else places,
        "category": [CHOOSE, *categories],
    }


def table(desk: Desk, sent: QueryDict, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The context of the page: the cards that are left, as they were left."""
    choices = offered(by, at)
    fresh = "pasted" in sent
    cards = []
    for index in desk.left:
        card = desk.read.cards[index]
        form = desk.wrong.get(index)
        if form is None:
            form = (
                card_form(card, index, choices) if fresh else kept_card(card, index, choices, sent)
            )
        hides = hidden_phones(card.words) != card.words
        raw = marked(card.raw, card.guesses)
        cards.append(Shown(index, form, raw, _twins(card, by, at), hides))
    rest = desk.read.rest if not cards else ""
    return {
        "cards": cards, "source": desk.text, "key": desk.key,
        "left": ",".join(map(str, desk.left)), "aside": desk.read.aside, "rest": desk.read.rest,
        "form": PasteForm(initial={"pasted": rest}) if not cards else None,
    }  # fmt: skip


def _twins(card: Card, by: Actor, at: datetime) -> list[Twin]:
    guesses = card.guesses
    phone = guesses["contact_phone"].value if "contact_phone" in guesses else ""
    number = guesses["source_number"].value if "source_number" in guesses else ""
    return twins(card.words, phone=phone, source_number=number, viewer=by, at=at)


def print_of(numbers: Sequence[str], kind: str) -> str:
    """Where these orders are printed as this kind of paper."""
    return reverse("desk:print") + f"?as={kind}" + "".join(f"&n={each}" for each in numbers)
