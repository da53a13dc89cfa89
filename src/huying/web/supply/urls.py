"""The desk's doors to needs and supply."""

from django.urls import path

from huying.web.supply.views import keeping, landings, lists, needs, orders

app_name = "supply"
urlpatterns = [
    path("", lists.beside, name="beside"),
    path("publish/", lists.publish_lists, name="publish"),
    path("take-over/", lists.catalogue, name="take-over"),
    path("lists/<slug:listed>/", lists.one, name="list"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("needs/new/", needs.new, name="need-new"),
    path("needs/<int:need_id>/", needs.need, name="need"),
    path("needs/<int:need_id>/moves/", needs.move, name="need-moves"),
    path("needs/<int:need_id>/pair/", needs.pair, name="pair"),
    path("mine/", landings.mine, name="mine"),
    path("landings/<int:landing_id>/", landings.landing, name="landing"),
    path("landings/<int:landing_id>/moves/", landings.move, name="landing-moves"),
    path("resources/new/", keeping.new_resource, name="resource-new"),
    path("resources/<int:pk>/", keeping.resource, name="resource"),
    path("items/new/", keeping.new_item, name="item-new"),
    path("items/<int:pk>/", keeping.item, name="item"),
    path("<slug:sort>/<int:pk>/end/", keeping.end, name="end"),
]
