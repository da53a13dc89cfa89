"""`export`: any list as a file."""

import json
import shutil
import sys
from pathlib import Path
from typing import IO

import click

from huying.config.commands.serving import prepare_database
from huying.kernel.now import now
from huying.lists.actions import export_list
from huying.lists.policy import the_product
from huying.lists.queries import opened
from huying.lists.registry import definition, registered
from huying.lists.states import Format

ASKED = "write it as key=value"
BY = the_product("command line")


@click.command(epilog="Example: huying export orders --place 990101 --format csv --out orders.csv")
@click.argument("name", metavar="LIST", default="")
@click.option("--place", "code", default="", help="only there and below [default: everywhere]")
@click.option("--filter", "filters", multiple=True, help="narrow it, as state=closed; repeatable")
@click.option(
    "--format", "kind", type=click.Choice([kind.value for kind in Format]), default="xlsx",
    show_default=True,
)  # fmt: skip
@click.option(
    "--out", default="", help="the file to write, - for the terminal [default: LIST-DATE.FORMAT]"
)
@click.option("--json", "as_json", is_flag=True, help="end with one line of JSON")
def export(
    *, name: str, code: str, filters: tuple[str, ...], kind: str, out: str, as_json: bool
) -> None:
    """Write a list to a file; without a LIST, name those there are."""
    if not name:
        _name_them(as_json=as_json)
        return
    definition(name)  # a name that is none is told before anything is done
    prepare_database()
    at, by = now(), BY
    raw = dict(_pair(text) for text in filters) | ({"place": code} if code else {})
    found = opened(name, raw, by, at=at)
    made = export_list(found, Format(kind), by=by, at=at)
    target = out or made.name
    with made.file:
        _write(made.file, target)
    facts = {"list": name, "place": code, "format": kind, "file": target, "rows": made.count, "sha256": made.sha256}  # fmt: skip
    if target != "-" or as_json:
        said = json.dumps(facts, ensure_ascii=False) if as_json else f"{made.count} rows: {target}"
        click.echo(said, err=target == "-")


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise click.BadParameter(ASKED, param_hint="--filter")
    return key.strip(), value


def _write(file: IO[bytes], target: str) -> None:
    """Into the file beside its name first, so that a broken writing leaves the old one whole."""
    if target == "-":
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as written:
        shutil.copyfileobj(file, written)
    beside.replace(path)


def _name_them(*, as_json: bool) -> None:
    offered = [one for one in registered().values() if one.reads(BY, "")]
    rows = [{"list": one.name, "title": str(one.title)} for one in offered]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['list']}  {row['title']}")
