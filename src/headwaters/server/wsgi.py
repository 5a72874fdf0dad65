"""The web application, for waitress here and any WSGI server elsewhere."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwaters.server.settings")
application = get_wsgi_application()
