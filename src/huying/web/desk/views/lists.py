"""The list of orders, which is the desk's front page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huying.kernel.now import now
from huying.orders.queries import page
from huying.people.roles import Grant
from huying.web.desk.filters import filter_form, kept, narrowed
from huying.web.desk.lists import named
from huying.web.desk.nav import framed
from huying.web.desk.rows import row_of
from huying.web.doors import StaffRequest, staff_only


@staff_only
@require_safe
def orders(request: StaffRequest) -> HttpResponse:
    """One saved list, narrowed by what the query string says, a page at a time."""
    actor, at = request.actor, now()
    if not actor.may_anywhere(Grant.SEE):
        return redirect("desk:new" if actor.may_anywhere(Grant.INTAKE) else "partner:list")
    chosen = named(request.GET.get("list", ""))
    wanted = chosen.wanted(actor, at)
    form = filter_form(request.GET, chosen, wanted, actor)
    cursor = request.GET.get("cursor", "")
    shown = page(narrowed(wanted, form), actor, at=at, cursor=cursor)
    query = kept(request.GET)
    context = {
        "chosen": chosen,
        "form": form,
        "filtered": any(form.cleaned_data.get(name) for name in form.cleaned_data if name != "list"),
        "rows": [row_of(row, f"{reverse('desk:order', args=[row.number])}?{query}", at) for row in shown.rows],
        "first": f"?{kept(request.GET, cursor='')}" if cursor else "",
        "following": f"?{kept(request.GET, cursor=shown.next_cursor)}" if shown.next_cursor else "",
    }  # fmt: skip
    return render(request, "desk/list.html", framed(actor, at, current=chosen.name) | context)
