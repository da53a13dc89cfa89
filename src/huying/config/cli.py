"""The console script `huying`."""

import os
import sys
from typing import Any

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huying.config.settings")

COMMANDS = {
    "serve": "serving:serve",
    "work": "serving:work",
    "demo": "loading:demo",
    "practice": "practising:practice",
    "care": "caring:care",
    "import": "importing:imports",
    "export": "exporting:export",
    "sweep": "checking:sweep",
    "verify": "checking:verify",
    "backup": "keeping:backup",
    "restore": "keeping:restore",
    "user": "accounts:user",
    "token": "accounts:token",
}


class Lazy(click.Group):
    """Loads Django and a command's module only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return [name for name in COMMANDS if name != "work"]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command with this name, its settings loaded."""
        if name not in COMMANDS:
            return None
        import importlib  # noqa: PLC0415 -- `huying --help` must not wait for Django

        import django  # noqa: PLC0415

        django.setup()
        module, _, attribute = COMMANDS[name].partition(":")
        found: click.Command = getattr(
            importlib.import_module(f"huying.config.commands.{module}"), attribute
        )
        return found


@click.command(cls=Lazy)
@click.version_option(package_name="huying")
def cli() -> None:
    """Huying: residents call, the community answers.

    Example: huying serve --port 8000
    """


def main() -> Any:
    """Run a command; a refusal or a bad setting is one line on stderr, not a traceback."""
    from huying.kernel.refusals import Refused  # noqa: PLC0415 -- see Lazy

    try:
        return cli(prog_name="huying", standalone_mode=True)
    except Refused as refusal:
        more = {name: why for name, why in refusal.fields.items() if why not in refusal.reason}
        fields = "; ".join(f"{name}: {why}" for name, why in more.items())
        click.echo(
            f"huying: {refusal.reason or refusal.code}{f' ({fields})' if fields else ''}", err=True
        )
    except (ValueError, OSError) as problem:
        if os.environ.get("HUYING_DEBUG", "").lower() in {"1", "true", "yes", "on"}:
            raise
        click.echo(f"huying: {problem}", err=True)
    except Exception as problem:
        from django.db import DatabaseError  # noqa: PLC0415

        if not isinstance(problem, DatabaseError):
            raise
        click.echo(f"huying: database: {str(problem).splitlines()[0]}", err=True)
    sys.exit(1)
