"""What the service asks for: buttons, fields, choices, files, moves, filters."""

from collections.abc import Mapping, Sequence

from django import template
from django.forms import BaseForm, BoundField
from django.forms.widgets import CheckboxInput, FileInput, RadioSelect

from huying.web.ui.shapes import Chip, Move, Tile, Words
from huying.web.ui.tags import Parts

register = template.Library()


@register.inclusion_tag("ui/button.html")
def button(
    label: Words, kind: str = "", href: str = "", icon: str = "", name: str = "", value: str = ""
) -> Parts:
    """A link (with `href`) or a submit button; kind: main, plain, danger, small, or two of them."""
    kinds = "".join(f" button-{one}" for one in kind.split())
    return {
        "label": label,
        "kinds": kinds,
        "href": href,
        "icon": icon,
        "name": name,
        "value": value,
    }


@register.inclusion_tag("ui/field.html")
def field(field: BoundField, label: Words = "", hint: Words = "") -> Parts:
    """One field of a Django form: label, hint, error, input; tiles and files are drawn as such."""
    kinds = ((RadioSelect, "choice"), (CheckboxInput, "check"), (FileInput, "file"))
    widget = field.field.widget
    kind = next((kind for base, kind in kinds if isinstance(widget, base)), "line")
    return {
        "field": field,
        "kind": "hidden" if field.is_hidden else kind,
        "label": label or field.label,
        "hint": hint or field.help_text,
    }


@register.inclusion_tag("ui/choice.html")
def choice(
    field: BoundField,
    label: Words = "",
    notes: Mapping[str, Words] | None = None,
    hint: Words = "",
) -> Parts:
    """Radio buttons or checkboxes as tiles; `notes` gives a choice's value a second line."""
    below = notes or {}
    tiles = [
        Tile(sub.tag(), sub.choice_label, below.get(str(sub.data["value"]), ""))
        for sub in field.subwidgets
    ]
    return {
        "field": field,
        "label": label or field.label,
        "hint": hint or field.help_text,
        "tiles": tiles,
    }


@register.inclusion_tag("ui/file.html")
def file(field: BoundField, label: Words = "", hint: Words = "") -> Parts:
    """A photo input; with JavaScript the chosen photos are shown and can be taken out again."""
    return {"field": field, "label": label or field.label, "hint": hint or field.help_text}


@register.inclusion_tag("ui/mover.html")
def mover(moves: Sequence[Move], action: str, version: int | None = None, unit: str = "") -> Parts:
    """Buttons for the moves open to the viewer; each posts `move` and `version` to `action`.

    With `unit` also that: the unit the moves are about, where a page shows those of several.

    The first that is main comes first and is the only main one. Then what is sent at once, then
    what opens a form, then what is dangerous, which always asks first: so an opening form never
    pushes a button that acts under a finger that is pressing twice.
    """
    main = next((move for move in moves if move.main), None)
    ordered = sorted(moves, key=lambda move: (move is not main, move.danger, bool(move.fields)))
    return {"moves": ordered, "main": main, "action": action, "version": version, "unit": unit}


@register.inclusion_tag("ui/dialog.html")
def dialog(label: Words, href: str, icon: str = "", key: str = "") -> Parts:
    """A link whose page opens over this one; `key` is the key that opens it too."""
    return {"label": label, "href": href, "icon": icon, "key": key}


@register.inclusion_tag("ui/key.html")
def key(label: str) -> Parts:
    """A key of the keyboard."""
    return {"label": label}


@register.inclusion_tag("ui/filter_bar.html")
def filter_bar(
    chips: Sequence[Chip] = (), form: BaseForm | None = None, action: str = "", clear: str = ""
) -> Parts:
    """Saved filters with counts, then a GET form; `clear` leads to the unfiltered list."""
    return {"chips": chips, "form": form, "action": action, "clear": clear}
