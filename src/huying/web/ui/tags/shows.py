"""What the service shows: what happened, who does it, how many, and what comes next."""

from collections.abc import Iterable, Sequence

from django import template

from huying.web.ui.shapes import Bar, Cell, Chip, Column, Event, Fact, NavGroup, Photo, Words
from huying.web.ui.tags import Parts

register = template.Library()


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Sequence[Event]) -> Parts:
    """What happened, newest first; events that lie ahead have a hollow dot."""
    return {"events": events}


@register.inclusion_tag("ui/table.html")
def table(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell | Words | int]], caption: Words = ""
) -> Parts:
    """A table that turns into cards on a phone; a cell is a `Cell` or plain words."""
    cells = [[one if isinstance(one, Cell) else Cell(one) for one in row] for row in rows]
    lines = [list(zip(columns, row, strict=True)) for row in cells]
    return {"columns": columns, "lines": lines, "caption": caption}


@register.inclusion_tag("ui/row.html")
def row(
    title: Words,
    href: str,
    meta: Words = "",
    state: Words = "",
    pill: Words = "",
    tone: str = "celadon",
    tick: str = "",
    *,
    on: bool = False,
    ticked: bool = False,
) -> Parts:
    """One line of a work list; `pill` is a badge of this `tone`, `state` stands below it.

    `tick` is what the line's checkbox carries; without it there is none.
    """
    return {
        "title": title,
        "href": href,
        "meta": meta,
        "state": state,
        "on": on,
        "pill": pill,
        "tone": tone,
        "tick": tick,
        "ticked": ticked,
    }


@register.inclusion_tag("ui/empty.html")
def empty_state(
    title: Words, hint: Words = "", icon: str = "inbox", label: Words = "", href: str = ""
) -> Parts:
    """Nothing here, and what to do next; `label` and `href` make the one button."""
    return {"title": title, "hint": hint, "icon": icon, "label": label, "href": href}


@register.inclusion_tag("ui/loading.html")
def loading(lines: int = 3, label: Words = "") -> Parts:
    """Something is on its way; `lines` is the room it will take, `label` what is heard."""
    return {"lines": range(lines), "label": label}


@register.inclusion_tag("ui/pager.html")
def pager(previous: str = "", following: str = "", text: Words = "") -> Parts:
    """Earlier and later pages by address; `text` says which lines are shown."""
    return {"previous": previous, "following": following, "text": text}


@register.inclusion_tag("ui/stat.html")
def stat(
    value: Words | int, label: Words, note: Words = "", href: str = "", tone: str = ""
) -> Parts:
    """One figure, what it counts, and its sample in small type; `href` opens the records."""
    return {"value": value, "label": label, "note": note, "href": href, "tone": tone}


@register.inclusion_tag("ui/person.html")
def person(
    name: str, role: Words = "", note: Words = "", label: Words = "", href: str = ""
) -> Parts:
    """Who is doing it; `note` names who answers for it, `label` and `href` are the way to reach them."""
    return {"name": name, "role": role, "note": note, "label": label, "href": href}


@register.inclusion_tag("ui/photos.html")
def photos(pictures: Sequence[Photo]) -> Parts:
    """Pictures side by side, each with its label: before, after."""
    return {"pictures": pictures}


@register.inclusion_tag("ui/bars.html")
def bars(rows: Sequence[Bar], caption: Words, note: Words = "") -> Parts:
    """A bar chart that is its own table; `note` carries n of N, exclusions and rule version."""
    return {"rows": rows, "caption": caption, "note": note}


@register.inclusion_tag("ui/held.html")
def held(stretches: Sequence[Bar], caption: Words) -> Parts:
    """Who held the time: one bar in stretches, and the same in words below it."""
    starts = [sum(one.share for one in stretches[:place]) for place in range(len(stretches))]
    return {"stretches": list(zip(starts, stretches, strict=True)), "caption": caption}


@register.inclusion_tag("ui/facts.html")
def facts(lines: Sequence[Fact]) -> Parts:
    """What is known, as pairs of name and words."""
    return {"lines": lines}


@register.inclusion_tag("ui/way.html")
def way(title: Words, href: str, note: Words = "", icon: str = "arrow-right") -> Parts:
    """A large tile that leads somewhere; put several into an element of class `ways`."""
    return {"title": title, "href": href, "note": note, "icon": icon}


@register.inclusion_tag("ui/steps.html")
def steps(labels: Sequence[Words], current: int) -> Parts:
    """Where one is on a short way; `current` counts from 1."""
    return {"labels": labels, "current": current}


@register.inclusion_tag("ui/nav.html")
def nav(groups: Sequence[NavGroup]) -> Parts:
    """The desk's links in groups, with how many wait behind each."""
    return {"groups": groups}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[Chip], label: Words) -> Parts:
    """Links to sibling pages in one line; `label` names the set to readers who hear it."""
    return {"items": items, "label": label}
