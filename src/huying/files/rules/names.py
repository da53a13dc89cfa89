"""File names from strangers: what is kept of them, and whether they tell the truth."""

import re
import unicodedata

from huying.files.rules.content import EXTENSIONS, is_image
from huying.files.rules.refusing import _, refused

MAX_NAME = 120
NAMELESS = "file"
_MAX_ENDING = 10
_UNSAFE = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
# Control and format characters (right-to-left overrides among them), surrogates, private use,
# line and paragraph separators: nothing a reader could see, everything a trick could need.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_name(name: str) -> str:
    """The last part of a path, visible characters only, at most 120, never empty."""
    last = name.replace("\\", "/").rpartition("/")[2]
    spaced = _SPACES.sub(" ", last)
    seen = "".join(char for char in spaced if unicodedata.category(char) not in _UNSEEN)
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", seen))
    plain = _SPACES.sub(" ", plain).strip(" .")
    if len(plain) > MAX_NAME:
        stem, dot, ending = _split(plain)
        plain = stem[: MAX_NAME - len(dot + ending)].rstrip(" .") + dot + ending
    return plain or NAMELESS


def check_name(cleaned: str, media_type: str) -> None:
    """`Refused` when a cleaned name has an ending that is not one of its type's.

    Chat programs save pictures under the ending of another picture type; a picture is
    re-encoded anyway, so any picture's ending will do.
    """
    ending = _split(cleaned)[2].lower()
    pictures = {e for kind, endings in EXTENSIONS.items() if is_image(kind) for e in endings}
    fitting = pictures if is_image(media_type) else set(EXTENSIONS[media_type])
    if ending and ending not in fitting:
        raise refused(_("the file's name does not match its content"))


def download_name(name: str, media_type: str) -> str:
    """The name to save under: the ending of the stored type in place of an accepted one."""
    stem, _dot, ending = _split(name)
    known = any(ending.lower() in endings for endings in EXTENSIONS.values())
    return f"{stem if known else name}.{EXTENSIONS[media_type][0]}"


def _split(name: str) -> tuple[str, str, str]:
    """Stem, dot, ending; a long or missing ending counts as part of the stem."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _MAX_ENDING or " " in ending:
        return name, "", ""
    return stem, dot, ending
