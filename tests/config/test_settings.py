"""The environment decides; a wrong value refuses to start, in one line that says why."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from huying.config.database import database_from_url
from huying.config.secret import kept_secret
from tests.config.starting import huying, run

SECRET = "correct-horse-battery"
WRONG: dict[str, tuple[dict[str, str], str]] = {
    "no such environment": ({"HUYING_ENV": "banana"}, "HUYING_ENV"),
    "a fixed clock in production": (
        {"HUYING_ENV": "production", "HUYING_NOW": "2026-03-10T09:00+08:00"},
        "HUYING_NOW",
    ),
    "a clock that is no time": ({"HUYING_NOW": "soon"}, "soon"),
    "a clock without a zone": ({"HUYING_NOW": "2026-03-10T09:00"}, "time zone"),
    "another database": ({"DATABASE_URL": "mysql://localhost/huying"}, "DATABASE_URL"),
    "a database without a file": ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
    "an address cut off": ({"DATABASE_URL": f"postgresql://h:{SECRET}@[::1/x"}, "DATABASE_URL"),
    "a file that is not there": ({"HUYING_SECRET_KEY_FILE": "/nowhere/key"}, "/nowhere/key"),
    "a number in words": ({"HUYING_UPLOAD_MAX_BYTES": "many"}, "HUYING_UPLOAD_MAX_BYTES"),
    "a switch half on": ({"HUYING_DEBUG": "perhaps"}, "HUYING_DEBUG"),
    "a proxy by name": ({"HUYING_TRUSTED_PROXIES": "10.0.0.1,nginx"}, "'nginx'"),
    "a second factor perhaps": ({"HUYING_SECOND_FACTOR": "perhaps"}, "HUYING_SECOND_FACTOR"),
    "half an issuer": ({"HUYING_OIDC_CLIENT_ID": "huying"}, "HUYING_OIDC_ISSUER"),
    "half of WeChat": ({"HUYING_WEIXIN_APP_SECRET": SECRET}, "HUYING_WEIXIN_APP_ID"),
    "half a service account": (
        {"HUYING_WECHAT_APP_ID": "wx1", "HUYING_WECHAT_APP_SECRET": SECRET},
        "HUYING_WECHAT_APP_ID, _APP_SECRET, _TEMPLATE and _FIELDS belong together",
    ),
    "a keyword of no kind": (
        {
            "HUYING_WECHAT_APP_ID": "wx1",
            "HUYING_WECHAT_APP_SECRET": SECRET,
            "HUYING_WECHAT_TEMPLATE": "t",
            "HUYING_WECHAT_FIELDS": "thing2=text,first=number",
        },
        "HUYING_WECHAT_FIELDS: 'first=number' is none of",
    ),
    "no address of ours": (
        {"HUYING_ADDRESS": "huying.example.org"},
        "HUYING_ADDRESS is no address",
    ),
    "a place without a clock": ({"HUYING_TIME_ZONE": "Mars/Base"}, "Mars/Base"),
}


def test_a_developer_who_asks_for_it_gets_the_whole_trace(tmp_path: Path) -> None:
    ended = huying(tmp_path, "verify", HUYING_DEBUG="yes", DATABASE_URL="mysql://x")
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, True)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_refuses_to_start_in_one_line(tmp_path: Path, name: str) -> None:
    variables, word = WRONG[name]
    ended = huying(tmp_path, "verify", **variables)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("huying: ")
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert word in ended.stderr
    assert SECRET not in ended.stderr


ASKED = """
import json, django
from django.conf import settings as s
django.setup()
from huying.kernel.now import now
print(json.dumps({
    "env": s.ENVIRONMENT, "debug": s.DEBUG, "key": s.SECRET_KEY, "hosts": s.ALLOWED_HOSTS,
    "database": s.DATABASES["default"] | {"TEST": None}, "now": now().isoformat(),
    "home": str(s.HOME),
}))
"""


def told(home: Path, **variables: str) -> dict[str, Any]:
    """What the settings are with these variables."""
    ended = run(home, "-c", ASKED, **variables)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_nothing_said_is_a_careful_local_installation(tmp_path: Path) -> None:
    first, second = told(tmp_path), told(tmp_path)
    assert (first["env"], first["debug"], first["home"]) == ("local", False, str(tmp_path))
    assert first["hosts"] == ["localhost", "127.0.0.1", "[::1]"]
    assert first["database"]["NAME"] == str(tmp_path / "huying.sqlite3")
    assert first["key"] == second["key"] == (tmp_path / "secret_key").read_text().strip()
    assert len(first["key"]) >= 50


def test_a_value_may_lie_in_a_file(tmp_path: Path) -> None:
    files = {
        "HUYING_SECRET_KEY": f"{SECRET}\n",
        "DATABASE_URL": "postgresql://h:p@db.example/huying?sslmode=require\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    variables = {f"{name}_FILE": str(tmp_path / name) for name in files}
    found = told(tmp_path, HUYING_SECRET_KEY="another", **variables)
    database = found["database"]
    assert found["key"] == SECRET
    assert (database["HOST"], database["NAME"], database["OPTIONS"]) == (
        "db.example",
        "huying",
        {"sslmode": "require", "options": "-c join_collapse_limit=4"},
    )
    assert not (tmp_path / "secret_key").exists()


def test_demos_and_tests_may_begin_at_another_time(tmp_path: Path) -> None:
    found = told(tmp_path, HUYING_ENV="test", HUYING_NOW="2026-03-10T09:00+08:00")
    assert found["now"].startswith("2026-03-10T01:00:0")


def test_several_hosts_are_tried_in_turn() -> None:
    url = "postgresql://h:p%40ss@one:5432,two:5433/huying?target_session_attrs=read-write"
    found = database_from_url(url)
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "huying", "USER": "h", "PASSWORD": "p@ss", "HOST": "one,two", "PORT": "5432,5433",
        "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "target_session_attrs": "read-write", "options": "-c join_collapse_limit=4",
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///relative.sqlite3", "relative.sqlite3"),
        ("sqlite:////var/lib/huying/h.sqlite3", "/var/lib/huying/h.sqlite3"),
        ("sqlite:////srv/%E5%91%BC%E5%BA%94/h.sqlite3", "/srv/呼应/h.sqlite3"),
    ],
)
def test_a_path_means_sqlite_with_a_fair_queue_of_writers(url: str, name: str) -> None:
    found = database_from_url(url)
    assert (found["ENGINE"], found["NAME"]) == ("huying.config.sqlite", name)
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_a_socket_and_a_default_database_are_understood() -> None:
    found = database_from_url("postgresql://huying@/?host=/run/postgresql")
    assert (found["HOST"], found["PORT"], found["NAME"], found["USER"]) == (
        "/run/postgresql",
        "",
        "postgres",
        "huying",
    )


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "key"
    made = kept_secret(path)
    assert kept_secret(path) == made != kept_secret(tmp_path / "another")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
