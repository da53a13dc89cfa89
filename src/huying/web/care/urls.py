"""The doors of the care ledger."""

from django.urls import path

from huying.web.care.views import grants, ledgers, people, visits

app_name = "care"
urlpatterns = [
    path("", ledgers.home, name="home"),
    path("ledgers/<str:code>/", ledgers.ledger, name="ledger"),
    path("ledgers/<str:code>/purpose/", ledgers.purpose, name="purpose"),
    path("ledgers/<str:code>/new/", people.new, name="new"),
    path("entries/<int:entry_id>/", people.entry, name="entry"),
    path("entries/<int:entry_id>/moves/", people.move, name="moves"),
    path("entries/<int:entry_id>/reveal/", people.reveal, name="reveal"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:entry_id>/", visits.see, name="see"),
    path("grants/", grants.grants, name="grants"),
    path("grants/<int:grant_id>/revoke/", grants.revoke, name="revoke"),
    path("looks/", grants.looks, name="looks"),
]
