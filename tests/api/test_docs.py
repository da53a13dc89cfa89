import json
import re

from django.contrib.staticfiles import finders
from django.test import Client

from huying.api.site import openapi_document
from huying.orders.lifecycle import BIRTHS, ORDER
from tests.api.calling import ROOT

CALLS = [
    "add_files",
    "blow_whistle",
    "bring_check_ins",
    "list_campaign_moves",
    "list_campaigns",
    "list_doors",
    "list_files",
    "list_items",
    "list_landing_moves",
    "list_landings",
    "list_lists",
    "list_moves",
    "list_need_moves",
    "list_needs",
    "list_orders",
    "list_places",
    "list_resources",
    "list_targets",
    "list_whistle_moves",
    "list_whistles",
    "locate_place",
    "make_move",
    "move_campaign",
    "move_landing",
    "move_need",
    "move_whistle",
    "open_contact",
    "open_file",
    "place_order",
    "plan_landing",
    "prepare_campaign",
    "raise_need",
    "show_campaign",
    "show_clocks",
    "show_landing",
    "show_list",
    "show_need",
    "show_order",
    "show_rates",
    "show_trail",
    "show_whistle",
]


def test_the_contract_is_served_as_it_is_written_into_the_documents(client: Client) -> None:
    served = json.loads(client.get(f"{ROOT}/openapi.json").content)
    written = json.loads(json.dumps(openapi_document()))
    assert served == written
    assert served["openapi"] == "3.1.0"
    assert openapi_document() == openapi_document()


def test_the_contract_names_every_call_once_and_every_refusal_as_a_problem() -> None:
    operations = [
        operation for path in openapi_document()["paths"].values() for operation in path.values()
    ]
    names = [operation["operationId"] for operation in operations]
    assert sorted(names) == CALLS
    for operation in operations:
        for status, response in operation["responses"].items():
            problem = list(response["content"]) == ["application/problem+json"]
            assert problem == (int(status) >= 400), (operation["operationId"], status)


def test_the_contract_tells_every_move_with_what_it_needs() -> None:
    move = openapi_document()["paths"][f"{ROOT}/orders/{{number}}/moves/{{move}}"]["post"]
    told = set(re.findall(r"^- `(\w+)`", move["description"], re.MULTILINE))
    assert told == set(ORDER.moves) - set(BIRTHS)
    assert "- `dispatch` needs lead, reason; may carry helpers, lead_person" in move["description"]


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client: Client) -> None:
    answer = client.get(f"{ROOT}/docs")
    page = answer.content.decode()
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
    assert answer.status_code == 200
    assert all(address.startswith(("/static/ninja/", ROOT)) for address in loaded)
    assert all('type="application/json"' in attributes for attributes in inline)
    assert " style=" not in page
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert all(
        finders.find(address.removeprefix("/static/"))
        for address in loaded
        if address.startswith("/static/")
    )


def test_the_page_can_be_read_without_javascript(client: Client) -> None:
    page = client.get(f"{ROOT}/docs").content.decode()
    for path, operations in openapi_document()["paths"].items():
        for method in operations:
            assert f"<code>{method.upper()} {path}</code>" in page
