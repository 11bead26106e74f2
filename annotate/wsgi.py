"""The production server's door: pages and API."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotate.settings")
os.environ.setdefault("ANNOTATE_POOL", "8")

application = get_wsgi_application()
