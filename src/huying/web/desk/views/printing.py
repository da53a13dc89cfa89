"""Prints: order sheets, a list on paper, call-back cards, receipts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from huying.kernel.now import now
from huying.orders.models import Order
from huying.orders.queries import order_by_number
from huying.web.desk.printing import SHEETS, asked_orders, print_page
from huying.web.desk.staff import StaffRequest
from huying.web.desk.views.taking import TAKEN
from huying.web.doors import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def batch(request: StaffRequest) -> HttpResponse:
    """The orders that were ticked, or the first of a list; posting a reason adds the contacts."""
    return _shown(request, asked_orders(request, now()))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def order(request: StaffRequest, number: str) -> HttpResponse:
    """One order."""
    return _shown(request, [order_by_number(number, request.actor)])


def _shown(request: StaffRequest, orders: list[Order]) -> HttpResponse:
    kind = request.POST.get("as") or request.GET.get("as") or SHEETS
    codes = request.session.get(TAKEN, {})
    context = print_page(request, orders, now(), kind=kind, codes=codes)
    wrong = bool(context["reason_form"].errors)
    response = render(request, f"desk/print_{kind}.html", context, status=422 if wrong else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
