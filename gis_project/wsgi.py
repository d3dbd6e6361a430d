"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_project.settings")
site = get_wsgi_application()

# What stands around the site may be imported once the site is set up.
from apps.webmap.express import TileExpress  # noqa: E402

application = TileExpress(site)
