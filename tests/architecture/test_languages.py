"""Both languages are served from one catalogue: English as it is written, Chinese from it."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.contrib import admin
from django.utils.translation import gettext, override

from tests.architecture.reading import PACKAGE
from tools.messages import po_path


@pytest.fixture(scope="module")
def texts() -> list[Message]:
    """Simple texts of the catalogue: no plural, no context."""
    with po_path(PACKAGE).open("rb") as file:
        catalog = read_po(file, locale="zh_Hans")
    return [text for text in catalog if isinstance(text.id, str) and text.id and not text.context]


def test_english_is_served_as_it_is_written(texts: list[Message]) -> None:
    with override("en"):
        assert [text.id for text in texts if gettext(str(text.id)) != text.id] == []


def test_chinese_is_served_from_the_catalogue(texts: list[Message]) -> None:
    assert texts != []
    with override("zh-hans"):
        assert [text.id for text in texts if gettext(str(text.id)) != text.string] == []


# Words of the console's library that we say in another way, but mean as it does.
SAID_OTHERWISE = {"Remove", "Search", "Show all"}


def test_no_text_of_ours_gives_a_word_of_the_console_another_meaning(texts: list[Message]) -> None:
    theirs = Path(admin.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"
    with theirs.open("rb") as file:
        said = {text.id: text.string for text in read_po(file) if not text.context}
    taken = {text.id for text in texts if said.get(text.id, text.string) != text.string}
    assert taken == SAID_OTHERWISE
