"""The campaigns' doors at the desk."""

from django.urls import path

from huying.web.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.new, name="new"),
    path("<str:campaign_id>/", views.one, name="one"),
    path("<str:campaign_id>/missed/", views.missed, name="missed"),
    path("<str:campaign_id>/moves/", views.move, name="moves"),
]
