"""Taking in 100,000 households, beside GeoDjango's LayerMapping, ogr2ogr and openpyxl.

Ours opens the file in a limited process, recognises it, checks every row against outlines, and
commits households with their history and the map's marks. The peers do less: LayerMapping and
ogr2ogr fill a bare table, openpyxl only reads the cells. Each run is a process of its own; they
take turns.
"""

import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benchmarks.goals import row
from benchmarks.imports_files import write_files
from benchmarks.tiles_database import ROOT, Database, environment, migrate, named, plain, say

MANY, FEW = 100_000, 10_000
FILES = ROOT / "var" / "bench-imports"
Runs = dict[str, list[dict[str, float]]]


def report(server: str) -> dict[str, Any]:
    """Rows of the report, and what could not be measured."""
    database = _database(server)
    many, few = write_files(FILES, MANY), write_files(FILES, FEW)
    peers = {"gpkg": ["layer_mapping"], "xlsx": ["openpyxl"]}
    missing = []
    if shutil.which("ogr2ogr"):
        peers["gpkg"].append("ogr2ogr")
    else:
        missing.append("ogr2ogr (Debian: apt-get install gdal-bin)")
    rows = []
    for suffix, path in many.items():
        runs = _turns(database, path, ["ours", *peers[suffix]])
        rows += _speed_rows(suffix, runs)
        rows += _memory_rows(database, suffix, path, few[suffix])
    return {"rows": rows, "missing": missing}


def _database(server: str) -> Database:
    found = Database(named(server, "gandan_bench_imports"), 0)
    name = urlsplit(found.url).path.lstrip("/")
    with psycopg.connect(plain(server), autocommit=True) as admin:
        known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    migrate(found)
    return found


def _turns(database: Database, path: Path, names: list[str], times: int = 3) -> Runs:
    runs: Runs = {name: [] for name in names}
    for turn in range(times):
        for name in names:
            runs[name].append(_run(database, name, path))
            say(f"{path.name}, {name}, {turn + 1}/{times}: {runs[name][-1]['seconds']:.1f} s")
    return runs


def _run(database: Database, what: str, path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.imports_run", what, str(path)],
        env=environment(database),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


#: peer → (its name, highest ratio of our time to its)
_GOALS = {
    "layer_mapping": ("GeoDjango LayerMapping, bare table", 1 / 3),
    "ogr2ogr": ("ogr2ogr, bare table", 6.0),
    "openpyxl": ("openpyxl read-only, cells only", 1.5),
}


def _speed_rows(suffix: str, runs: Runs) -> list[dict[str, Any]]:
    return [
        row(
            f"{MANY:,} households from .{suffix}, committed",
            _median(runs["ours"]),
            _median(runs[peer]),
            peer_name=name,
            unit="s",
            goal=round(goal, 3),
        )
        for peer, (name, goal) in _GOALS.items()
        if peer in runs
    ]


def _median(runs: list[dict[str, float]]) -> float:
    return statistics.median(run["seconds"] for run in runs)


def _memory_rows(database: Database, suffix: str, many: Path, few: Path) -> list[dict[str, Any]]:
    return [
        row(
            f"most memory for {MANY:,} rows of .{suffix}, {who}",
            _run(database, what, many)["mib"],
            _run(database, what, few)["mib"],
            peer_name=f"ours, {FEW:,} rows",
            unit="MiB",
            goal=1.3,
        )
        for who, what in (
            ("importing process", "ours"),
            ("import assistant, previewed and committed", "assistant"),
            ("reading process", "reading_process"),
        )
    ]
