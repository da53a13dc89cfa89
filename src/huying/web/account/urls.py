"""The staff's door, and the pages of one's own account."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from huying.web.account.views import entering, keeping, records, writing

app_name = "account"
urlpatterns = [
    path("login/", entering.sign_in, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/", keeping.mine, name="mine"),
    path("account/password/", keeping.password, name="password"),
    path("account/sessions/end/", keeping.end, name="end"),
    path("account/second-factor/", keeping.second_factor, name="second_factor"),
    path("account/tokens/<int:pk>/revoke/", keeping.revoke, name="revoke"),
    path("account/identities/<int:pk>/unlink/", keeping.unlink, name="unlink"),
    path("account/wechat/", writing.write, name="wechat"),
    path("account/wechat/back/", writing.back, name="wechat_back"),
    path("account/records/", records.records, name="records"),
]
