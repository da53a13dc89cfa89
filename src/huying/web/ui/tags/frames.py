"""What every page wears: its stylesheet and its icons."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

from huying.web.ui.stylesheets import sheet

register = template.Library()
DRAWN_AS = {"class": "icon", "stroke-width": "1.75", "aria-hidden": "true", "focusable": "false"}


@register.simple_tag
def stylesheet(audience: str) -> SafeString:
    """The link to one audience's stylesheet."""
    href = reverse("stylesheet", args=(audience, sheet(audience).digest))
    return format_html('<link rel="stylesheet" href="{}">', href)


@cache
def _drawn(name: str) -> str:
    return str(lucide(name, size=None, **DRAWN_AS))


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "camera" %}`: a lucide icon as large as the text beside it, silent to readers."""
    return SafeString(_drawn(str(name)))
