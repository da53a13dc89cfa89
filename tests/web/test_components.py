"""Each component: what it draws, what it refuses, and what a reader of the screen hears."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone, translation

from huying.web.ui.shapes import Bar, Cell, Chip, Column, Event, Move, NavGroup, Photo, shares

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 11, 11, 30, tzinfo=SHANGHAI)


class Asked(forms.Form):
    text = forms.CharField(label="Words", help_text="Your own", max_length=3)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "Alpha"), ("b", "Beta")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Agreed", required=False)
    photo = forms.FileField(label="Photo", required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial="k1")


@pytest.fixture(autouse=True)
def read_in_english() -> Iterator[None]:
    with translation.override("en"), timezone.override(SHANGHAI):
        yield


def drawn(source: str, **context: Any) -> str:
    """The tag's output with white space between elements dropped."""
    text = Template("{% load ui %}" + source).render(Context({"now": NOW, **context}))
    return " ".join(text.split()).replace("> <", "><")


def test_a_button_is_a_link_only_when_it_leads_somewhere() -> None:
    assert drawn('{% button "Go" kind="danger small" href="/x/" %}') == (
        '<a class="button button-danger button-small" href="/x/">Go</a>'
    )
    assert drawn('{% button "Go" kind="main" name="act" value="go" %}') == (
        '<button class="button button-main" name="act" value="go">Go</button>'
    )


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('{% badge "x" tnoe="late" %}', "unexpected keyword argument 'tnoe'"),
        ("{% button %}", "did not receive value"),
    ],
)
def test_a_misspelt_or_missing_parameter_is_an_error(source: str, told: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=told):
        drawn(source)


def test_an_unknown_tone_is_an_error() -> None:
    with pytest.raises(ValueError, match="loud"):
        drawn('{% badge "x" tone="loud" %}')


def test_words_are_escaped_everywhere() -> None:
    bad = "<script>1</script>"
    sources = [
        "{% badge bad %}",
        "{% button bad href=bad %}",
        "{% notice bad title=bad %}",
        "{% suggestion bad bad %}",
        "{% person bad role=bad note=bad %}",
        "{% empty_state bad hint=bad %}",
        "{% row bad bad meta=bad pill=bad state=bad %}",
        "{% stat bad bad note=bad %}",
        "{% way bad bad note=bad %}",
        "{% clock now now held_by=bad %}",
        "{% promise now now says=bad note=bad %}",
        "{% timeline events %}",
        "{% table columns rows caption=bad %}",
        "{% bars bars bad note=bad %}",
        "{% held bars bad %}",
        "{% photos pictures %}",
        "{% tabs chips bad %}",
    ]
    context = {
        "bad": bad,
        "events": [Event(bad, bad, bad, href=bad)],
        "columns": [Column(bad)],
        "rows": [[Cell(bad, href=bad, note=bad)]],
        "bars": [Bar(bad, bad, 1)],
        "pictures": [Photo(bad, bad, bad, bad)],
        "chips": [Chip(bad, bad)],
    }
    for source in sources:
        assert "<script>" not in drawn(source, **context), source


def test_a_field_ties_label_hint_and_error_to_its_input() -> None:
    form = Asked({"text": "too long"}, auto_id="x_%s")
    html = drawn("{% field form.text %}", form=form)
    assert '<div class="field field-wrong"><label class="field-label" for="x_text">' in html
    assert '<p class="field-hint" id="x_text_helptext">Your own</p>' in html
    assert 'id="x_text_error">' in html
    assert "Ensure this value has at most 3 characters (it has 8)." in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="x_text_helptext x_text_error"' in html
    assert 'value="too long"' in html


def test_a_field_draws_each_kind_of_widget_in_its_own_way() -> None:
    form = Asked(auto_id="x_%s")
    assert drawn("{% field form.key %}", form=form) == (
        '<input type="hidden" name="key" value="k1" id="x_key">'
    )
    choice = drawn("{% field form.kind %}", form=form)
    assert choice.startswith('<fieldset class="field"><legend class="field-label">Kind</legend>')
    assert choice.count('<label class="tile"><input type="radio" name="kind"') == 2
    check = drawn("{% field form.agreed %}", form=form)
    assert '<label class="check"><input type="checkbox" name="agreed" id="x_agreed">' in check
    photo = drawn("{% field form.photo %}", form=form)
    assert '<div class="field" data-photos>' in photo
    assert '<input type="file" name="photo" id="x_photo">' in photo


