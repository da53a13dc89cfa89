"""Paths of the frame itself: stylesheets, language, large type, and the component page."""

from django.urls import path

from huying.web.language import choose
from huying.web.reading import choose_type
from huying.web.ui.views import kit, kit_frame, stylesheet

urlpatterns = [
    path("styles/<slug:audience>.<slug:digest>.css", stylesheet, name="stylesheet"),
    path("language/", choose, name="language"),
    path("large-type/", choose_type, name="large-type"),
    path("ui-kit/", kit, name="ui-kit"),
    path("ui-kit/<slug:frame>/", kit_frame, name="ui-kit-frame"),
]
