"""The cast, the clock of its story, and the doors through which it is called."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from huying.clocks.queries import forget as forget_limits
from huying.orders.actions.placing import forget as forget_posts
from huying.orders.named import forget as forget_categories
from huying.places.queries import forget as forget_places
from tests.api.calling import Caller, caller_of
from tests.builders import START, Cast, build_cast, clock_at


@pytest.fixture(autouse=True)
def fresh_memory(settings: Settings) -> None:
    """Nothing that a test before this one read or counted, and no limit to writing."""
    settings.ROOT_URLCONF = "tests.api.doors"
    for forget in (forget_limits, forget_categories, forget_posts, forget_places):
        forget()


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Everybody, on the morning the story begins; the product's clock runs two hours later."""
    with clock_at(START + timedelta(hours=2)):
        yield build_cast()


@pytest.fixture
def visitor(cast: Cast) -> Caller:
    """Someone without an account."""
    return Caller(Client())


@pytest.fixture
def lin(cast: Cast) -> Caller:
    """The reception worker of the community, by token."""
    return caller_of(cast.lin)


@pytest.fixture
def zhou(cast: Cast) -> Caller:
    """A handler of the property company, by token."""
    return caller_of(cast.zhou)


@pytest.fixture
def gu(cast: Cast) -> Caller:
    """The reception worker of the community next door, by token."""
    return caller_of(cast.gu)


@pytest.fixture
def secretary(cast: Cast) -> Caller:
    """The secretary of the community, who decides, by token."""
    return caller_of(cast.secretary)