def test_a_choice_keeps_what_was_chosen_and_shows_its_notes() -> None:
    form = Asked({"kind": "b"}, auto_id="x_%s")
    html = drawn("{% choice form.kind notes=notes %}", form=form, notes={"b": "the second"})
    assert '<input type="radio" name="kind" value="b" id="x_kind_1" required checked>' in html
    assert '<span class="tile-face"><span>Beta</span><small>the second</small></span>' in html
    assert "<span>Alpha</span></span>" in html


def test_moves_stand_main_first_then_at_once_then_asking_then_dangerous() -> None:
    moves = [
        Move("void", "Void", danger=True),
        Move("hold", "Hold", Asked(auto_id="hold_%s")),
        Move("sign", "Sign"),
        Move("take", "Take", main=True),
        Move("give", "Give", main=True),
    ]
    html = drawn('{% mover moves action="/m/" version=7 %}', moves=moves, csrf_token="tok")
    order = html.split('name="move" value="')[1:]
    assert [part.split('"')[0] for part in order] == ["take", "sign", "give", "hold", "void"]
    assert html.count('class="button button-main">Take</button>') == 1
    assert '<button class="button">Give</button>' in html
    assert html.count('name="version" value="7"') == 5
    assert html.count('name="csrfmiddlewaretoken" value="tok"') == 5


def test_a_dangerous_move_asks_before_it_is_sent() -> None:
    html = drawn('{% mover moves action="/m/" %}', moves=[Move("void", "Void", danger=True)])
    assert '<summary class="button button-danger">Void' in html
    assert "Please make sure: this cannot be taken back." in html
    assert 'name="version"' not in html


def test_a_move_refused_for_its_fields_stays_open_with_what_was_typed() -> None:
    form = Asked({"text": "too long"}, auto_id="hold_%s")
    form.add_error(None, "not today")
    html = drawn('{% mover moves action="/m/" %}', moves=[Move("hold", "Hold", form)])
    assert '<details class="mover-move" name="move" open>' in html
    assert 'enctype="multipart/form-data"' in html
    assert 'role="alert"' in html
    assert "not today" in html
    assert 'value="too long"' in html


def test_a_clock_says_when_what_is_left_and_who_holds_it() -> None:
    html = drawn('{% clock due now held_by="恒安物业" %}', due=NOW + timedelta(days=2, hours=6))
    words = "".join(Template("{{ html|striptags }}").render(Context({"html": html})).split())
    assert words == "beforeFriday17:302daysleftheldby恒安物业"
    assert html.startswith('<p class="clock clock-celadon">')
    short = drawn("{% clock due now short=True %}", due=NOW + timedelta(hours=5))
    assert short.startswith('<span class="badge badge-celadon" title="today before 16:30">')


def test_a_clock_takes_no_parameter_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="heldby"):
        drawn('{% clock now now heldby="x" %}')


def test_a_promise_is_said_in_words_and_sealed_solid_once_kept() -> None:
    html = drawn("{% promise due now %}", due=NOW + timedelta(days=2, hours=6))
    assert '<p class="promise-when">Before Friday 17:30</p>' in html
    assert 'class="seal" role="img" lang="zh-Hans" aria-label="promised"' in html
    kept = drawn('{% promise due now kept=True says="Thursday 16:20" %}', due=NOW)
    assert '<p class="promise-when">Thursday 16:20</p>' in kept
    assert 'class="seal seal-kept"' in kept


def test_only_bad_news_interrupts_a_screen_reader() -> None:
    assert 'role="alert"' in drawn('{% notice "x" tone="bad" %}')
    assert 'role="alert"' not in drawn('{% notice "x" tone="warn" %}')


