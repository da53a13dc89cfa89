"""Saying something, first step: where residents begin, their own words, and photos."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from huying.files.actions import keep as keep_file
from huying.files.states import Moment
from huying.kernel.now import now
from huying.kernel.refusals import Refused
from huying.orders.actions.attaching import RESIDENT, UNSENT, admitted
from huying.orders.public import done_lately, public_counts
from huying.places import queries as places
from huying.places.models import Place
from huying.places.states import Level
from huying.web.limits import public_write
from huying.web.refusals import onto_form
from huying.web.resident import saying
from huying.web.resident.forms import WordsForm
from huying.web.resident.kinds import KINDS, PROBLEM, tiles
from huying.web.uploads import limits, read

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
    """A community's own page: say something, see what else there is and what was done."""
    return _asked(request, places.place(code), PROBLEM.kind)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same first step for a service, a wish, a class or a suggestion."""
    if kind not in KINDS:
        raise Http404
    return _asked(request, places.place(code), kind)


def _asked(request: HttpRequest, community: Place, kind: str) -> HttpResponse:
    """The first step of a kind; sent, it leads to the second."""
    earlier = saying.found(request, community.code, request.GET.get("saying", ""))
    start = {"text": earlier.text} if earlier else None
    form = WordsForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = earlier or saying.begun(community.code, kind)
        if _kept(request, form, said):
            return redirect("resident:where", code=community.code, key=said.key)
    context = {"community": community, "form": form, "way": KINDS[kind], "earlier": earlier}
    if kind == PROBLEM.kind:
        at = now()
        context |= {
            "done": done_lately(community, at=at),
            "counts": public_counts(community, at=at),
        }
        context["ways"] = tiles(community, at)
    page = "resident/front.html" if kind == PROBLEM.kind else "resident/ask.html"
    response = render(request, page, context, status=422 if form.errors else 200)
    response.set_cookie(PLACE_COOKIE, community.code, max_age=A_YEAR, samesite="Lax")
    return response


def _kept(request: HttpRequest, form: WordsForm, said: saying.Saying) -> bool:
    """Keep words and photos until they are sent; what is wrong with a photo stands on the form."""
    public_write(request)
    at = now()
    try:
        photos = admitted(read(form.cleaned_data["photos"]), limits())
    except Refused as refusal:
        onto_form(form, refusal, {"files": "photos"})
        return False
    for photo in photos:
        keep_file(
            photo, subject_kind=UNSENT, subject_id=said.unsent, moment=Moment.BEFORE,
            public=False, by_label=RESIDENT, at=at,
        )  # fmt: skip
    saying.keep(request, said, text=form.cleaned_data["text"])
    return True
