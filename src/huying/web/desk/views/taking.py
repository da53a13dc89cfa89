"""Taking a request for a resident, and what is read out to them afterwards."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.models import Order
from huying.orders.promises import pledges
from huying.orders.queries import order_of_code
from huying.people.roles import Grant
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.desk.taking import take, take_form
from huying.web.doors import staff_only
from huying.web.refusals import onto_form

TAKEN = "taken_orders"
MOST_TAKEN = 20


def remember_taken(request: StaffRequest, order: Order) -> None:
    """Let this session read out and print the code of an order it took."""
    codes = dict(request.session.get(TAKEN, {})) | {order.number: order.query_code}
    request.session[TAKEN] = dict(list(codes.items())[-MOST_TAKEN:])


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: StaffRequest) -> HttpResponse:
    """Write down what a resident said, and place it for them."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.INTAKE):
        raise Refused(Code.NOT_YOURS, "taking requests is not yours to do")
    form = take_form(actor, at, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            order = take(form.cleaned_data, by=actor, at=at)
        except Refused as refusal:
            onto_form(form, refusal, {"on_behalf_of": "behalf_name"})
        else:
            remember_taken(request, order)
            return redirect("desk:taken", number=order.number)
    context = framed(actor, at, current="new") | {"form": form}
    return render(request, "desk/new.html", context, status=422 if form.errors else 200)


@require_safe
@staff_only
def taken(request: StaffRequest, number: str) -> HttpResponse:
    """Number and code to read out, for whoever took the request in this session."""
    code = request.session.get(TAKEN, {}).get(number, "")
    order = order_of_code(number, code) if code else None
    if order is None:
        return redirect("desk:order", number=number)
    at = now()
    promised = [one.clock for one in pledges(order, at=at) if one.clock.name == "close"]
    context = framed(request.actor, at, current="new") | {
        "order": order,
        "promise": promised[0] if promised else None,
        "sees": request.actor.may(Grant.SEE, order.place_path),
    }
    response = render(request, "desk/taken.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
