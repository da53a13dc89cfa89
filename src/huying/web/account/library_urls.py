"""The pages of the sign-in library that we use, under our addresses and the names it knows.

Only these are routed: signing up, mail addresses, resetting passwords by mail have no door.
"""

from allauth.account.views import reauthenticate as confirm
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from huying.web.account.views import entering, keeping

urlpatterns = [
    path("login/", entering.sign_in, name="account_login"),
    path("login/step/", factors.authenticate, name="mfa_authenticate"),
    path("login/passkey/", entering.passkey, name="mfa_login_webauthn"),
    path("login/with/<slug:provider_id>/", entering.by_oidc, name="openid_connect_login"),
    path("login/with/<slug:provider_id>/back/", entering.from_oidc, name="openid_connect_callback"),
    path("login/weixin/", entering.by_weixin, name="weixin_login"),
    path("login/weixin/back/", entering.from_weixin, name="weixin_callback"),
    path("account/", keeping.mine, name="mfa_index"),
    path("account/", keeping.mine, name="mfa_list_webauthn"),
    path("account/confirm/", confirm, name="account_reauthenticate"),
    path("account/confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/app/", app.activate_totp, name="mfa_activate_totp"),
    path("account/app/off/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]  # fmt: skip
