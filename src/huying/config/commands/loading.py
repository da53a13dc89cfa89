"""`demo`."""

import click
from django.conf import settings

from huying.config.commands.serving import prepare
from huying.kernel.now import now
from huying.places.models import Place


@click.command(epilog="Example: huying demo --size small")
@click.option(
    "--size", default="small", show_default=True, type=click.Choice(["small", "district"])
)
@click.option("--if-empty", is_flag=True, help="do nothing when the database has places already")
def demo(*, size: str, if_empty: bool) -> None:
    """Load the demo city: fictional people, places and orders."""
    from huying.demo.city import load  # noqa: PLC0415 -- only this command needs it

    if settings.ENVIRONMENT == "production":
        raise click.ClickException("the demo city is refused when HUYING_ENV=production")
    prepare()
    if if_empty and Place.objects.exists():
        return
    with click.progressbar(length=100, label="Loading the demo city") as bar:
        report = load(size=size, at=now(), progress=bar.update)
    for line in report.lines():
        click.echo(line)
