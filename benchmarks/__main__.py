"""``./gandan bench NAME [--json]``."""

import argparse
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_project.settings")


def main() -> int:
    django.setup()
    from benchmarks import reading
    from benchmarks.runner import machine, run

    known = {"reading": reading.duels}
    parser = argparse.ArgumentParser(prog="./gandan bench", description=__doc__)
    parser.add_argument("name", choices=sorted(known), metavar="NAME", help=", ".join(known))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = list(run(known[options.name]()))
    if options.json:
        print(json.dumps({"machine": machine(), "rows": rows}, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            verdict = "đạt" if row["met"] else "chưa đạt"
            ours = f"{row['measure']}: {row['ours']} {row['unit']}"
            peer = f"{row['peer_name']}: {row['peer']} {row['unit']}"
            print(f"{ours}; {peer}; tỉ lệ {row['ratio']} (mục tiêu ≤ {row['goal']}: {verdict})")
    return 0 if all(row["met"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
