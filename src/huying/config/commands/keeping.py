"""`backup` and `restore`."""

from pathlib import Path

import click

from huying.config import backups
from huying.kernel.now import now


@click.command(epilog="Example: huying backup /media/usb/huying-2026-11-22.zip")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write everything to one FILE while the system runs."""
    counts = backups.write(file, now())
    click.echo(f"{file}: {sum(counts.values())} rows, {file.stat().st_size} bytes")
    click.echo(
        "not in it: field_keys, which opens sealed numbers; keep a copy of it elsewhere", err=True
    )


@click.command(epilog="Example: huying restore huying-2026-11-22.zip")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="replace what is in the database now")
def restore(*, file: Path, force: bool) -> None:
    """Read everything back from FILE; stop `serve` first."""
    counts = backups.read(file, force=force)
    click.echo(f"{sum(counts.values())} rows restored")
