"""`demo` and `practice`."""

import click
from django.conf import settings

from huying.config.commands.serving import prepare
from huying.kernel.now import now
from huying.places.models import Place
from huying.places.queries import place as place_of


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


@click.group(epilog="Example: huying practice adopt standard --place 990101")
def practice() -> None:
    """Practice packs: limits and classes as data."""


@practice.command("list", epilog="Example: huying practice list")
def list_practices() -> None:
    """Names of the packs there are."""
    from huying.practices.loader import names  # noqa: PLC0415

    for name in names():
        click.echo(name)


@practice.command("show", epilog="Example: huying practice show standard")
@click.argument("name")
def show_practice(name: str) -> None:
    """The text of a pack."""
    from huying.practices.loader import text  # noqa: PLC0415

    click.echo(text(name))


@practice.command("adopt", epilog="Example: huying practice adopt standard --place 990101")
@click.argument("name")
@click.option(
    "--place", "code", default="", help="only for this place and below [default: everywhere]"
)
def adopt_practice(name: str, code: str) -> None:
    """Make a pack's limits and classes those of a place."""
    from huying.practices.loader import adopt  # noqa: PLC0415

    prepare()
    adopt(name, place=place_of(code) if code else None, at=now())
    click.echo(f"{name} is in force{f' in {code}' if code else ''}")
