"""The staff's door."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from huying.web.account.views import SignInForm

app_name = "account"
urlpatterns = [
    path(
        "login/",
        LoginView.as_view(
            template_name="account/login.html", authentication_form=SignInForm,
            redirect_authenticated_user=True,
        ),
        name="login",
    ),
    path("logout/", LogoutView.as_view(), name="logout"),
]  # fmt: skip
