"""Anyone can check: the daily digests, and whether a receipt is in one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huying.kernel.hashing import merkle_holds
from huying.kernel.receipts import parse_receipt
from huying.trail.digests import Proof, prove, published

SHOWN = 60


@require_safe
def digests(request: HttpRequest) -> HttpResponse:
    """The published digests of the last days."""
    return render(request, "resident/digests.html", {"digests": published()[:SHOWN]})


@require_safe
def digests_json(request: HttpRequest) -> JsonResponse:
    """All published digests, to be kept by whoever wants to check later."""
    rows = (
        published()
        .order_by("day")
        .values("day", "count", "root", "prev_hash", "hash", "published_at")
    )
    return JsonResponse({"digests": list(rows)})


@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """Whether a receipt is in its day's digest, with the path that proves it."""
    text = request.GET.get("receipt", "").strip()
    receipt = parse_receipt(text) if text else None
    found = prove(receipt.hash) if receipt else None
    context: dict[str, Any] = {
        "text": text,
        "receipt": receipt,
        "proof": found,
        "holds": found and _holds(found),
    }
    if text and receipt is None:
        context["wrong"] = _("This is not a receipt of ours. It begins with HY1.")
    return render(request, "resident/proof.html", context)


def _holds(found: Proof) -> bool:
    return merkle_holds(found.leaf, found.path, found.digest.root)  # type: ignore[arg-type]
