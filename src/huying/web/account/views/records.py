"""Who signed in, tried to, was shut out: for auditors and keepers, page by page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.kernel.refusals import Code, Refused
from huying.orders.inputs import without_hidden
from huying.people.queries import sign_ins_below
from huying.people.roles import Grant
from huying.people.states import Told
from huying.web.account.page import RECORD_COLUMNS, record_rows
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only

A_PAGE = 50


@require_safe
@staff_only
def records(request: StaffRequest) -> HttpResponse:
    """Newest first; `name`, `what` and `before` (a record's id) narrow it down."""
    actor = request.actor
    paths = [one.place_path for one in actor.standings if Grant.SIGN_INS in one.grants]
    if not paths:
        raise Refused(Code.NOT_YOURS, "records of signing in are not yours to read")
    rows = sign_ins_below(paths)
    name, what = without_hidden(request.GET.get("name", "")).strip(), request.GET.get("what", "")
    before = request.GET.get("before", "")
    if name:
        rows = rows.filter(account__username=name)
    if what in Told.values:
        rows = rows.filter(what=what)
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    page = list(rows.order_by("-id")[: A_PAGE + 1])
    context = {"columns": RECORD_COLUMNS, "rows": record_rows(page[:A_PAGE]), "name": name, "what": what, "kinds": Told.choices,
               "actor": actor, "following": page[A_PAGE - 1].pk if len(page) > A_PAGE else ""}  # fmt: skip
    return render(request, "account/records.html", context)
