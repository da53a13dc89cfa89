"""The units' doors."""

from django.urls import path

from huying.web.partner import views

app_name = "partner"
urlpatterns = [
    path("", views.orders, name="list"),
    path("orders/<str:number>/", views.order, name="order"),
    path("orders/<str:number>/moves/", views.move, name="moves"),
    path("orders/<str:number>/moves/<slug:move>/", views.move, name="move"),
    path("orders/<str:number>/contact/", views.contact, name="contact"),
    path("orders/<str:number>/photos/", views.photos, name="photos"),
    path("orders/<str:number>/files/<int:upload_id>/<slug:variant>/", views.file, name="file"),
]
