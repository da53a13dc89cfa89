"""Every address of the product, filled with numbers and names that exist."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

GROUP = re.compile(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)")
CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")


def addresses(known: Mapping[str, Any]) -> list[str]:
    """One address for every route, its parts `known` by their names; a part unknown is 1."""
    return sorted({filled(route, known) for route in routes(get_resolver())})


def routes(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every route as it is written, those of included lists with what comes before them."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def filled(route: str, known: Mapping[str, Any]) -> str:
    """The route as an address."""
    plain = route.replace("\\Z", "").rstrip("$")
    plain = GROUP.sub(lambda found: str(known.get(found[1], 1)), plain)
    plain = CONVERTED.sub(lambda found: str(known.get(found[1], 1)), plain)
    return plain.replace("\\", "").replace("^", "")
