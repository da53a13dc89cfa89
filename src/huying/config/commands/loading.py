"""`demo`."""

import click
from django.conf import settings

from huying.config.commands.serving import prepare
from huying.kernel.now import now
from huying.kernel.refusals import Refused
from huying.places.models import Place

ALL = "all"


@click.command(epilog="Example: huying demo --practice all --size district")
@click.option(
    "--size", default="small", show_default=True, type=click.Choice(["small", "district"]),
    help="district: the district of the practice (of zhifu, for all) is as large as a real one",
)  # fmt: skip
@click.option(
    "--practice", default="", help="a district that works by this pack; all: by each of the five"
)
@click.option("--if-empty", is_flag=True, help="do nothing when the database has places already")
def demo(*, size: str, practice: str, if_empty: bool) -> None:
    """Load the demo city: fictional people, places and orders; districts beside it, if asked for."""
    if settings.ENVIRONMENT == "production":
        raise click.ClickException("the demo city is refused when HUYING_ENV=production")
    prepare()
    if if_empty and Place.objects.exists():
        return
    try:
        _city()
        for wanted in _wanted(practice, large=size == "district"):
            _district(*wanted)
    except Refused as refusal:
        raise click.ClickException(refusal.reason) from refusal


def _city() -> None:
    from huying.demo.city import load  # noqa: PLC0415 -- only this command needs it

    with click.progressbar(length=100, label="Loading the demo city") as bar:
        report = load(at=now(), progress=bar.update)
    for line in report.lines():
        click.echo(line)


def _wanted(practice: str, *, large: bool) -> list[tuple[str, bool]]:
    """Which districts are asked for, and which of them is large."""
    from huying.demo.districts.plan import FIVE, LARGEST  # noqa: PLC0415 -- as above

    if practice == ALL:
        return [(name, large and name == LARGEST) for name in FIVE]
    if practice or large:
        return [(practice or LARGEST, large)]
    return []


def _district(practice: str, large: bool) -> None:  # noqa: FBT001 -- one of the pairs above
    from huying.demo.districts.loading import is_made, make  # noqa: PLC0415 -- as above
    from huying.demo.districts.plan import DISTRICT, SMALL, sketch  # noqa: PLC0415 -- as above
    from huying.demo.town import PASSWORD  # noqa: PLC0415 -- as above
    from huying.practices.packs import read  # noqa: PLC0415 -- as above

    read(practice)
    of = sketch(practice, DISTRICT if large else SMALL)
    if is_made(of):
        click.echo(f"{of.name} ({of.code}, {practice}) was there already")
        return
    with click.progressbar(length=of.scale.orders, label=f"Loading {of.name}") as bar:
        made = make(of, at=now(), password=PASSWORD, progress=bar.update)
    click.echo(f"{of.name} ({of.code}) works by {practice}: {made.orders} orders, same password:")
    for name, role, person, where in made.logins:
        click.echo(f"  {name:<34}{role:<21}{person}, {where}")
