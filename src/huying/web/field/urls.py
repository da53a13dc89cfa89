"""The field's doors; the service worker's scope is this folder and nothing else."""

from django.urls import path

from huying.web.field import views

app_name = "field"
urlpatterns = [
    path("", views.home, name="home"),
    path("shell/", views.shell, name="shell"),
    path("who.json", views.who, name="who"),
    path("send", views.send, name="send"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
    path("app/<slug:digest>/<slug:name>.js", views.module, name="module"),
]
