"""What `./gandan` asks of the site before it serves.

    prepare.py site      migrate, compile catalogues, collect static files (one process: seconds)
    prepare.py load DIR  take a folder of files in, as import_commune does

Exit status: 0 all well; 3 the site is ready but has no commune yet; 4 files taken in, some
rows reported; anything else a failure. A crash of Python ends with 1, which is why a report
about rows must not.
"""

import hashlib
import os
import sys
from pathlib import Path

NO_COMMUNE = 3
ROWS_REPORTED = 4
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


def connect() -> bool:
    """Try the database; say so where it does not answer."""
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        sys.stderr.write(f"Không kết nối được cơ sở dữ liệu / no connection: {error}\n")
        return False
    return True


def prepare_site() -> int:
    """Migrate, make the cache table, compile the catalogues, collect static files."""
    from django.core.management import call_command

    if not connect():
        return 1
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("compilemessages", verbosity=0, ignore_patterns=IGNORED)
    collect_static()

    from apps.areas.models import Commune

    return 0 if Commune.objects.exists() else NO_COMMUNE


def load(folder: str) -> int:
    """Run import_commune and tell its "some rows reported" (1) from a crash (also 1)."""
    from django.core.management import call_command

    try:
        call_command("import_commune", folder)
    except SystemExit as end:
        return ROWS_REPORTED if end.code == 1 else 2
    return 0


def main(arguments: list[str]) -> int:
    """Do what the first argument says."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    match arguments:
        case ["site"]:
            return prepare_site()
        case ["load", folder]:
            return load(folder)
    sys.stderr.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
