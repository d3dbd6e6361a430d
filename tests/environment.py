"""Loaded by pytest before Django's settings (``-p tests.environment`` in pyproject.toml)."""

import os
import subprocess
from pathlib import Path

import pytest

os.environ["GANDAN_ENV"] = "test"
os.environ.setdefault("DATABASE_URL", "postgis:///gandan")
# The ORM is used beside the browser's event loop in browser tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues that changed: a fresh clone has none, and pages need them."""
    if hasattr(config, "workerinput"):
        return
    for source in LOCALE.rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.is_file() or compiled.stat().st_mtime < source.stat().st_mtime:
            subprocess.run(["msgfmt", "-o", str(compiled), str(source)], check=True)
