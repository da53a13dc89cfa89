"""Every door, in one list."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from huying.api.site import api, nowhere
from huying.config.health import health
from huying.web.console.site import console

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huying.web.resident.urls")),
    path("", include("huying.web.account.urls")),
    path("", include("huying.web.account.library_urls")),
    path("", include("huying.web.ui.urls")),
    path("desk/field/check-in/", include("huying.web.campaigns.field_urls")),
    path("desk/field/", include("huying.web.field.urls")),
    path("desk/whistles/", include("huying.web.whistles.urls")),
    path("desk/campaigns/", include("huying.web.campaigns.urls")),
    path("desk/records/", include("huying.web.lists.urls")),
    path("desk/duty/", include("huying.web.duty.urls")),
    path("desk/care/", include("huying.web.care.urls")),
    path("desk/supply/", include("huying.web.supply.urls")),
    path("c/<str:code>/lists/", include("huying.web.supply.public_urls")),
    path("desk/", include("huying.web.desk.urls")),
    path("partner/", include("huying.web.partner.urls")),
    path("console/", console.urls),
    path("api/v1/", api.urls),
    re_path(r"^api/", nowhere),
    path("health", health, name="health"),
]
handler404 = "huying.web.lost.no_such_page"
handler500 = "huying.web.lost.fault"
