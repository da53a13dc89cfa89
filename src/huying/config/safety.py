"""What browsers are told to hold our pages to."""

from collections.abc import Iterable
from typing import Any


def page_policy(leads_to: Iterable[str] = ()) -> dict[str, Any]:
    """Everything from this host alone; a form may lead on to these origins too.

    Browsers hold a form to this also where its answer sends them on: to whoever says who they are.
    """
    return {
        "DIRECTIVES": {
            "default-src": ["'self'"],
            "img-src": ["'self'", "data:", "blob:"],
            "object-src": ["'none'"],
            "base-uri": ["'self'"],
            "form-action": list(dict.fromkeys(["'self'", *leads_to])),
            "frame-ancestors": ["'none'"],
        }
    }
