"""The commune whose map is measured: the demo's, as it is and with six times the homes."""

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


def ensure_map_database(server: str, *, copies: int, name: str | None = None) -> Database:
    """The demo commune, each household copied so often; built once and kept."""
    found = Database(named(server, name or f"gandan_bench_map_{copies}"), 0)
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
        _fill(found, copies)
    return found


def _is_built(database: Database) -> bool:
    with database.connect() as connection:
        there = connection.execute("SELECT to_regclass('bench_recipe') IS NOT NULL").fetchone()
        if there is None or not there[0]:
            return False
        row = connection.execute("SELECT recipe FROM bench_recipe").fetchone()
        return row is not None and row[0] == RECIPE


def _fill(database: Database, copies: int) -> None:
    with tempfile.TemporaryDirectory() as folder, timed("demo commune"):
        files = str(Path(folder) / "commune")
        _python("-m", "geodata", files, database=database)
        # 4: some rows are reported, as they are meant to be.
        _python("scripts/prepare.py", "load", files, database=database, fine=(0, 4))
        _python("manage.py", "create_demo_logins", database=database)
    with database.connect() as connection, timed(f"{copies} copies"):
        if copies:
            connection.execute(_COPY, [copies])
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
