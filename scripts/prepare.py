"""Bring the database and the served files up to date, in one process so that it takes seconds.

Exit status: 0 all ready, 3 all ready but no commune is there yet, anything else a failure.
"""

import os
import sys
from pathlib import Path

NO_COMMUNE = 3


def main() -> int:
    """Migrate, make the cache table, compile the catalogues, collect static files."""
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.path.insert(0, str(Path.cwd()))
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
    call_command(
        "compilemessages", verbosity=0, ignore_patterns=[".venv", "node_modules", "var", ".git"]
    )
    call_command("collectstatic", interactive=False, verbosity=0)

    from apps.areas.models import Commune

    return 0 if Commune.objects.exists() else NO_COMMUNE


if __name__ == "__main__":
    sys.exit(main())
