"""Writes tiles of the large commune to files: every household at zoom 12, whatever their number.

Run with the benchmark's environment: python -m benchmarks.renderers.dump USER FOLDER
"""

import sys
from dataclasses import replace
from pathlib import Path

import django

ZOOM = 12
# The commune and one tile around it.
COLUMNS, ROWS = range(3256, 3261), range(1792, 1799)


def main(username: str, folder: str) -> int:
    django.setup()
    from apps.accounts.models import User
    from apps.accounts.reach import actor_for
    from apps.common import clock
    from apps.webmap.scope import scope_of
    from apps.webmap.statements import run
    from apps.webmap.tiles import Tile, unit_statement

    now = clock.now()
    today = clock.local_day(now)
    actor = actor_for(User.objects.get(username=username), at=now)
    scope = replace(scope_of(actor, at=today), points_from=ZOOM, etag="all")
    for x in COLUMNS:
        for y in ROWS:
            file = Path(folder, str(ZOOM), str(x), f"{y}.mvt")
            file.parent.mkdir(parents=True, exist_ok=True)
            tile = Tile(ZOOM, x, y)
            file.write_bytes(run(unit_statement(actor, scope, tile, at=today), tile.slots()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