@pytest.mark.parametrize(
    ("level", "tone"),
    [("success", "good"), ("warning", "warn"), ("error", "bad"), ("info", "info"), ("", "info")],
)
def test_messages_of_django_become_notices(level: str, tone: str) -> None:
    assert drawn("{{ level|notice_tone }}", level=level) == tone


def test_a_table_names_each_cell_for_the_phone_and_for_the_ear() -> None:
    columns = [Column("Matter", main=True), Column("Days", number=True)]
    html = drawn("{% table columns rows %}", columns=columns, rows=[["Lamp", 3]])
    assert '<th role="columnheader" scope="col">Matter</th>' in html
    assert '<td role="cell" data-label="Matter" class=" table-main"><span>Lamp</span></td>' in html
    assert '<td role="cell" data-label="Days" class="table-number"><span>3</span></td>' in html


def test_a_table_row_of_the_wrong_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        drawn("{% table columns rows %}", columns=[Column("A"), Column("B")], rows=[["only one"]])


def test_bars_are_a_table_whose_numbers_can_be_read_without_the_bars() -> None:
    html = drawn('{% bars rows "Rates" note="n/N" %}', rows=[Bar("Solved", "93.1%", 93.1)])
    assert "<caption>Rates</caption>" in html
    assert '<th role="rowheader" scope="row">Solved</th>' in html
    assert 'width="93.1%"' in html
    assert '<td role="cell" class="bars-value">93.1%</td>' in html
    assert "<figcaption>n/N</figcaption>" in html


def test_stretches_of_held_time_follow_each_other() -> None:
    stretches = [Bar("Desk", "1 h", 25), Bar("Unit", "3 h", 75, tone="mist")]
    html = drawn('{% held stretches "Who" %}', stretches=stretches)
    assert '<rect class="fill-celadon" height="10" x="0%" width="25%"/>' in html
    assert '<rect class="fill-mist" height="10" x="25%" width="75%"/>' in html
    assert "Desk <span>1 h</span>" in html


@pytest.mark.parametrize(
    ("lengths", "parts"),
    [([], []), ([0, 0], [0.0, 0.0]), ([1, 3], [25.0, 75.0]), ([1, 1, 1], [33.3, 33.3, 33.3])],
)
def test_shares_are_percentages_of_their_sum(lengths: list[float], parts: list[float]) -> None:
    assert shares(lengths) == parts


def test_a_pager_is_drawn_only_where_there_is_another_page() -> None:
    assert drawn("{% pager %}") == ""
    html = drawn('{% pager following="?cursor=b" text="1–50" %}')
    assert 'rel="next" href="?cursor=b"' in html
    assert 'rel="prev"' not in html


def test_the_place_one_is_at_is_marked_for_the_ear_too() -> None:
    chips = [Chip("All", "/a/", 0), Chip("Mine", "/m/", on=True)]
    nav = drawn("{% nav groups %}", groups=[NavGroup(chips, "Lists")])
    assert '<a class="nav-link" href="/a/">All <span class="nav-count">0</span></a>' in nav
    assert '<a class="nav-link" href="/m/" aria-current="page">Mine</a>' in nav
    assert '<a class="tab" href="/m/" aria-current="page">Mine</a>' in drawn(
        '{% tabs chips "Pages" %}', chips=chips
    )
    assert '<a class="chip" href="/m/" aria-current="true">Mine</a>' in drawn(
        "{% filter_bar chips=chips %}", chips=chips
    )


def test_steps_know_what_is_done_and_where_one_is() -> None:
    assert drawn("{% steps names 2 %}", names=["One", "Two", "Three"]) == (
        '<ol class="steps" aria-label="Steps"><li class="steps-done"><span>One</span></li>'
        '<li class="" aria-current="step"><span>Two</span></li>'
        '<li class=""><span>Three</span></li></ol>'
    )


def test_an_icon_is_silent_and_as_large_as_its_text() -> None:
    html = drawn('{% icon "camera" %}')
    assert html.startswith("<svg")
    assert 'class="icon"' in html
    assert 'aria-hidden="true"' in html
