"""What was done in a community lately: counted, and each in one line that gives nobody away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from huying.kernel.now import now
from huying.orders.public import done_by_category, done_lately, public_counts
from huying.places import queries as places
from huying.web.ui.shapes import Bar

MOST_LISTED, MOST_BARS = 30, 8


@require_safe
def done(request: HttpRequest, code: str) -> HttpResponse:
    """The matters of the last 30 days by category, and the latest of them."""
    community, at = places.place(code), now()
    sorts = done_by_category(community, at=at)
    most = max((one.count for one in sorts), default=0)
    context = {
        "community": community,
        "counts": public_counts(community, at=at),
        "total": sum(one.count for one in sorts),
        "bars": [
            Bar(one.category, number_format(one.count), 100 * one.count / most)
            for one in sorts[:MOST_BARS]
        ],
        "done": done_lately(community, at=at, most=MOST_LISTED),
    }
    return render(request, "resident/done.html", context)
