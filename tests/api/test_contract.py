"""Whatever fits or breaks the published contract is sent, and every answer is held to it."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.checks import ignored_auth, unsupported_method

from huying.api.site import openapi_document
from huying.orders.offers import every_move
from huying.orders.states import OrderState
from tests.api.calling import Caller
from tests.builders import Cast

S = OrderState
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = 10
# One cast serves all examples; what they write goes when the test ends.
bounded = settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SCHEMA = schemathesis.openapi.from_dict(openapi_document())
SCHEMA.app = get_wsgi_application()
OPERATIONS: dict[str, Any] = {
    operation.definition.raw["operationId"]: operation
    for found in SCHEMA.get_all_operations()
    for operation in [cast("Any", found).ok()]
}


@pytest.fixture(autouse=True)
def served(cast: Cast) -> Iterator[None]:
    """The product behind the contract, on the connection of this test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_strangers_get_only_answers_of_the_contract(name: str) -> None:
    @bounded
    @given(OPERATIONS[name].as_strategy())
    def holds(case: Case[Any]) -> None:
        case.call_and_validate(checks=[*CHECKS, ignored_auth, unsupported_method])

    holds()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_staff_get_only_answers_of_the_contract_about_orders_there_are(
    name: str, cast: Cast, lin: Caller
) -> None:
    moves = st.sampled_from([offer.name for offer in every_move()])
    numbers = st.sampled_from([cast.order_in(s).number for s in (S.SUBMITTED, S.IN_PROGRESS)])

    @bounded
    @given(OPERATIONS[name].as_strategy(), numbers, moves)
    def holds(case: Case[Any], number: str, move: str) -> None:
        known = {"number": number, "move": move}
        case.path_parameters = {
            key: known.get(key, value) for key, value in case.path_parameters.items()
        }
        case.call_and_validate(checks=CHECKS, headers=lin.headers)

    holds()
