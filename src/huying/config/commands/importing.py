"""`import orders`, `import places`."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from tqdm import tqdm

from huying.config.commands.serving import prepare
from huying.intake.planting import Planted, plant
from huying.intake.running import Report, run_import
from huying.kernel.now import now
from huying.places.rules import GRID_DIGITS


@click.group(epilog="Example: huying import orders events.csv --json")
def imports() -> None:
    """Bring rows from other systems in."""


@imports.command("orders", epilog="Example: huying import orders events.csv --place 990101 --json")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map", "map_name", default=None, help="a shipped map, or a TOML file [default: by header]"
)
@click.option("--place", "place_code", default=None, help="where rows without a place belong")
@click.option("--dry-run", is_flag=True, help="read and check, write nothing")
@click.option("--json", "as_json", is_flag=True, help="end with one line of JSON")
def orders(
    *, file: Path, map_name: str | None, place_code: str | None, dry_run: bool, as_json: bool
) -> None:
    """Import orders from csv, xlsx or jsonl; may be interrupted and repeated."""
    prepare()
    with tqdm(unit=" rows", disable=None) as bar:

        def progress(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)

        report = run_import(
            file, map_name=map_name, place_code=place_code, dry_run=dry_run, at=now(),
            progress=progress,
        )  # fmt: skip
    _tell(report, as_json=as_json)


@imports.command("places", epilog="Example: huying import places tree.xlsx --dry-run")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--grid-digits", default=GRID_DIGITS, show_default=True, type=click.IntRange(1, 9),
              help="digits a grid's code adds to its community's")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="read and check, write nothing")
@click.option("--json", "as_json", is_flag=True, help="end with one line of JSON")
def places(*, file: Path, grid_digits: int, dry_run: bool, as_json: bool) -> None:
    """Import a city's places from csv, xlsx or jsonl; may be repeated with a newer file."""
    prepare()
    _tell(plant(file, dry_run=dry_run, at=now(), grid_digits=grid_digits), as_json=as_json)


def _tell(report: Report | Planted, *, as_json: bool) -> None:
    facts = {
        key: str(value) if isinstance(value, Path) else value
        for key, value in asdict(report).items()
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    for key, value in facts.items():
        click.echo(f"{key}: {value}")
