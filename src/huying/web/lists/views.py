"""The pages: what there is, one list, its files, its kept versions, its templates."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huying.kernel.now import now
from huying.lists import templating
from huying.lists.actions import export_list, keep_version, open_ledger
from huying.lists.queries import template
from huying.web.desk.nav import framed
from huying.web.desk.staff import StaffRequest
from huying.web.doors import staff_only
from huying.web.lists.asking import asked_in, found_in, kind_in, way_back
from huying.web.lists.kept import version_page
from huying.web.lists.page import index_page, list_page, refused_page
from huying.web.lists.workbooks import TemplateForm, as_download, from_form


@require_safe
@staff_only
def index(request: StaffRequest) -> HttpResponse:
    """The lists of one place, those its practice names first."""
    actor, at = request.actor, now()
    context = index_page(actor, request.GET.get("place", ""), timezone.localdate(at))
    return render(request, "lists/index.html", framed(actor, at, current="records") | context)


@require_safe
@staff_only
def one(request: StaffRequest, name: str) -> HttpResponse:
    """One list, narrowed by what the query string says, a page at a time."""
    actor, at = request.actor, now()
    found, form = asked_in(name, request.GET, actor, at)
    frame = framed(actor, at, current="records")
    if found is None:
        return render(request, "lists/one.html", frame | refused_page(name, form), status=422)
    open_ledger(found, by=actor, at=at)
    return render(request, "lists/one.html", frame | list_page(found, form, request.GET, actor))


@require_POST
@staff_only
def export(request: StaffRequest, name: str) -> FileResponse:
    """The whole list as a file."""
    actor, at = request.actor, now()
    found = found_in(name, request.POST, actor, at)
    return as_download(export_list(found, kind_in(request.POST), by=actor, at=at))


@require_POST
@staff_only
def keep(request: StaffRequest, name: str) -> HttpResponse:
    """Freeze the list as it stands."""
    actor, at = request.actor, now()
    kept = keep_version(found_in(name, request.POST, actor, at), by=actor, at=at)
    messages.success(request, _("Kept as it stands: %(count)s rows.") % {"count": kept.count})
    return redirect("lists:version", kept.pk)


@require_POST
@staff_only
def fill(request: StaffRequest, name: str) -> HttpResponseBase:
    """Fill the workbook that was sent, and keep it where that was asked for."""
    actor, at = request.actor, now()
    found = found_in(name, request.POST, actor, at)
    form = TemplateForm(request.POST, request.FILES, auto_id="fill_%s")
    made = from_form(found, form, by=actor, at=at)
    if made is not None:
        return as_download(made)
    _found, filters = asked_in(name, request.POST, actor, at)
    context = list_page(found, filters, request.POST, actor, fill=form)
    return render(request, "lists/one.html", framed(actor, at, current="records") | context, status=422)  # fmt: skip


@require_safe
@staff_only
def begin(request: StaffRequest, name: str) -> FileResponse:
    """A template to begin with, every name of the list in it."""
    found = found_in(name, request.GET, request.actor, now())
    return as_download(templating.begun(found))


@require_POST
@staff_only
def fill_kept(request: StaffRequest, name: str, template_id: int) -> FileResponse:
    """Fill a template that was kept."""
    actor, at = request.actor, now()
    found = found_in(name, request.POST, actor, at)
    return as_download(templating.fill_kept(found, template(found, template_id), by=actor, at=at))


@require_POST
@staff_only
def put_away(request: StaffRequest, name: str, template_id: int) -> HttpResponse:
    """Take a template out of use."""
    actor, at = request.actor, now()
    found = found_in(name, request.POST, actor, at)
    templating.put_away(template(found, template_id), by=actor, at=at)
    messages.success(request, _("The template was put away."))
    return redirect(way_back(name, request.POST))


@require_safe
@staff_only
def version(request: StaffRequest, version_id: int) -> HttpResponse:
    """A kept version, beside another one where that was asked for."""
    actor, at = request.actor, now()
    context = version_page(version_id, request.GET.get("with", ""), actor)
    return render(request, "lists/version.html", framed(actor, at, current="records") | context)
