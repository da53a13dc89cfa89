"""The residents' doors to what was published."""

from django.urls import path

from huying.web.supply.views import public

app_name = "offered"
urlpatterns = [
    path("", public.lists, name="lists"),
    path("<int:edition>/", public.version, name="version"),
]
