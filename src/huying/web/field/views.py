"""The field's page, what a device keeps of it, and the door through which records come in."""

import gzip

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huying.campaigns.sheets import under_way
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.people.roles import Grant
from huying.web.doors import staff_only
from huying.web.field import assets, today
from huying.web.field.answers import (
    ANOTHER_PERSON,
    StaffRequest,
    answered,
    not_kept,
    signed_in,
)
from huying.web.field.arriving import arrive, read
from huying.web.field.explaining import of_form, of_refusal
from huying.web.field.forms import FORMS
from huying.web.field.wording import words
from huying.web.ui.views import ASK_AGAIN, FOREVER, packed

SCRIPT = "text/javascript"


@require_safe
@staff_only
def home(request: StaffRequest) -> HttpResponse:
    """Today's list and the ways to report, online; with scripts, all of it without signal too."""
    if not request.actor.may_anywhere(Grant.INTAKE):
        raise Refused(Code.NOT_YOURS, "taking requests is not yours to do")
    said = today.kept_today(request.actor, now())
    context = _page() | {"actor": request.actor, "today": said}
    context["checks_in"] = under_way(request.actor)
    response = render(request, "field/home.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The same page with nobody's name and nothing in it: what a device opens without signal."""
    response = render(request, "field/home.html", _page())
    response.headers["Cache-Control"] = "no-cache"
    return response


def _page() -> dict[str, object]:
    forms = {name: form(auto_id=f"{name}_%s") for name, form in FORMS.items()}
    return {"forms": forms, "words": words(), "start": assets.module_address("start")}


@require_safe
@signed_in
def who(request: StaffRequest) -> JsonResponse:
    """Who is signed in, asked before anything is sent, and the token to send it with."""
    return answered({"who": today.who(request.actor), "csrf": get_token(request)})


@require_POST
@signed_in
def send(request: StaffRequest) -> JsonResponse:
    """One record with its photos: 201 kept, 200 kept before, else why not; see `explaining`."""
    actor = request.actor
    try:
        said = read(request.POST.get("record", ""))
    except Refused as refusal:
        return of_refusal(refusal, {}, actor)
    if said.get("by") != today.who(actor)["id"]:
        return not_kept(ANOTHER_PERSON, _("Someone else is signed in. It stays on the device for whoever wrote it."))  # fmt: skip
    form = FORMS[said["kind"]](said, request.FILES)
    if not form.is_valid():
        return of_form(form)
    try:
        fresh, answer = arrive(said["kind"], form, by=actor, at=now())
    except Refused as refusal:
        return of_refusal(refusal, said, actor)
    kept = {"kept": True, "key": form.cleaned_data["key"], "number": answer["number"]}
    return answered(kept, 201 if fresh else 200)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes the page an app that can be put on the home screen."""
    about = _("Today's list, reports, visits and photos, with or without signal.")
    said = assets.manifest(_("Huying in the field"), _("Huying"), about)
    response = JsonResponse(said, content_type="application/manifest+json")
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, which names what it keeps and under which version."""
    found = assets.modules()
    keeps = JsonResponse({"version": found.digest, "keeps": assets.kept_on_device()})
    code = f"const KEPT = {keeps.content.decode()};\n{found.sources[assets.WORKER]}".encode()
    return packed(request, code, gzip.compress(code, mtime=0), SCRIPT, "no-cache")


@require_safe
def module(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """One module; under an outdated digest today's, kept only briefly."""
    found = assets.modules()
    if name not in found.sources:
        raise Http404
    caching = FOREVER if digest == found.digest else ASK_AGAIN
    return packed(request, found.sources[name].encode(), found.tight[name], SCRIPT, caching)
