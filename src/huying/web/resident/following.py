"""Following an order: prove it is yours, see how far it is, say more, judge."""

import io

import segno
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.files.queries import one, opened
from huying.files.states import Variant
from huying.kernel.actor import Actor
from huying.kernel.now import now
from huying.kernel.refusals import Code, Refused
from huying.orders.actions import perform
from huying.orders.actions.attaching import attach, shown_files
from huying.orders.called import asked_of
from huying.orders.models import Order
from huying.orders.models.order import KIND
from huying.orders.queries import followed_by, order_of_code
from huying.web.doors import asker, proven, remember_proof
from huying.web.limits import public_write
from huying.web.refusals import onto_form
from huying.web.resident.forms import AgainForm, JudgeForm, SayForm, TrackForm
from huying.web.resident.own import own_order
from huying.web.resident.story import story
from huying.web.resident.writing import choice
from huying.web.uploads import limits, read

Asked = SayForm | JudgeForm | AgainForm
MOVES: dict[str, type[Asked] | None] = {
    "add_word": SayForm, "supply": SayForm, "judge": JudgeForm, "reopen": AgainForm,
    "chase": None, "withdraw": None,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Type number and code; or come by the QR code, which carries both."""
    form = TrackForm(request.POST or None, initial={"number": request.GET.get("n", "")})
    if request.method == "POST" and form.is_valid():
        public_write(request)
        found = order_of_code(form.cleaned_data["number"], form.cleaned_data["code"])
        if found is not None:
            remember_proof(request, found)
            return redirect("resident:order", number=found.number)
        form.add_error(None, _("This number and this code do not belong together."))
    context = {"form": form, "mine": followed_by(proven(request))}
    return render(request, "resident/track.html", context, status=422 if form.errors else 200)


@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One order as its resident sees it."""
    if (code := request.GET.get("code")) is not None:
        return _by_code(request, number, code)
    mine = own_order(request, number)
    if mine is None:
        return redirect(reverse("resident:track") + f"?n={number[:12]}")
    return _shown(request, mine, new="new" in request.GET)


def _by_code(request: HttpRequest, number: str, code: str) -> HttpResponse:
    public_write(request)
    found = order_of_code(number, code)
    if found is None:
        return redirect(reverse("resident:track") + f"?n={number[:12]}")
    remember_proof(request, found)
    return redirect("resident:order", number=found.number)


def _shown(request: HttpRequest, mine: Order, *, status: int = 200, **more: object) -> HttpResponse:
    context = story(mine, at=now()) | {"wechat": choice(request, mine)} | more
    return render(request, "resident/order.html", context, status=status)


@require_POST
def move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """One of the resident's own moves."""
    mine = own_order(request, number)
    if mine is None or move not in MOVES:
        raise Refused(Code.UNKNOWN, "no order with this number can be shown to you")
    public_write(request)
    kind = MOVES[move]
    form = _filled(kind, mine, request) if kind else None
    if form is not None and not (form.is_valid() and _attached(mine, form, asker(request, mine))):
        return _shown(request, mine, status=422, wrong={move: form})
    raw = form.raw() if form is not None else {}
    perform(mine, move, by=asker(request, mine), at=now(), raw=raw)
    messages.success(request, _("Thank you. We have it."))
    return redirect("resident:order", number=mine.number)


def _filled(kind: type[Asked], mine: Order, request: HttpRequest) -> Asked:
    if issubclass(kind, JudgeForm):
        return kind(request.POST, asked=asked_of(mine, timezone.localdate(now())))
    return kind(request.POST, request.FILES)


def _attached(order: Order, form: Asked, by: Actor) -> bool:
    """Add the photos that came with the words; what is wrong with one stands on the form."""
    photos = form.cleaned_data.get("photos", [])
    try:
        if photos:
            attach(order, read(photos), by=by, at=now(), limits=limits())
    except Refused as refusal:
        onto_form(form, refusal, {"files": "photos"})
        return False
    return True


@require_safe
def photo(request: HttpRequest, number: str, upload_id: int, variant: str) -> FileResponse:
    """A photo of one's own order."""
    mine, upload = own_order(request, number), one(upload_id)
    whose = (upload.subject_kind, upload.subject_id)
    if mine is None or whose != (KIND, mine.pk) or variant not in set(Variant):
        raise Refused(Code.UNKNOWN, "there is no such file")
    if upload not in shown_files(mine, by_right=False):
        raise Refused(Code.UNKNOWN, "there is no such file")
    shown = opened(upload, Variant(variant))
    return FileResponse(shown.stream, content_type=shown.media_type, headers=shown.headers)


@require_safe
def qr(request: HttpRequest, number: str) -> HttpResponse:
    """The QR code on a receipt: it leads back here with number and code."""
    mine = own_order(request, number)
    if mine is None:
        raise Refused(Code.UNKNOWN, "no order with this number can be shown to you")
    where = request.build_absolute_uri(reverse("resident:order", args=[mine.number]))
    out = io.BytesIO()
    segno.make(f"{where}?code={mine.query_code}", error="m").save(
        out, kind="svg", border=2, scale=4
    )
    return HttpResponse(
        out.getvalue(), content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"}
    )
