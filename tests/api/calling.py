"""Calling the API as a client would, with every answer held to the published contract."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.test import Client
from django.urls import resolve
from jsonschema_rs import Draft202012Validator

from huying.api.site import openapi_document
from huying.people.actions import issue_token
from tests.builders import START, Staff

# What the test client answers: a response with a few things of its own.
Answer = Any
ROOT = "/api/v1"
PROBLEM = "application/problem+json"


@dataclass
class Caller:
    """A client with the headers it always sends."""

    client: Client
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.headers.setdefault("Accept-Language", "en")

    def get(self, path: str, **query: Any) -> Answer:
        return self._checked("get", path, self._call("get", path, query))

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
        answer = self.client.post(
            ROOT + path, data, content_type="application/json", headers=self.headers | sent
        )
        return self._checked("post", path, answer)

    def send(self, path: str, **form: Any) -> Answer:
        """A form with files."""
        answer = self.client.post(ROOT + path, form, headers=self.headers)
        return self._checked("post", path, answer)

    def _call(self, method: str, path: str, query: dict[str, Any]) -> Answer:
        return getattr(self.client, method)(ROOT + path, query, headers=self.headers)

    def _checked(self, method: str, path: str, answer: Answer) -> Answer:
        hold_to_contract(method, path.partition("?")[0], answer)
        return answer


def caller_of(staff: Staff) -> Caller:
    """This member of staff with a token of their own."""
    token = issue_token(staff.account, name="test", at=START)
    return Caller(Client(), {"Authorization": f"Bearer {token}"})


def content(answer: Answer) -> Any:
    """The JSON of an answer."""
    return json.loads(answer.content)


def refusal(answer: Answer) -> tuple[int, str, list[str]]:
    """What a problem says in short: status, code, and the names of the fields, sorted."""
    assert answer.headers["Content-Type"] == PROBLEM
    found = content(answer)
    assert found["status"] == answer.status_code
    return found["status"], found["code"], sorted(found["fields"])


@cache
def contract() -> dict[str, Any]:
    """The published contract."""
    return openapi_document()


def hold_to_contract(method: str, path: str, answer: Answer) -> None:
    """The status is declared for this call, and the content fits its schema."""
    route = "/" + resolve(ROOT + path).route.replace("<", "{").replace(">", "}")
    operation = contract()["paths"][route][method]
    declared = operation["responses"]
    assert str(answer.status_code) in {str(status) for status in declared}, answer.content
    kind = answer.headers["Content-Type"]
    if "json" in kind:
        _schema(route, method, answer.status_code, kind).validate(content(answer))


@cache
def _schema(route: str, method: str, status: int, kind: str) -> Draft202012Validator:
    responses = contract()["paths"][route][method]["responses"]
    found = {str(key): value for key, value in responses.items()}[str(status)]
    schema = found["content"][kind]["schema"]
    return Draft202012Validator({**schema, "components": contract()["components"]})
