"""The doors of whistles."""

from django.urls import path

from huying.web.whistles import views

app_name = "whistles"
urlpatterns = [
    path("", views.whistles, name="list"),
    path("new/<str:number>/", views.new, name="new"),
    path("<int:whistle_id>/", views.whistle, name="whistle"),
    path("<int:whistle_id>/moves/", views.move, name="moves"),
    path("<int:whistle_id>/doors/", views.doors, name="doors"),
    path("<int:whistle_id>/doors/sheet/", views.sheet, name="sheet"),
    path("<int:whistle_id>/doors/<int:door_id>/", views.door, name="door"),
]
