"""Coming in: password, second step, passkey, or an identity from elsewhere."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.weixin import views as weixin
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huying.web.account.adapters import BEGUN_WITH
from huying.web.account.forms import SignInForm
from huying.web.limits import door_knock


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; whoever has a second factor is led on to it."""
    onward = wanted_next(request)
    if request.user.is_authenticated:
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = form.get_user()
        request.session[BEGUN_WITH] = (account.pk, account.get_session_auth_hash())
        login = Login(user=account, redirect_url=onward or settings.LOGIN_REDIRECT_URL)
        credentials = {"username": account.get_username()}
        return perform_password_login(request, credentials, login)
    return render(
        request, "account/login.html", {"form": form, "next": onward, "others": others(request)}
    )


def wanted_next(request: HttpRequest) -> str:
    """The page of ours the reader wanted before the door; "" for none or somebody else's."""
    target = request.POST.get("next", "") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else ""


def others(request: HttpRequest) -> list[Any]:
    """Whom else we believe who somebody is, as set up; each with a name and a login address."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    return [
        provider
        for provider in get_adapter().list_providers(request)
        if provider.id in settings.SOCIALACCOUNT_PROVIDERS
    ]


@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponseBase:
    """A passkey alone: GET asks what to sign (for our script), POST brings the signature."""
    if request.method == "POST":
        door_knock(request)
    return PasskeyView.as_view()(request)


class PasskeyView(LoginWebAuthnView):
    """The library's, which leads on to the page that was wanted."""

    def get_success_url(self) -> str:
        """Where a person goes who is signed in already."""
        return wanted_next(self.request) or settings.LOGIN_REDIRECT_URL


def by_oidc(request: HttpRequest, provider_id: str) -> Any:
    """On to the issuer; 404 where none is set up."""
    _only_where_set_up("openid_connect")
    return oidc.login(request, provider_id)


def from_oidc(request: HttpRequest, provider_id: str) -> Any:
    """Back from the issuer; 404 where none is set up."""
    _only_where_set_up("openid_connect")
    return oidc.callback(request, provider_id)


def by_weixin(request: HttpRequest) -> Any:
    """On to WeChat; 404 where it is not set up."""
    _only_where_set_up("weixin")
    return weixin.oauth2_login(request)


def from_weixin(request: HttpRequest) -> Any:
    """Back from WeChat; 404 where it is not set up."""
    _only_where_set_up("weixin")
    return weixin.oauth2_callback(request)


def _only_where_set_up(provider: str) -> None:
    if provider not in settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
