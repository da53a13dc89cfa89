"""Template libraries: `{% load ui %}` brings every component and every way to say a time."""
