"""Loaded by pytest before Django's settings (``-p tests.environment`` in pyproject.toml)."""

import os

os.environ["GANDAN_ENV"] = "test"
os.environ.setdefault("DATABASE_URL", "postgis:///gandan")
# The ORM is used beside the browser's event loop in browser tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
