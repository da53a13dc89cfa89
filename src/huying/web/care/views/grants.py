"""Who may read which ledger, and who looked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.care.queries import looks_below
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.web.care.doors import kept_close
from huying.web.care.granting import given, grants_page, taken_back
from huying.web.care.page import around, look_columns, look_rows
from huying.web.desk.staff import StaffRequest

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@kept_close
def grants(request: StaffRequest) -> HttpResponse:
    """The named grants at this person's places, and the form for one more."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.CARE_GRANT):
        raise Refused(Code.NOT_YOURS, "opening ledgers to others is not yours to do")
    context = grants_page(actor, at, request.POST or None)
    if request.method == "POST" and (grant := given(context["form"], by=actor, at=at)):
        messages.success(
            request, _("The ledger is open to %(name)s.") % {"name": grant.person.name}
        )
        return redirect("care:grants")
    status = 422 if context["form"].errors else 200
    return render(request, "care/grants.html", around(actor, at, "grants") | context, status=status)


@require_POST
@kept_close
def revoke(request: StaffRequest, grant_id: int) -> HttpResponse:
    """Take a grant back at once."""
    actor, at = request.actor, now()
    form = taken_back(grant_id, request.POST, by=actor, at=at)
    if form is None:
        messages.success(request, _("It is taken back."))
        return redirect("care:grants")
    context = grants_page(actor, at, sent={grant_id: form})
    return render(request, "care/grants.html", around(actor, at, "grants") | context, status=422)


@require_safe
@kept_close
def looks(request: StaffRequest) -> HttpResponse:
    """Every look at the places whose trail this person reads, the newest first."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.TRAIL):
        raise Refused(Code.NOT_YOURS, "the log of looks is not yours to read")
    rows, before = looks_below(actor), request.GET.get("before", "")
    refused_only = request.GET.get("refused") == "1"
    if refused_only:
        rows = rows.filter(denied=True)
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    page = list(rows[: A_PAGE + 1])
    context = {
        "columns": look_columns(), "rows": look_rows(page[:A_PAGE], at), "refused": refused_only,
        "following": page[A_PAGE - 1].pk if len(page) > A_PAGE else "",
    }  # fmt: skip
    return render(request, "care/looks.html", around(actor, at, "looks") | context)
