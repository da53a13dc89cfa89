"""Saying something, second step: what it seems to be about, where it is, what is known already."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huying.files.actions import drop
from huying.files.queries import of, one, opened
from huying.files.states import Variant
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.attaching import UNSENT
from huying.orders.alike import alike
from huying.orders.choices import places_in
from huying.orders.emergencies import emergencies_in
from huying.orders.foresight import promised_ahead
from huying.orders.named import category_called
from huying.orders.sharing import OF_EVERYONE
from huying.orders.suggesting import suggestions
from huying.places import queries as places
from huying.places.models import Place
from huying.web.limits import public_write
from huying.web.resident import saying
from huying.web.resident.forms import WhereForm
from huying.web.resident.saying import Saying
from huying.web.ui.shapes import Photo

WHOLE = ("", gettext_lazy("Not sure, or all of it"))
STEP_NAMES = (gettext_lazy("Say it"), gettext_lazy("Where"), gettext_lazy("How to reach you"))
LEFT_TO_US = ("", gettext_lazy("Something else; the community sorts it"))


@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """What we think it is and by when; where it is; whether it is known already."""
    said, community = saying.the(request, code, key), places.place(code)
    if said.number:
        return redirect("resident:order", number=said.number)
    at = now()
    form = where_form(community, said, at, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        public_write(request)
        if "drop" in request.POST:
            _drop(said, request.POST["drop"])
            return redirect("resident:where", code=code, key=key)
        if form.is_valid():
            joins = request.POST.get("same_as", "")[:16]
            saying.keep(request, said, **form.cleaned_data, same_as=joins)
            return redirect("resident:reach", code=code, key=key)
    context = seen(said, community, at) | {"form": form}
    return render(request, "resident/where.html", context, status=422 if form.errors else 200)


def where_form(community: Place, said: Saying, at: datetime, data: Any = None) -> WhereForm:
    """The form of this step, beginning with what was said before, else with our guess."""
    guesses = suggestions(said.text, community.path, on=timezone.localdate(at))
    start = {
        "category": said.category or next((guess.code for guess in guesses), ""),
        "place": said.place, "address": said.address, "lng": said.lng, "lat": said.lat,
    }  # fmt: skip
    form = WhereForm(data, initial=start)
    offered = [(guess.code, guess.name) for guess in guesses]
    form.fields["category"].choices = [*offered, LEFT_TO_US] if offered else []  # type: ignore[attr-defined]
    form.fields["place"].choices = [WHOLE, *places_in(community)]  # type: ignore[attr-defined]
    return form


def seen(said: Saying, community: Place, at: datetime) -> dict[str, Any]:
    """What this step tells: emergencies first, our guess and the promise, what is known already."""
    on = timezone.localdate(at)
    guesses = suggestions(said.text, community.path, on=on)
    codes = [guess.code for guess in guesses]
    category = category_called(codes[0], community.path, on) if codes else None
    there = places.by_text(said.text, within=community) or community
    return {
        "step_names": STEP_NAMES,
        "said": said,
        "community": community,
        "emergencies": emergencies_in(said.text),
        "guess": guesses[0] if guesses else None,
        "due_at": promised_ahead(there, category, said.kind, at),
        "alike": alike(said.text, there, codes, at) if said.kind in OF_EVERYONE else [],
        "there": there if there.pk != community.pk else None,
        "pictures": _pictures(said),
    }


def _pictures(said: Saying) -> list[tuple[int, Photo]]:
    """The photos kept so far, each with the id it can be taken out by."""
    address = [said.community, said.key]
    return [
        (upload.pk, Photo(reverse("resident:unsent", args=[*address, upload.pk]), _("Photo")))
        for upload in of(UNSENT, said.unsent, public_only=False)
    ]


def _drop(said: Saying, upload_id: str) -> None:
    """Take a photo out again, if it is one of these."""
    if upload_id.isdecimal():
        drop(kind=UNSENT, subject_id=said.unsent, upload_id=int(upload_id[:18]))


@require_safe
def unsent(request: HttpRequest, code: str, key: str, upload_id: int) -> FileResponse:
    """A photo of what is being said, for whoever is saying it."""
    said, upload = saying.the(request, code, key), one(upload_id)
    if (upload.subject_kind, upload.subject_id) != (UNSENT, said.unsent):
        raise Refused(Code.UNKNOWN, "there is no such file")
    shown = opened(upload, Variant.THUMBNAIL)
    return FileResponse(shown.stream, content_type=shown.media_type, headers=shown.headers)


@require_safe
def here(request: HttpRequest, code: str) -> JsonResponse:
    """The place around a point of this community, as {code, name}; blank where there is none."""
    try:
        point = float(request.GET.get("lng", "")), float(request.GET.get("lat", ""))
    except ValueError:
        raise Refused(Code.INVALID, "a point or an address is needed") from None
    found = places.by_point(*point, inside=places.place(code))
    return JsonResponse({"code": found.code if found else "", "name": found.name if found else ""})
