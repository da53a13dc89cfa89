"""The doors of duty."""

from django.urls import path

from huying.web.duty.views import diary, meeting, posts, today, visits

app_name = "duty"
urlpatterns = [
    path("", today.today, name="today"),
    path("stays/<str:code>/", today.stay, name="stay"),
    path("stays/<int:stay_id>/back/", today.take_back, name="stay-back"),
    path("visits/new/", visits.new, name="visit-new"),
    path("visits/<int:visit_id>/", visits.visit, name="visit"),
    path("visits/<int:visit_id>/moves/", visits.move, name="visit-move"),
    path("visits/<int:visit_id>/request/", visits.request_of, name="visit-request"),
    path("gaps/", posts.gaps, name="gaps"),
    path("postings/", posts.postings, name="postings"),
    path("postings/<int:posting_id>/end/", posts.end, name="posting-end"),
    path("postings/<str:code>/new/", posts.new, name="posting-new"),
    path("meeting/", meeting.meeting, name="meeting"),
    path("meeting/<str:code>/open/", meeting.begin, name="meeting-open"),
    path("meeting/<int:meeting_id>/raise/", meeting.raise_one, name="meeting-raise"),
    path("meeting/<int:meeting_id>/close/", meeting.close, name="meeting-close"),
    path("meeting/<int:meeting_id>/reopen/", meeting.reopen, name="meeting-reopen"),
    path("meeting/items/<int:item_id>/", meeting.settle, name="meeting-item"),
    path("diary/", diary.diary, name="diary"),
    path("diary/print/", diary.print_month, name="diary-print"),
    path("diary/<int:entry_id>/", diary.correct, name="diary-correct"),
]
