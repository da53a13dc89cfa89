"""The resident's doors."""

from django.urls import path

from huying.web.resident import (
    doings,
    following,
    locating,
    mine,
    placing,
    proving,
    sending,
    writing,
)

app_name = "resident"
urlpatterns = [
    path("", placing.start, name="start"),
    path("c/<str:code>/", placing.front, name="front"),
    path("c/<str:code>/done/", doings.done, name="done"),
    path("c/<str:code>/here/", locating.here, name="here"),
    path("c/<str:code>/ask/<slug:kind>/", placing.ask, name="ask"),
    path("c/<str:code>/say/<slug:key>/", locating.where, name="where"),
    path("c/<str:code>/say/<slug:key>/reach/", sending.reach, name="reach"),
    path("c/<str:code>/say/<slug:key>/photos/<int:upload_id>/", locating.unsent, name="unsent"),
    path("track/", following.track, name="track"),
    path("mine/", mine.mine, name="mine"),
    path("mine/code/", mine.code, name="mine_code"),
    path("mine/leave/", mine.leave, name="mine_leave"),
    path("mine/<str:number>/", mine.open_one, name="mine_open"),
    path("o/<str:number>/", following.order, name="order"),
    path("o/<str:number>/qr.svg", following.qr, name="qr"),
    path("o/<str:number>/photos/<int:upload_id>/<str:variant>/", following.photo, name="photo"),
    path("o/<str:number>/wechat/", writing.write, name="wechat"),
    path("o/<str:number>/wechat/back/", writing.back, name="wechat_back"),
    path("o/<str:number>/<str:move>/", following.move, name="move"),
    path("digests/", proving.digests, name="digests"),
    path("digests.json", proving.digests_json, name="digests_json"),
    path("proof/", proving.proof, name="proof"),
]
