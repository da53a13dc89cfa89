"""In whose words somebody is spoken to: those of the practice where they work or live."""

from datetime import date

from django.utils.translation import get_language

from huying.adoptions.queries import way_at
from huying.kernel.actor import Actor
from huying.kernel.voice import speak

# Packs are written in Chinese; who reads another language keeps the usual words.
OF_PACKS = "zh"


def speak_as_at(path: str, on: date) -> None:
    """Speak as the practice of this place does, to who reads in the language of packs."""
    if (get_language() or "").startswith(OF_PACKS):
        way = way_at(path, on)
        speak(way.parts.get("labels", {}) if way else {})


def speak_to(actor: Actor, on: date) -> None:
    """Speak as the practice at the place of their first post does."""
    if actor.standings:
        speak_as_at(actor.standings[0].place_path, on)
