"""The commune whose map is measured: the demo's, as it is, and with six times the homes: where they
are, and side by side as close as the map shows single homes at all.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benchmarks.tiles_database import ROOT, Database, environment, migrate, named, plain, say, timed

# Changed whenever what is built below changes; a database of another recipe is built anew.
RECIPE = "1"
USER = "lanhdao"

# Copies stand up to some 300 m from the household they copy; nobody is in charge of them.
_COPY = """
INSERT INTO households_household (
    code, head_name, head_birth_year, size, phone, address, poverty_status,
    poverty_decision_number, poverty_decision_date, is_policy_family, position, position_source,
    position_accuracy, position_missing, moved_in_on, left_on, commune_id, group_id, village_id,
    policy_decision_number, left_reason)
SELECT
    code || '-' || n, head_name, head_birth_year, size, phone, address, poverty_status,
    poverty_decision_number, poverty_decision_date, is_policy_family,
    ST_Translate(position, 0.003 * cos(id + n), 0.003 * sin(id * 7 + n)), position_source,
    position_accuracy, position_missing, moved_in_on, left_on, commune_id, group_id, village_id,
    policy_decision_number, left_reason
FROM households_household, generate_series(1, %s) AS n
"""
# A phone's screen at zoom 14, and a twentieth more each way, in metres of Web Mercator, around the
# middle of the villages: some 3,500 homes a tile, where 4,000 are the most that tiles carry.
_SPREAD = """
UPDATE households_household AS home SET position = ST_Transform(ST_SetSRID(ST_MakePoint(
    ST_X(middle.at) + (random() - 0.5) * 390 * 1.07 * 9.554628,
    ST_Y(middle.at) + (random() - 0.5) * 844 * 1.07 * 9.554628
), 3857), 4326)
FROM (
    SELECT ST_Centroid(ST_Envelope(ST_Collect(ST_Transform(geom, 3857)))) AS at FROM areas_village
) AS middle
WHERE home.position IS NOT NULL
"""


def ensure_map_database(
    server: str, *, copies: int, spread: bool = False, name: str | None = None
) -> Database:
    """The demo commune, each household copied so often; built once and kept. ``spread``: see
    ``_SPREAD``.
    """
    usual = f"gandan_bench_map_{copies}{'_spread' if spread else ''}"
    found = Database(named(server, name or usual), 0)
    called = urlsplit(found.url).path.lstrip("/")
    with psycopg.connect(plain(server), autocommit=True) as admin:
        known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [called]).fetchone()
        if known and not _is_built(found):
            say(f"{called}: left half-made or of another recipe, built anew")
            admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(called)))
            known = None
        if not known:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(called)))
    migrate(found)
    if not known:
        _fill(found, copies, spread)
    return found


def _is_built(database: Database) -> bool:
    with database.connect() as connection:
        there = connection.execute("SELECT to_regclass('bench_recipe') IS NOT NULL").fetchone()
        if there is None or not there[0]:
            return False
        row = connection.execute("SELECT recipe FROM bench_recipe").fetchone()
        return row is not None and row[0] == RECIPE


def _fill(database: Database, copies: int, spread: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, timed("demo commune"):
        files = str(Path(folder) / "commune")
        _python("-m", "geodata", files, database=database)
        # 4: some rows are reported, as they are meant to be.
        _python("scripts/prepare.py", "load", files, database=database, fine=(0, 4))
        _python("manage.py", "create_demo_logins", database=database)
    with database.connect() as connection, timed(f"{copies} copies"):
        if copies:
            connection.execute(_COPY, [copies])
        if spread:
            connection.execute("SELECT setseed(0.5)")
            connection.execute(_SPREAD)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CREATE TABLE bench_recipe (recipe text)")
        connection.execute("INSERT INTO bench_recipe VALUES (%s)", [RECIPE])


def _python(*words: str, database: Database, fine: tuple[int, ...] = (0,)) -> None:
    # Demo logins are made in development only; what is served later is production.
    settings = environment(database) | {"GANDAN_ENV": "development"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=settings,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode not in fine:
        raise SystemExit(f"benchmark: {words} ended with {done.returncode}")


def collect_static(database: Database) -> None:
    """Hashed and packed static files, as a real site has them."""
    folder = Path(environment(database)["GANDAN_STATIC_ROOT"])
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "-v0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment(database), check=True)
