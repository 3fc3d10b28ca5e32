"""The door for gunicorn: `gunicorn guanxi.web.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.web.settings")

application = get_wsgi_application()
