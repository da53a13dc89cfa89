"""Every door of the product, and beside them an API that breaks."""

from typing import NoReturn

from django.db import OperationalError
from django.http import HttpRequest
from django.urls import path

from huying.api.problems import handle
from huying.api.site import Door
from huying.config.urls import urlpatterns

breaking = Door(urls_namespace="breaking", docs_url=None)
handle(breaking)


@breaking.get("/database")
def database(request: HttpRequest) -> NoReturn:
    """As when the database is away."""
    raise OperationalError("the server closed the connection")


@breaking.get("/program")
def program(request: HttpRequest) -> NoReturn:
    """As when we made a mistake."""
    raise ZeroDivisionError("a secret detail")


urlpatterns = [*urlpatterns, path("breaking/", breaking.urls)]
