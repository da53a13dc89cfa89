"""Documents that are written from the code: `python -m tools.docs update` and `… check`."""

import json
import os
import sys
from pathlib import Path

import django
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from tools.lifecycles import lifecycles_markdown

DOCS = Path("docs")
OPENAPI = "/api/v1/openapi.json"


def written() -> dict[str, str]:
    """File name -> what it should hold, according to the code."""
    from huying.config.machines import MACHINES  # noqa: PLC0415 -- models need a set-up Django

    return {"lifecycles.md": lifecycles_markdown(MACHINES), "openapi.json": _openapi()}


def _openapi() -> str:
    request: HttpRequest = RequestFactory().get(OPENAPI)
    view, args, kwargs = resolve(OPENAPI)
    with translation.override("en"):
        contract = json.loads(view(request, *args, **kwargs).content)
    return json.dumps(contract, ensure_ascii=False, indent=2) + "\n"


def update(folder: Path, documents: dict[str, str]) -> None:
    """Write every document into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")


def stale(folder: Path, documents: dict[str, str]) -> list[str]:
    """Names of the documents in `folder` that are missing or say something else."""
    return [
        name
        for name, text in documents.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Do what the command line asks; 1 when a document is stale, 2 when not understood."""
    if arguments not in (["update"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "tools.settings"
    django.setup()
    if arguments == ["update"]:
        update(DOCS, written())
        return 0
    names = stale(DOCS, written())
    for name in names:
        print(f"docs/{name} is stale: run `make docs`")
    return 1 if names else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
