"""One `DATABASE_URL` decides: SQLite in a file, or PostgreSQL on one or several hosts."""

from typing import Any
from urllib.parse import unquote

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA busy_timeout=20000; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;"
)
# Joins are written in the order they should run; weighing every other order of eight tables
# costs the server several times what the query does. What the address says comes after, and wins.
PLANNER = "-c join_collapse_limit=4"


def database_from_url(url: str) -> dict[str, Any]:
    """Django's database settings for a `sqlite:///path` or any libpq `postgresql://` address.

    Raises ValueError with the reason when the address cannot be used.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        return _sqlite(unquote(rest.removeprefix("/")))
    if scheme in {"postgresql", "postgres"}:
        return _postgres(url)
    raise ValueError(f"DATABASE_URL must begin with sqlite:// or postgresql://, not {scheme}://")


def _sqlite(path: str) -> dict[str, Any]:
    if not path:
        raise ValueError("DATABASE_URL names no file: use sqlite:///path/to/file.sqlite3")
    return {
        "ENGINE": "huying.config.sqlite",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": PRAGMAS, "timeout": 20},
        "CONN_MAX_AGE": None,
    }


def _postgres(url: str) -> dict[str, Any]:
    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(url))
    except ProgrammingError as problem:
        # The reason quotes the address, and the address may hold a password.
        reason = str(problem).replace(url, "…").strip()
        raise ValueError(f"DATABASE_URL cannot be read: {reason}") from None
    parts["options"] = f"{PLANNER} {parts.get('options', '')}".strip()
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "") or "postgres",
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
    return settings | {"OPTIONS": parts}
