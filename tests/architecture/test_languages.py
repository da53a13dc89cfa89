"""Both languages are served from one catalogue: English as it is written, Chinese from it."""

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
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
