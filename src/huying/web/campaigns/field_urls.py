"""The check-in page's doors, inside the field's folder so that its service worker keeps the page."""

from django.urls import path

from huying.web.campaigns import field_views as views

app_name = "check_in"
urlpatterns = [
    path("", views.home, name="home"),
    path("shell/", views.shell, name="shell"),
    path("send", views.send, name="send"),
    path("back/<str:campaign_id>/<str:key>/", views.back, name="back"),
]
