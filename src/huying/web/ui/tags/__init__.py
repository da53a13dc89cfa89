"""The component tags by what they do: frames dress, says tells, asks takes, shows lists."""

from typing import Any

Parts = dict[str, Any]
