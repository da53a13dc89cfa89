"""What of an entry is sealed, and how it is sealed, opened and found again."""

import secrets

from django.conf import settings

from huying.care.models import CareVisit, Entry
from huying.kernel.sealing import Keyring

COLUMNS = {"id_number": "id_sealed", "phone": "phone_sealed", "health": "health_sealed"}
"""Which column holds which of the facts that are sealed."""
_OF_IDS = "care.id_number"
_SALT_BYTES = 24


def ring() -> Keyring:
    """The keys of this installation."""
    keys: Keyring = settings.FIELD_KEYS
    return keys


def mark_of(number: str) -> str:
    """What stands for an ID number, under the current key."""
    return ring().mark(number, _OF_IDS)


def marks_of(number: str) -> list[str]:
    """What may stand for it in the database: its mark under every key at hand."""
    return ring().marks(number, _OF_IDS)


def put(entry: Entry, fact: str, text: str) -> dict[str, str]:
    """The columns that keep this fact of the entry, sealed."""
    column = COLUMNS[fact]
    columns = {column: ring().seal(text, entry.about(column))}
    return columns | ({"id_mark": mark_of(text)} if fact == "id_number" else {})


def read(entry: Entry, fact: str) -> str:
    """The fact itself; refused as `Keyring.open` refuses."""
    column = COLUMNS[fact]
    return ring().open(getattr(entry, column), entry.about(column))


def new_salt(entry: Entry) -> str:
    """A salt for what the trail seals of this entry, sealed itself."""
    return ring().seal(secrets.token_urlsafe(_SALT_BYTES), entry.about("seal_salt"))


def salt_of(entry: Entry) -> str:
    """The salt of the entry's seals; "" once it is erased."""
    return ring().open(entry.seal_salt, entry.about("seal_salt"))


def words_of(visit: CareVisit) -> str:
    """What was said of a visit."""
    return ring().open(visit.words_sealed, visit.about())
