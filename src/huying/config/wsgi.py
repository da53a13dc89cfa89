"""The WSGI door."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huying.config.settings")
application = get_wsgi_application()

# What is loaded now stays as long as the process; looking through it again and again for
# garbage would stop every thread for tens of milliseconds.
gc.collect()
gc.freeze()
