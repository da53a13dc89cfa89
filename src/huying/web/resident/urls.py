"""The resident's doors."""

from django.urls import path

from huying.web.resident import following, mine, placing, proving

app_name = "resident"
urlpatterns = [
    path("", placing.start, name="start"),
    path("c/<str:code>/", placing.front, name="front"),
    path("track/", following.track, name="track"),
    path("mine/", mine.mine, name="mine"),
    path("mine/code/", mine.code, name="mine_code"),
    path("mine/leave/", mine.leave, name="mine_leave"),
    path("mine/<str:number>/", mine.open_one, name="mine_open"),
    path("o/<str:number>/", following.order, name="order"),
    path("o/<str:number>/qr.svg", following.qr, name="qr"),
    path("o/<str:number>/photos/<int:upload_id>/<str:variant>/", following.photo, name="photo"),
    path("o/<str:number>/<str:move>/", following.move, name="move"),
    path("digests/", proving.digests, name="digests"),
    path("digests.json", proving.digests_json, name="digests_json"),
    path("proof/", proving.proof, name="proof"),
]
