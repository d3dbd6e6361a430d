"""``./gandan bench NAME [--json] [--large]``."""

import argparse
import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_project.settings")
NAMES = ("assignment", "import", "map", "reading", "sync", "tiles")


def measured(name: str, *, large: bool) -> dict[str, Any]:
    """The benchmark's rows, and what else it has to tell."""
    if name == "tiles":
        from benchmarks.tiles import report

        return report(os.environ["DATABASE_URL"], large=large)
    if name == "import":
        from benchmarks.imports import report as import_report

        return import_report(os.environ["DATABASE_URL"])
    if name == "assignment":
        from benchmarks.assignment import report as assignment_report

        return assignment_report()
    if name == "map":
        from benchmarks.map import report as map_report

        return map_report(os.environ["DATABASE_URL"])
    if name == "sync":
        from benchmarks.sync import report as sync_report

        return sync_report(os.environ["DATABASE_URL"])
    django.setup()
    from benchmarks import reading
    from benchmarks.runner import run

    return {"rows": list(run(reading.duels()))}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./gandan bench", description=__doc__)
    parser.add_argument("name", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--large", action="store_true", help="tiles: 10,000,000 households too")
    options = parser.parse_args()
    from benchmarks.runner import machine

    found = measured(options.name, large=options.large)
    rows = found["rows"]
    if options.json:
        print(json.dumps({"machine": machine(), **found}, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            verdict = "đạt" if row["met"] else "chưa đạt"
            ours = f"{row['measure']}: {row['ours']} {row['unit']}"
            peer = f"{row['peer_name']}: {row['peer']} {row['unit']}"
            print(f"{ours}; {peer}; tỉ lệ {row['ratio']} (mục tiêu ≤ {row['goal']}: {verdict})")
    return 0 if all(row["met"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
