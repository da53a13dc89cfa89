"""Where the keys of sealed columns come from, how a new one is made, and that no backup holds them."""

import stat
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from pytest_django import Settings

from huying.care.models import Entry
from huying.care.sealed import read
from huying.care.verify import check_care_words
from huying.config.cli import cli
from huying.config.field_keys import another_key, field_keys
from huying.kernel.sealing import Keyring, name_of
from tests.builders import build_cast, clock_at
from tests.care.people import AT, PHONE, granted, work_by_wujiangbei, written
from tests.config.starting import huying

ONE, OTHER = "first-key-" * 4, "other-key-" * 4


def test_a_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "field_keys"
    ring = field_keys("", path, "aes")
    assert field_keys("", path, "aes").keys == ring.keys
    assert (stat.S_IMODE(path.stat().st_mode), len(ring.keys)) == (0o600, 1)


def test_given_keys_come_by_commas_or_lines_the_current_one_first(tmp_path: Path) -> None:
    path = tmp_path / "field_keys"
    for said in (f"{ONE},{OTHER}", f"{ONE}\n{OTHER}\n", f" {ONE} ,\n {OTHER}"):
        assert field_keys(said, path, "sm4").keys == (ONE, OTHER)
    assert not path.exists()


@pytest.mark.parametrize(
    ("keys", "cipher", "why"), [("tiny-secret", "aes", "32 characters"), (ONE, "rot13", "no cipher"), (",", "aes", "at least one")]
)  # fmt: skip
def test_keys_that_will_not_do_are_refused_and_not_quoted(
    tmp_path: Path, keys: str, cipher: str, why: str
) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        field_keys(keys, tmp_path / "field_keys", cipher)
    assert "tiny-secret" not in str(refused.value)


def test_a_short_key_refuses_to_start_in_one_line(tmp_path: Path) -> None:
    ended = huying(tmp_path, "verify", HUYING_FIELD_KEYS="tiny-secret")
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (1, "", 1)
    assert "HUYING_FIELD_KEYS" in ended.stderr
    assert "tiny-secret" not in ended.stderr


def test_a_new_key_stands_before_the_older_ones(tmp_path: Path) -> None:
    path = tmp_path / "field_keys"
    (before,) = field_keys("", path, "aes").keys
    name = another_key(path)
    ring = field_keys("", path, "aes")
    assert (name_of(ring.keys[0]), ring.keys[1:]) == (name, (before,))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_key_is_not_made_beside_keys_that_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUYING_FIELD_KEYS", ONE)
    with pytest.raises(ValueError, match="put a new one first there"):
        another_key(tmp_path / "field_keys")


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_restored_whole_and_holds_no_key(tmp_path: Path, settings: Settings) -> None:
    settings.FIELD_KEYS = Keyring((ONE,))
    cast = build_cast()
    work_by_wujiangbei(cast)
    granted(cast, cast.lin)
    entry, file = written(cast, cast.lin), tmp_path / "kept.zip"
    run = CliRunner().invoke
    with clock_at(AT):
        kept = run(cli, ["backup", str(file)], prog_name="huying")
        assert "field_keys" in kept.stderr
        with zipfile.ZipFile(file) as archive:
            held = b"".join(archive.read(name) for name in archive.namelist())
        assert (ONE.encode() in held, PHONE.encode() in held) == (False, False)
        assert run(cli, ["restore", str(file), "--force"], prog_name="huying").exit_code == 0
    assert read(Entry.objects.get(pk=entry.pk), "phone") == PHONE
    assert check_care_words().examples == []
    settings.FIELD_KEYS = Keyring((OTHER, ONE))
    sealed = run(cli, ["care", "rekey"], prog_name="huying")
    assert sealed.stdout == f"sealed anew: 1, left: 0, now under aes.{name_of(OTHER)}\n"
    settings.FIELD_KEYS = Keyring((OTHER,))
    assert read(Entry.objects.get(pk=entry.pk), "phone") == PHONE
    assert run(cli, ["care", "forget"], prog_name="huying").stdout == "erased: 0\n"


def test_tests_keep_their_keys_in_their_own_folder() -> None:
    assert (Path(settings.HOME) / "field_keys").exists()
