"""A storage of its own for every test of this room."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from huying.files.actions import attach
from huying.files.models import Upload
from tests.files.samples import MAX_BYTES, MAX_PIXELS, NOON, photo

Attach = Callable[..., Upload]


@pytest.fixture
def storage_folder(tmp_path: Path, settings: Settings) -> Path:
    """Where stored files lie during the test."""
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path


@pytest.fixture
def attached(db: None, storage_folder: Path) -> Attach:
    """Attach a small photo to order 7, unless told otherwise."""

    def attach_with(**changes: Any) -> Upload:
        usual = {
            "subject_kind": "order",
            "subject_id": 7,
            "name": "kerb.jpg",
            "data": photo(),
            "moment": "before",
            "public": False,
            "by_label": "resident",
            "at": NOON,
            "max_bytes": MAX_BYTES,
            "max_pixels": MAX_PIXELS,
        }
        return attach(**{**usual, **changes})

    return attach_with
