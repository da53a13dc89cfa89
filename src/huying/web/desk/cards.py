"""The form of one card: a matter from a paste, its guesses filled in and marked as guesses."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.intake.pasting.filling import Card, hidden_phones, source_of_numbers
from huying.intake.pasting.guesses import Guess
from huying.kernel.actor import Actor
from huying.kernel.hashing import canonical, digest
from huying.orders.actions.placing import Key, Origin
from huying.orders.models import Order
from huying.orders.said import Said
from huying.orders.states import Channel
from huying.web.desk.taking import LONGEST_WORDS, TakeForm, take
from huying.web.refusals import plain

# What a card offers to choose from, field by field.
Offered = Mapping[str, Sequence[Any]]
MOMENT = "%Y-%m-%dT%H:%M"


class CardForm(TakeForm):
    """What taking asks for, and where another system has it, when it was said, the number hidden."""

    text = forms.CharField(
        label=gettext_lazy("The resident's own words"), max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    hide_phone = forms.BooleanField(
        label=gettext_lazy("Hide the telephone number in the words"), required=False,
        help_text=gettext_lazy("Everyone at the order reads the words; as they came they stay with the contact."),
    )  # fmt: skip
    summary = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    source_number = forms.CharField(
        label=gettext_lazy("Number of the hotline"), max_length=64, required=False
    )
    said_at = forms.DateTimeField(
        label=gettext_lazy("When it was said"), required=False, input_formats=[MOMENT],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )  # fmt: skip


def card_form(card: Card, index: int, offered: Offered, data: QueryDict | None = None) -> CardForm:
    """The card's form, filled from its guesses or from what was sent; guesses are marked."""
    form = CardForm(data, prefix=f"c{index}", auto_id="%s", initial=_initial(card))
    for name, choices in offered.items():
        form.fields[name].choices = choices  # type: ignore[attr-defined]
    for name, guess in card.guesses.items():
        if name in form.fields and _offered(form, name, guess.value, offered["place"]):
            _mark(form.fields[name], guess)
    return form


def _offered(form: CardForm, name: str, value: str, places: Sequence[Any]) -> bool:
    """Whether a guess can stand in its field; of a place too deep for the list, what is above it."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField) or field.valid_value(value):
        return True
    codes = [code for code, _name in places if code] if name == "place" else []
    above = max((code for code in codes if value.startswith(code)), key=len, default="")
    form.initial[name] = above or field.initial
    return bool(above)


def kept_card(card: Card, index: int, offered: Offered, data: QueryDict) -> CardForm:
    """The card's form as it was left, not judged: another card was meant."""
    form = card_form(card, index, offered)
    form.initial = {name: _left(form, name, data) for name in form.fields}
    return form


def _left(form: CardForm, name: str, data: QueryDict) -> Any:
    key = form.add_prefix(name)
    return key in data if isinstance(form.fields[name], forms.BooleanField) else data.get(key, "")


def _initial(card: Card) -> dict[str, Any]:
    said: dict[str, Any] = {name: guess.value for name, guess in card.guesses.items()}
    said.setdefault("channel", Channel.WECHAT.value)
    hides = hidden_phones(card.words) != card.words
    return said | {"text": card.words, "safety": "safety" in said, "hide_phone": hides}


def _mark(field: forms.Field, guess: Guess) -> None:
    """Say that it is a guess and what it rests on; the dashed edge says the same."""
    evidence = " ".join(guess.evidence.split())[:60]
    told = _("Guess: “%(evidence)s” — %(why)s") % {"evidence": evidence, "why": plain(guess.why)}
    field.help_text = told
    field.widget.attrs["data-guess"] = ""


def marked(raw: str, guesses: Mapping[str, Guess]) -> SafeString:
    """The paste as it came, with the stretches the guesses rest on marked."""
    found = {guess.evidence for guess in guesses.values() if guess.evidence.strip()}
    spots = sorted(found, key=len, reverse=True)
    if not spots:
        return escape(raw)
    pattern = re.compile("|".join(map(re.escape, spots)))
    parts, last = [], 0
    for spot in pattern.finditer(raw):
        parts += [escape(raw[last : spot.start()]), "<mark>", escape(spot[0]), "</mark>"]
        last = spot.end()
    return mark_safe("".join([*parts, escape(raw[last:])]))  # noqa: S308 -- every part is escaped


def place_card(form: CardForm, index: int, paste: str, *, by: Actor, at: datetime) -> Order:
    """Place what a valid card says, once however often it is sent; `paste` is the paste's key.

    Refused as `place_order`; `conflict` where the card was placed and says something else now.
    """
    said = dict(form.cleaned_data)
    body = digest(canonical(said | {"said_at": str(said["said_at"] or "")}))
    words = said["text"]
    if said["hide_phone"]:
        said["text"] = hidden_phones(words)
    when = said["said_at"]
    number = said["source_number"]
    return take(
        said, by=by, at=at, key=Key(f"paste:{by.person_id}:{paste}:{index}", body),
        summary=said["summary"], said=Said(when) if when else None,
        origin=Origin(source_of_numbers(), number) if number else None,
        words=words if words != said["text"] else "",
    )  # fmt: skip
