"""`{% load ui %}`: every component as a tag, and times in words as filters.

Each tag draws `templates/ui/<name>.html`, whose first lines show how to use it. A tag refuses
a parameter it does not know, so a misspelt one is an error and not a silent nothing.
"""

from django import template

from huying.web.ui.tags import asks, charts, frames, says, shows

register = template.Library()
for part in (frames, says, asks, shows, charts):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
