"""Cutting a paste into pieces, one for each matter; joined again they are the paste."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from huying.intake.pasting.headers import header, separator
from huying.intake.pasting.labels import label_pattern, names
from huying.intake.pasting.pieces import Form, Part, Piece
from huying.intake.pasting.rows import table

FEWEST_LABELS = 2
BREATH = 5  # minutes
_ITEM = re.compile(r"^[^\S\n]*(?:(\d{1,2})[、.．)）](?!\d)|[（(](\d{1,2})[)）])", re.MULTILINE)
# What a chat carries besides words, and what is said without a matter.
_IDLE = re.compile(
    r"(?:\s|\[[^\[\]\n]{1,12}\]|【[^【】\n]{1,8}】|收到|好的?|谢谢(?:您|你)?|感谢|辛苦了?|在吗|您好|你好|嗯|ok|OK|\+1|[👍🙏🌹。，！!,.~～]|@[^\s@]+)*"
)


def cut(text: str) -> list[Piece]:
    """The pieces of a paste in order; every character is in exactly one part of one piece."""
    if not text:
        return []
    if (rows := table(text)) is not None:
        return rows
    if (blocks := _blocks(text)) is not None:
        return blocks
    return [each for piece in _messages(text) for each in _items(piece)]


def idle(piece: Piece) -> bool:
    """Whether a piece says nothing that could be a matter: a picture, a thank-you, a greeting."""
    return _IDLE.fullmatch(piece.words) is not None


# --- labelled lines -------------------------------------------------------------------------


def _blocks(text: str) -> list[Piece] | None:
    """Blocks of labels: a label that comes again begins the next; None where there are too few."""
    found = [(m.start(), m.end(), names()[m["boxed"] or m["plain"]]) for m in label_pattern().finditer(text)]  # fmt: skip
    told = {name for _start, _end, name in found}
    if len(told) < FEWEST_LABELS or not told & {"text", "number"}:
        return None
    starts, seen = [0], set[str]()
    for start, _end, name in found:
        if name in seen and name == found[0][2]:
            starts.append(start)
            seen.clear()
        seen.add(name)
    ends = [*starts[1:], len(text)]
    return [_block(text, found, *span) for span in zip(starts, ends, strict=True)]


def _block(text: str, found: list[tuple[int, int, str]], begin: int, end: int) -> Piece:
    inside = [each for each in found if begin <= each[0] < end]
    nexts = [each[0] for each in inside[1:]] + [end]
    cells: dict[str, str] = {}
    for (_start, value, name), following in zip(inside, nexts, strict=True):
        said = text[value:following].strip().rstrip("；;|").strip()
        if said and name not in {"other", "unit", "state"}:
            cells.setdefault(name, said)
    return Piece(
        Form.LABELS, (Part("", text[begin:end]),), cells.get("contact_name", ""),
        cells.get("placed_at", ""), cells,
    )  # fmt: skip


# --- chats ----------------------------------------------------------------------------------


def _messages(text: str) -> list[Piece]:
    """Messages below their headers; what one person writes on within a breath is one matter."""
    joined: list[Piece] = []
    for piece in _each_message(text):
        last = joined[-1] if joined else None
        if last and (_goes_on(last, piece) or not last.words):
            joined[-1] = replace(
                piece if not last.words else last, parts=(*last.parts, *piece.parts)
            )
        else:
            joined.append(piece)
    return joined


def _goes_on(last: Piece, piece: Piece) -> bool:
    same = bool(piece.sender) and piece.sender == last.sender
    return not piece.words or (same and _near(last.said, piece.said))


def _near(first: str, second: str) -> bool:
    """Whether two times, as they are written, differ in their last digits at most."""
    days, clocks = zip(*(_split(said) for said in (first, second)), strict=True)
    minutes = [int(c[1]) * 60 + int(c[2]) for c in clocks if c]
    if days[0] != days[1] or len(minutes) < len(clocks):
        return first == second
    return 0 <= minutes[1] - minutes[0] <= BREATH


def _split(said: str) -> tuple[str, re.Match[str] | None]:
    clock = re.search(r"(\d{1,2})[:：](\d{2})", said)
    return (said[: clock.start()] if clock else said), clock


def _each_message(text: str) -> Iterator[Piece]:
    head, body, sender, said, day = "", "", "", "", ""
    for line in text.splitlines(keepends=True):
        between = separator(line.rstrip("\r\n"))
        found = None if between is not None else header(line.rstrip("\r\n"))
        if between is None and found is None:
            body += line
            continue
        yield from _message(head, body, sender, said)
        day = between or day
        if found is None:
            head, body, sender, said = line, "", "", ""
            continue
        said = f"{day} {found.said}" if day and re.match(r"\D{0,2}\s?\d{1,2}[:：]", found.said) else found.said  # fmt: skip
        head, body, sender = line[: found.length], line[found.length :], found.name
    yield from _message(head, body, sender, said)


def _message(head: str, body: str, sender: str, said: str) -> Iterable[Piece]:
    if not head and not body:
        return ()
    form = Form.CHAT if sender else Form.PLAIN
    return (Piece(form, (Part(head, body),), sender, said),)


def _items(piece: Piece) -> list[Piece]:
    """A message that counts its matters, 1、2、3、 on lines of their own, is as many pieces."""
    if len(piece.parts) != 1:
        return [piece]
    head, body = piece.parts[0].head, piece.parts[0].body
    marks = list(_ITEM.finditer(body))
    if [int(m[1] or m[2]) for m in marks] != list(range(1, len(marks) + 1)) or len(marks) < 2:  # noqa: PLR2004 -- one is no list
        return [piece]
    cuts = [0, *(m.start() for m in marks[1:]), len(body)]
    bodies = [body[a:b] for a, b in pairwise(cuts)]
    heads = [head, *[""] * (len(bodies) - 1)]
    return [
        replace(piece, parts=(Part(above, below),))
        for above, below in zip(heads, bodies, strict=True)
    ]
