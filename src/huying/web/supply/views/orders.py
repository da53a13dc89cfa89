"""From an order to a need: a new one, or one that is there already."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huying.kernel.now import now
from huying.orders.queries import order_by_number
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.supply.raising import joined, order_page, raised


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def order(request: StaffRequest, number: str) -> HttpResponse:
    """Make a need of an order, or add it to one."""
    actor, at = request.actor, now()
    found = order_by_number(number, actor)
    context = order_page(found, actor, at, request.POST or None)
    form, join = context["form"], context["join"]
    if request.method == "POST":
        adds = join is not None and join.is_bound
        need = joined(join, found, by=actor, at=at) if adds else raised(form, by=actor, at=at, order=found)  # fmt: skip
        if need is not None:
            messages.success(request, _("The order stands behind this need now."))
            return redirect("supply:need", need_id=need.pk)
    wrong = form.errors or (join is not None and join.errors)
    context |= framed(actor, at)
    return render(request, "supply/order.html", context, status=422 if wrong else 200)
