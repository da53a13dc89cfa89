"""The help sheet of the keyboard: a page, and the content of a dialog where scripts run."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.kernel.now import now
from huying.web.desk.keys import sections
from huying.web.desk.lists import LISTS
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only


@require_safe
@staff_only
def keys(request: StaffRequest) -> HttpResponse:
    """Every key and what it does."""
    said = {"sections": sections({name: one.label for name, one in LISTS.items()})}
    return render(request, "desk/keys.html", said | framed(request.actor, now(), current="keys"))
