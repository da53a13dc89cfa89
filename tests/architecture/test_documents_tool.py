"""The documents written from the code, on a machine made for the purpose."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from huying.kernel.actor import Actor
from huying.kernel.effects import NO_EFFECT, Holder, held_by, start, stop
from huying.kernel.machine import Fork, Given, Machine, Move, guard, rule
from huying.kernel.refusals import Code
from tools.docs import stale, update
from tools.lifecycles import lifecycles_markdown


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


@rule
def anyone_at_home(actor: Actor, subject: Any) -> bool:
    return True


@guard
def there_is_power(subject: Any, given: Given, at: datetime) -> Code | None:
    return None


def lamp_or_fuse(subject: Any, given: Given) -> Lamp:
    return Lamp.ON


def switched(*sources: Lamp, target: Lamp | Fork | None, **more: Any) -> Move:
    return Move(sources=frozenset(sources), target=target, by=anyone_at_home, **more)


LAMP = Machine(
    "lamp",
    Lamp,
    {
        "buy": switched(target=Lamp.OFF),
        "press": switched(
            Lamp.OFF,
            target=Fork({Lamp.BROKEN: stop("warranty"), Lamp.ON: NO_EFFECT}, lamp_or_fuse),
            needs=frozenset({"hand"}),
            may=frozenset({"song", "note"}),
            guards=(there_is_power,),
            clock=start("burn") & held_by(Holder.RESIDENT),
        ),
        "tap": switched(Lamp.ON, target=Lamp.OFF, clock=stop("burn")),
        "dust": switched(Lamp.ON, Lamp.OFF, target=None),
        "drop": switched(Lamp.ON, Lamp.OFF, target=Lamp.BROKEN),
    },
)
PAGE = """\
# Lifecycles

Written from the tables of moves by `make docs`; not edited by hand.

## lamp

```mermaid
stateDiagram-v2
    [*] --> off: buy
    off --> on: press
    off --> broken: press, drop
    on --> off: tap
    on --> broken: drop
    broken --> [*]
```

| move | from | to | by | needs | may carry | if | clocks |
|---|---|---|---|---|---|---|---|
| `buy` | (new) | off | anyone at home |  |  |  |  |
| `press` | off | on or broken | anyone at home | hand | note, song | there is power | \
start burn, held by resident; to broken: stop warranty |
| `tap` | on | off | anyone at home |  |  |  | stop burn |
| `dust` | off, on | (stays) | anyone at home |  |  |  |  |
| `drop` | off, on | broken | anyone at home |  |  |  |  |
"""


def test_a_machine_becomes_a_diagram_and_a_table() -> None:
    assert lifecycles_markdown({"lamp": LAMP}) == PAGE


def test_a_document_is_stale_until_it_says_what_the_code_says(tmp_path: Path) -> None:
    documents = {"a.md": "one\n", "b.json": "{}\n"}
    assert stale(tmp_path, documents) == ["a.md", "b.json"]
    update(tmp_path, documents)
    assert stale(tmp_path, documents) == []
    (tmp_path / "a.md").write_text("two\n", encoding="utf-8")
    assert stale(tmp_path, documents) == ["a.md"]
