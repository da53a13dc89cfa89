"""The settings for tools that look at the code: nothing of a real installation is touched."""

import os

os.environ.setdefault("HUYING_TEST_FOLDER", ".mypy_cache/settings")

from tests.settings import *  # noqa: F403 -- the folder is named first
