"""What follows from facts: codes, rows, outlines, addresses. Values only; no database."""

from huying.places.rules.addresses import normalise_address
from huying.places.rules.codes import (
    GRID_DIGITS,
    STEP,
    check_code,
    check_parent,
    clean_code,
    grid_code,
    lineage,
    span,
    step,
    step_number,
)
from huying.places.rules.matching import MAX_TEXT, Named, is_distinctive, match_address
from huying.places.rules.outlines import (
    MAX_VERTICES,
    Box,
    Outline,
    check_boundary,
    check_point,
    covers,
    numbered,
)
from huying.places.rules.rows import NewPlace, check_address, check_level, check_name, checked_row

__all__ = [
    "GRID_DIGITS",
    "MAX_TEXT",
    "MAX_VERTICES",
    "STEP",
    "Box",
    "Named",
    "NewPlace",
    "Outline",
    "check_address",
    "check_boundary",
    "check_code",
    "check_level",
    "check_name",
    "check_parent",
    "check_point",
    "checked_row",
    "clean_code",
    "covers",
    "grid_code",
    "is_distinctive",
    "lineage",
    "match_address",
    "normalise_address",
    "numbered",
    "span",
    "step",
    "step_number",
]
