"""The API alone, as the product mounts it."""

from django.urls import path

from huying.api.site import api

urlpatterns = [path("api/v1/", api.urls)]
