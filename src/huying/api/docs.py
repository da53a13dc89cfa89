"""The contract as a page: served from here alone, readable without JavaScript."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

LAYOUT = {"layout": "BaseLayout", "deepLinking": True}


class DocsPage(DocsBase):
    """A list of every call, which the viewer that comes with the framework brings to life."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page for this API."""
        swagger = LAYOUT | {"url": self.get_openapi_url(api, kwargs)}
        context = {"contract": api.get_openapi_schema(), "swagger": swagger}
        return render(request, "api/docs.html", context)
