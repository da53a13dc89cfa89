"""The doors of lists and ledgers, under `/desk/records/`."""

from django.urls import path

from huying.web.lists import views

app_name = "lists"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:name>/", views.one, name="one"),
    path("<slug:name>/export/", views.export, name="export"),
    path("<slug:name>/keep/", views.keep, name="keep"),
    path("<slug:name>/fill/", views.fill, name="fill"),
    path("<slug:name>/template/", views.begin, name="begin"),
    path("<slug:name>/templates/<int:template_id>/fill/", views.fill_kept, name="fill-kept"),
    path("<slug:name>/templates/<int:template_id>/end/", views.put_away, name="put-away"),
    path("versions/<int:version_id>/", views.version, name="version"),
]
