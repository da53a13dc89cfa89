"""`care`: the keys of what is sealed, and forgetting what was kept long enough."""

from pathlib import Path

import click
from django.conf import settings

from huying.care.actions import rekeying
from huying.care.tasks import forget_due
from huying.config.field_keys import another_key
from huying.kernel.now import now


@click.group(epilog="Example: huying care rekey")
def care() -> None:
    """The care ledger: keys, and what is forgotten."""


@care.command("newkey", epilog="Example: huying care newkey")
def new_key() -> None:
    """Make a new current key in the data folder; older ones still open what they sealed."""
    name = another_key(Path(settings.HOME) / "field_keys")
    click.echo(f"current key: {name}; restart every process, then: huying care rekey")


@care.command("rekey", epilog="Example: huying care rekey")
def rekey() -> None:
    """Seal everything anew under the current key and cipher; may be stopped and run again."""
    done = rekeying.rekey(now())
    left = rekeying.waiting()
    click.echo(f"sealed anew: {done}, left: {left}, now under {settings.FIELD_KEYS.current[:-1]}")


@care.command("forget", epilog="Example: huying care forget")
def forget() -> None:
    """Erase what was kept long enough; the worker does so by itself every few minutes."""
    click.echo(f"erased: {forget_due(now())}")
