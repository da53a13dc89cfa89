"""Standard texts on the form of a move: chosen without a script, put into the field with one."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huying.orders.letters import Letter, Letters
from huying.orders.wording import LETTERS

STANDARD = "standard"


class TextsInput(forms.RadioSelect):
    """The fitting texts as they will be kept, one to choose; `target` is the id of their field."""

    is_hidden = True  # it draws its own label, and stands where the form puts it

    def __init__(self, letters: list[Letter], target: str) -> None:
        super().__init__()
        self.letters, self.target = letters, target

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The list, folded until it is wanted."""
        context = {
            "name": name, "chosen": str(value or ""), "letters": self.letters,
            "target": self.target, "id": (attrs or {}).get("id", ""),
        }  # fmt: skip
        return render_to_string("desk/texts.html", context)


class Lettered(forms.Form):
    """A form that offers standard texts for what its resident will read.

    A text that is chosen is used where the field itself was left empty.
    """

    letters: list[Letter] = []
    written = ""

    def offer_texts(self, move: str, letters: Letters) -> None:
        """Offer the texts that fit the move, before the field they are meant for."""
        field = LETTERS.get(move, "")
        if field not in self.fields or not (found := letters.fitting(move)):
            return
        self.letters, self.written = found, field
        choices = [(str(one.id), one.label) for one in found]
        widget = TextsInput(found, self[field].id_for_label)
        self.fields[STANDARD] = forms.ChoiceField(choices=choices, required=False, widget=widget)
        names = list(self.fields)
        names.insert(names.index(field), names.pop())
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        """Put the chosen text where nothing was written; the choice itself is not passed on."""
        said = super().clean() or self.cleaned_data
        chosen = said.pop(STANDARD, "")
        words = next((one.words for one in self.letters if str(one.id) == chosen), "")
        if words and not str(self.data.get(self.add_prefix(self.written), "")).strip():
            self.data = self.data.copy()  # type: ignore[attr-defined] # a QueryDict, as it came
            self.data[self.add_prefix(self.written)] = words  # type: ignore[index]
            self.errors.pop(self.written, None)
            said[self.written] = words
        return said
