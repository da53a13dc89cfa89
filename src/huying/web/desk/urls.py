"""The desk's doors."""

from django.urls import path

from huying.web.desk.views import (
    bulk,
    covering,
    keeping,
    keys,
    lists,
    notices,
    orders,
    pasting,
    printing,
    rates,
    taking,
)

app_name = "desk"
urlpatterns = [
    path("", lists.orders, name="list"),
    path("new/", taking.new, name="new"),
    path("new/<str:number>/", taking.taken, name="taken"),
    path("keys/", keys.keys, name="keys"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/<slug:key>/", bulk.batch, name="batch"),
    path("cover/", covering.cover, name="cover"),
    path("cover/<int:cover_id>/end/", covering.end, name="cover-end"),
    path("lists/", keeping.keep, name="keep"),
    path("lists/<int:list_id>/", keeping.rename, name="kept"),
    path("lists/<int:list_id>/end/", keeping.end, name="kept-end"),
    path("notices/", notices.mine, name="notices"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("notices/failed/", notices.failed, name="notices-failed"),
    path("notices/failed/again/", notices.again_all, name="notices-again-all"),
    path("notices/<int:notice_id>/again/", notices.again, name="notice-again"),
    path("notices/<int:notice_id>/told/", notices.told, name="notice-told"),
    path("paste/", pasting.paste, name="paste"),
    path("print/", printing.batch, name="print"),
    path("rates/", rates.rates, name="rates"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/print/", printing.order, name="order-print"),
    path("orders/<str:number>/moves/", orders.move, name="moves"),
    path("orders/<str:number>/moves/<slug:move>/", orders.move, name="move"),
    path("orders/<str:number>/contact/", orders.contact, name="contact"),
    path("orders/<str:number>/photos/", orders.photos, name="photos"),
    path("orders/<str:number>/files/<int:upload_id>/<slug:variant>/", orders.file, name="file"),
]
