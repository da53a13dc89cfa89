"""Expecting to be told no."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from huying.kernel.refusals import Code, Refused


@contextmanager
def refused(code: Code, *fields: str) -> Iterator[None]:
    """What stands inside is refused with this code and on exactly these fields."""
    with pytest.raises(Refused) as found:
        yield
    assert (found.value.code, sorted(found.value.fields)) == (code, sorted(fields))
