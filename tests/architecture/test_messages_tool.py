"""The tool that keeps the Chinese catalogue complete, on a small package made for the purpose."""

from gettext import GNUTranslations
from pathlib import Path

import pytest

from tools.messages import po_path, problems, take, update

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

STATE = _("Waiting")
LONG = _("Someone else changed this "
         "in the meantime")
def told(n): return ngettext("%(n)s hour left", "%(n)s hours left", n) % {"n": n}
def door(): return pgettext("of a building", "Entrance")
def no(): raise Refused(Code.STALE, "This was changed by someone else", fields={"a": "too late"})
def unsaid(name): raise Refused(Code.INVALID, f"{name} is odd")
@guard
def the_window_is_open(subject, given, at):
    "The window is closed"
"""
PAGE = """{% extends "base.html" %}{% load i18n %}
      {% if due < 3 %}<p class='a"b'>{% translate "Place a request" %}</p>{% endif %}
  {# it isn't balanced ( here #}
{% blocktranslate with name=order.lead trimmed %}
    Held by {{ name }},
    100% sure
{% endblocktranslate %}
{% blocktranslate count n=orders %}One order{% plural %}{{ n }} orders{% endblocktranslate %}
{{ title|default:_("No title") }} {% translate 'Done' context "state" as done %}
"""
CHINESE = """Waiting\t待受理
Someone else changed this in the meantime\t别人刚刚改过
%(n)s hour left\t还剩 %(n)s 小时
Entrance\t单元门
This was changed by someone else\t已被他人修改
Place a request\t下单
too late\t太迟了
The window is closed\t窗口须开放
Held by %(name)s, 100%% sure\t由%(name)s承办，100%%确定
One order\t%(n)s 单
No title\t无标题
Done\t已办结
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "words.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def translated(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = tmp_path_factory.mktemp("lines") / "zh.txt"
    lines.write_text(CHINESE, encoding="utf-8")
    assert take(package, [lines]) == []
    return package


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_text_of_code_and_pages_is_found(package: Path) -> None:
    found = {(message.context, message.id) for message in update(package) if message.id}
    assert found == {
        (None, "Waiting"),
        (None, "Someone else changed this in the meantime"),
        (None, ("%(n)s hour left", "%(n)s hours left")),
        ("of a building", "Entrance"),
        (None, "This was changed by someone else"),
        (None, "too late"),
        (None, "The window is closed"),
        (None, "Place a request"),
        (None, "Held by %(name)s, 100%% sure"),
        (None, ("One order", "%(n)s orders")),
        (None, "No title"),
        ("state", "Done"),
    }


def test_a_package_without_a_catalogue_lacks_every_text(package: Path) -> None:
    assert len(problems(package)) == 12
    assert all(line.startswith("missing: ") for line in problems(package))


def test_a_text_without_its_chinese_is_untranslated(package: Path) -> None:
    update(package)
    assert "untranslated: Waiting" in problems(package)
    assert len(problems(package)) == 12


def test_a_complete_catalogue_has_no_problem_and_speaks_chinese(translated: Path) -> None:
    assert problems(translated) == []
    with po_path(translated).with_suffix(".mo").open("rb") as file:
        spoken = GNUTranslations(file)
    assert spoken.gettext("Waiting") == "待受理"
    assert spoken.ngettext("One order", "%(n)s orders", 1) == "%(n)s 单"
    assert spoken.pgettext("state", "Done") == "已办结"


def test_writing_again_changes_nothing(translated: Path) -> None:
    before = [path.read_bytes() for path in sorted(po_path(translated).parent.iterdir())]
    update(translated)
    after = [path.read_bytes() for path in sorted(po_path(translated).parent.iterdir())]
    assert (len(before), before) == (2, after)


def test_a_new_text_is_missing_until_it_is_collected(translated: Path) -> None:
    change(translated / "words.py", '_("Waiting")', '_("Waiting"), _("Overdue")')
    assert problems(translated) == ["missing: Overdue"]
    update(translated)
    assert problems(translated) == ["untranslated: Overdue"]


def test_a_text_no_longer_used_is_named_then_dropped(translated: Path) -> None:
    change(translated / "words.py", '_("Waiting")', '"Waiting"')
    assert problems(translated) == ["no longer used: Waiting"]
    update(translated)
    assert problems(translated) == []
    assert "Waiting" not in po_path(translated).read_text(encoding="utf-8")


def test_a_fuzzy_translation_does_not_count(translated: Path) -> None:
    change(po_path(translated), 'msgid "Waiting"', '#, fuzzy\nmsgid "Waiting"')
    assert problems(translated) == ["fuzzy: Waiting"]
    update(translated)
    assert problems(translated) == ["untranslated: Waiting"]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("还剩 %(n)s 小时", "还剩 %(hours)s 小时", "%(n)s hour left"),
        ("由%(name)s承办", "承办", "Held by %(name)s, 100%% sure"),
        ("待受理", "待受理 {name}", "Waiting"),
    ],
)
def test_a_translation_must_keep_the_placeholders(
    translated: Path, old: str, new: str, text: str
) -> None:
    change(po_path(translated), old, new)
    assert problems(translated) == [f"placeholders differ: {text}"]


def test_the_compiled_catalogue_must_be_the_one_of_the_text(translated: Path) -> None:
    change(po_path(translated), "待受理", "等待受理")
    assert problems(translated) == ["django.mo is not what django.po compiles to"]


def test_a_hand_written_catalogue_is_put_in_form(translated: Path) -> None:
    change(po_path(translated), 'msgid "Waiting"', '# a note\n\nmsgid "Waiting"')
    assert problems(translated) == ["django.po is not as `make messages` writes it"]


def test_the_first_of_two_translations_is_taken_and_the_other_comes_back(package: Path) -> None:
    lines = package / "lines"
    lines.write_text("Waiting\t待受理\nWaiting\t等待\nWaiting\t待受理 \n", encoding="utf-8")
    assert take(package, [lines]) == ["Waiting\t等待"]
    assert "待受理" in po_path(package).read_text(encoding="utf-8")


def test_a_line_that_fits_no_text_comes_back(translated: Path, tmp_path: Path) -> None:
    lines = tmp_path / "more.txt"
    lines.write_text("Nowhere\t无处\nWaiting\t不会覆盖\nno tab\n", encoding="utf-8")
    assert take(translated, [lines]) == ["Nowhere\t无处", "no tab"]
    assert "待受理" in po_path(translated).read_text(encoding="utf-8")
