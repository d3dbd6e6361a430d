"""Bring the database and the served files up to date, in one process so that it takes seconds.

Exit status: 0 all ready, 3 all ready but no commune is there yet, anything else a failure.
"""

import hashlib
import os
import sys
from pathlib import Path

NO_COMMUNE = 3
ROOT = Path(__file__).resolve().parent.parent
IGNORED = [".venv", "node_modules", "var", ".git"]


def static_fingerprint() -> str:
    """A hash that changes with any static file, or with the code that stores them."""
    from django.contrib.staticfiles.finders import get_finders

    paths = [ROOT / "gis_project" / "storage.py", ROOT / "gis_project" / "settings.py"]
    for finder in get_finders():
        paths += [Path(storage.path(name)) for name, storage in finder.list(None)]
    digest = hashlib.sha256()
    for path in sorted(paths):
        state = path.stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Collect the static files unless none changed: hashing them all takes the longest here."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = static_fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def main() -> int:
    """Migrate, make the cache table, compile the catalogues, collect static files."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command
    from django.db import OperationalError, connection

    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        sys.stderr.write(f"Không kết nối được cơ sở dữ liệu / no connection: {error}\n")
        return 1
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("compilemessages", verbosity=0, ignore_patterns=IGNORED)
    collect_static()

    from apps.areas.models import Commune

    return 0 if Commune.objects.exists() else NO_COMMUNE


if __name__ == "__main__":
    sys.exit(main())
