"""Placing an order: words first, then a photo, a place, and how to be reached."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huying.files.actions import Admitted, admit, keep
from huying.files.states import Moment
from huying.kernel.actor import SYSTEM, VISITOR
from huying.kernel.hashing import canonical, digest
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.actions.placing import Behalf, Key, Placed, Wish, place_order
from huying.orders.models.order import KIND
from huying.orders.queries import done_lately, order_by_number, public_counts
from huying.places import queries as places
from huying.places.models import Place
from huying.places.states import Level
from huying.web.doors import remember_proof
from huying.web.limits import public_write
from huying.web.resident.forms import OrderForm

PLACE_COOKIE = "place"
A_YEAR = 365 * 24 * 3600


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where residents begin: their own community if it is known, else a list to choose from."""
    code = request.COOKIES.get(PLACE_COOKIE, "")
    if code and "choose" not in request.GET and places.is_open(code):
        return redirect("resident:front", code=code)
    communities = places.children(None, Level.COMMUNITY)
    text = request.GET.get("q", "").strip()[:100]
    if text:
        communities = communities.filter(name__icontains=text) | communities.filter(
            street__name__icontains=text
        )
    shown = communities.select_related("street").order_by("street__code", "code")[:200]
    return render(request, "resident/start.html", {"communities": shown, "q": text})


@require_http_methods(["GET", "HEAD", "POST"])
def front(request: HttpRequest, code: str) -> HttpResponse:
    """A community's own page: say something, see what was done."""
    community = places.place(code)
    form = OrderForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        public_write(request)
        try:
            number = _place(request, community, form)
        except Refused as refusal:
            _show(form, refusal)
        else:
            return redirect(reverse("resident:order", args=[number]) + "?new=1")
    at = now()
    context = {
        "community": community, "form": form, "done": done_lately(community, at=at),
        "counts": public_counts(community, at=at),
    }  # fmt: skip
    response = render(request, "resident/front.html", context, status=422 if form.errors else 200)
    response.set_cookie(PLACE_COOKIE, community.code, max_age=A_YEAR, samesite="Lax")
    return response


def _place(request: HttpRequest, community: Place, form: OrderForm) -> str:
    """Place what the form says, once however often it is sent; the order's number."""
    said = form.cleaned_data
    photos = _admitted(said.pop("photos"))
    place = places.by_text(said["address"], within=community) if said["address"] else None
    placed, answer = place_order(
        _wish(said, place or community), by=VISITOR, at=now(), key=_key(said, photos),
        answer=lambda placed: {"number": placed.order.number},
    )  # fmt: skip
    if placed is not None:
        _keep_photos(placed, photos)
    order = placed.order if placed else order_by_number(answer["number"], SYSTEM)
    remember_proof(request, order)
    return order.number


def _wish(said: Mapping[str, Any], place: Place) -> Wish:
    behalf = None
    if any(said[name] for name in OrderForm.BEHALF):
        behalf = Behalf(*(said[name] for name in OrderForm.BEHALF))
    return Wish(
        text=said["text"], place=place, address=said["address"], contact_name=said["contact_name"],
        contact_phone=said["contact_phone"], confidential=said["confidential"], on_behalf_of=behalf,
    )  # fmt: skip


def _key(said: Mapping[str, Any], photos: list[Admitted]) -> Key | None:
    """The form's key with what it says: sending again is one order, changing it is another."""
    if not said["key"]:
        return None
    body = digest(canonical(dict(said) | {"photos": [digest(photo.data) for photo in photos]}))
    return Key(f"web:{said['key']}:{body[:16]}", body)


def _admitted(files: list[Any]) -> list[Admitted]:
    limits = {"max_bytes": settings.UPLOAD_MAX_BYTES, "max_pixels": settings.UPLOAD_MAX_PIXELS}
    if any(file.size > settings.UPLOAD_MAX_BYTES for file in files):
        raise Refused(Code.INVALID, "too large", fields={"photos": "the file is too large"})
    return [admit(file.name, file.read(), **limits) for file in files]


def _keep_photos(placed: Placed, photos: list[Admitted]) -> None:
    for photo in photos:
        keep(
            photo, subject_kind=KIND, subject_id=placed.order.pk, moment=Moment.BEFORE,
            public=False, by_label="resident", at=now(),
        )  # fmt: skip


def _show(form: OrderForm, refusal: Refused) -> None:
    """Put a refusal beside the field it is about; everything typed stays."""
    renamed = {"files": "photos", "on_behalf_of": "behalf_name"}
    for name, why in refusal.fields.items():
        field = renamed.get(name, name)
        form.add_error(field if field in form.fields else None, why)
    if not refusal.fields:
        form.add_error(None, refusal.reason or refusal.code.value)
