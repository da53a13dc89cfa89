"""Where a member of staff says whether they are told in WeChat what concerns them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from huying.kernel.now import now
from huying.kernel.refusals import Refused
from huying.people.actions.writing import write_in_wechat, write_no_more
from huying.web import wechat
from huying.web.account.guard import caller_of
from huying.web.account.views.keeping import account_of
from huying.web.doors import lacks_factor, turned_away
from huying.web.refusals import plain


@login_required
@require_POST
def write(request: HttpRequest) -> HttpResponseBase:
    """Begin (by way of WeChat), or with `end` stop."""
    wechat.only_where_set_up()
    account = account_of(request)
    if "end" in request.POST:
        write_no_more(account, at=now(), caller=caller_of(request))
        messages.success(request, _("From now on nothing is written to you in WeChat."))
        return redirect("account:mine")
    if lacks_factor(request):
        return turned_away(request, back=reverse("account:mine"))
    return wechat.go(request, f"account {account.pk}", reverse("account:wechat_back"))


@login_required
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponseBase:
    """Back from WeChat, which says who they are there."""
    wechat.only_where_set_up()
    account = account_of(request)
    if lacks_factor(request):
        return turned_away(request, back=reverse("account:mine"))
    try:
        openid = wechat.who(request, f"account {account.pk}")
    except Refused as refusal:
        messages.error(request, plain(refusal.reason))
    else:
        write_in_wechat(account, openid, at=now(), caller=caller_of(request))
        messages.success(request, _("From now on you are told in WeChat."))
    return redirect("account:mine")
