"""One entry: written down, looked at, moved, and what is hidden of it shown once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.care.actions.looking import found, must_read, open_entry, opens
from huying.care.labels import HAPPENED
from huying.care.states import Depth, EntryState, Look
from huying.kernel.now import now
from huying.web.care.doors import kept_close, purpose_kept
from huying.web.care.page import around, entry_page
from huying.web.care.reading import asking
from huying.web.care.saying import made, new_page, revealed, written
from huying.web.desk.staff import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@kept_close
def new(request: StaffRequest, code: str) -> HttpResponse:
    """The form for somebody new; what was typed stays where it will not do."""
    actor, at = request.actor, now()
    context = new_page(actor, code, at, request.POST or None)
    if request.method == "POST" and (entry := written(context["form"], code, by=actor, at=at)):
        messages.success(request, _("Written down; someone else verifies it."))
        return redirect("care:entry", entry.pk)
    status = 422 if context["form"].errors else 200
    return render(request, "care/new.html", around(actor, at, "home") | context, status=status)


@require_safe
@kept_close
def entry(request: StaffRequest, entry_id: int) -> HttpResponse:
    """Everything about one person, numbers masked; opening it is logged."""
    actor, at = request.actor, now()
    one = found(entry_id)
    said = purpose_kept(request, one.ledger)
    if not said and opens(actor, one.ledger, Depth.LEDGER, at):
        context = asking(actor, one.ledger, at, request.get_full_path())
        return render(request, "care/purpose.html", around(actor, at, "home") | context)
    one = open_entry(entry_id, by=actor, at=at, purpose=said)
    return render(
        request, "care/entry.html", around(actor, at, "home") | entry_page(one, actor, at)
    )


@require_POST
@kept_close
def move(request: StaffRequest, entry_id: int) -> HttpResponse:
    """Make one move; a form that will not do stays open with what was typed."""
    actor, at = request.actor, now()
    one, name = found(entry_id), request.POST.get("move", "")
    must_read(one, Look.ENTRY, by=actor, at=at)
    form = made(one, name, request.POST, by=actor, at=at)
    if form is not None:
        open_entry(entry_id, by=actor, at=at, purpose=purpose_kept(request, one.ledger))
        context = around(actor, at, "home") | entry_page(one, actor, at, **{name: form})
        return render(request, "care/entry.html", context, status=422)
    messages.success(request, str(HAPPENED[name]))
    if one.state == EntryState.WITHDRAWN:
        return redirect("care:ledger", one.ledger)
    return redirect("care:entry", one.pk)


@require_POST
@kept_close
def reveal(request: StaffRequest, entry_id: int) -> HttpResponse:
    """Show one hidden thing once, with the reason in the log."""
    actor, at, one = request.actor, now(), found(entry_id)
    must_read(one, Look.ENTRY, by=actor, at=at)
    form, told = revealed(one, request.POST, by=actor, at=at)
    if not told:
        open_entry(entry_id, by=actor, at=at, purpose=purpose_kept(request, one.ledger))
    context = entry_page(one, actor, at, reveal=form) | {"told": told}
    status = 200 if told else 422
    return render(request, "care/entry.html", around(actor, at, "home") | context, status=status)
