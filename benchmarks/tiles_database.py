"""The benchmark's own database: built once, kept, and built anew when its recipe changes."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SQL = Path(__file__).parent / "sql"
PER_PROVINCE = ("2_plan", "3_villages", "4_households", "5_people", "6_contacts")
WRITTEN = ("households_household", "people_person", "assignments_assignment", "visits_contact")
BULKY = (*WRITTEN, "webmap_householdmark")
# Marks of so many households, spread over all of them, are held against the map's own function.
SAMPLE = 5_000


@dataclass(frozen=True, slots=True)
class Database:
    """``url`` as in ``DATABASE_URL``; ``provinces``: millions of households."""

    url: str
    provinces: int

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(plain(self.url), autocommit=True)


def plain(url: str) -> str:
    """The address as libpq and asyncpg take it."""
    return url.replace("postgis://", "postgresql://", 1)


def named(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def recipe(provinces: int) -> str:
    """What the data are made by; a database made by another recipe is thrown away."""
    digest = hashlib.sha256(str(provinces).encode())
    for path in sorted(SQL.glob("*.sql")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')}  {text}\n")
    sys.stderr.flush()


@contextmanager
def timed(text: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    say(f"{text}: {time.monotonic() - start:.0f} s")


def ensure_database(provinces: int, *, server: str, today: date) -> Database:
    """The database, with tables as the code wants them now and data of this recipe."""
    found = Database(named(server, f"gandan_bench_tiles_{provinces}m"), provinces)
    name = urlsplit(found.url).path.lstrip("/")
    with psycopg.connect(plain(server), autocommit=True) as admin:
        if _recipe_in(admin, found, name) not in (None, recipe(provinces)):
            say(f"{name}: built by another recipe, built anew")
            admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        if not _exists(admin, name):
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    migrate(found)
    if _stored_recipe(found) is None:
        _fill(found, today)
    return found


def _exists(admin: "psycopg.Connection[tuple[object, ...]]", name: str) -> bool:
    found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _recipe_in(
    admin: "psycopg.Connection[tuple[object, ...]]", database: Database, name: str
) -> str | None:
    """None: there is no database yet. Empty: it was left half-made."""
    return (_stored_recipe(database) or "") if _exists(admin, name) else None


def _stored_recipe(database: Database) -> str | None:
    with database.connect() as connection:
        known = connection.execute("SELECT to_regclass('bench_recipe') IS NOT NULL").fetchone()
        if known is None or not known[0]:
            return None
        row = connection.execute("SELECT recipe FROM bench_recipe").fetchone()
        return None if row is None else str(row[0])


def environment(database: Database) -> dict[str, str]:
    """Of a process that serves this database as a real site would."""
    # Made-up rows on the loopback: the secret guards nothing.
    secret = os.environ.get("GANDAN_SECRET_KEY", "benchmark")
    return os.environ | {
        "GANDAN_SECRET_KEY": secret,
        "DJANGO_SETTINGS_MODULE": "gis_project.settings",
        "DATABASE_URL": database.url,
        "GANDAN_ENV": "production",
        "GANDAN_ALLOWED_HOSTS": "127.0.0.1,localhost",
        # The benchmark speaks plain HTTP on the loopback; nothing else is eased.
        "GANDAN_SSL_REDIRECT": "0",
        "GANDAN_STATIC_ROOT": str(ROOT / "var" / "bench-static"),
        "PYTHONPATH": str(ROOT),
    }


def migrate(database: Database) -> None:
    """Tables as the code wants them now, and the shared cache."""
    for command in (["migrate", "--no-input"], ["createcachetable"]):
        subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command, "--verbosity=0"],
            env=environment(database),
            cwd=ROOT,
            check=True,
        )


def _fill(database: Database, today: date) -> None:
    """Rows without triggers and secondary indexes, which come back when all rows are in.

    The rules that a household has one person at a time do not: no tile reads their indexes, and
    to build them for ten million takes as long as all other indexes.
    """
    with database.connect() as connection:
        # The history of made-up rows is worth nothing, and the keys fit by construction.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET work_mem = '128MB'")
        indexes = _drop_indexes(connection)
        _run(connection, "1_functions", {})
        for province in range(1, database.provinces + 1):
            for name in PER_PROVINCE:
                with timed(f"province {province}/{database.provinces}, {name}"):
                    _run(connection, name, {"province": province, "today": today})
        for province in range(1, database.provinces + 1):
            with timed(f"province {province}/{database.provinces}, marks"):
                _run(connection, "9_marks", {"province": province, "today": today})
        for index in indexes:
            with timed(index.split(" ON ")[0]):
                connection.execute(index.encode())
        _run(connection, "7_users", {})
        _set_sequences(connection)
    with database.connect() as connection:
        connection.execute("SET synchronous_commit = off")
        with timed("units"):
            _run(connection, "8_units", {})
        # As the site does every hour.
        connection.execute(_FOLD)
        with timed("vacuum analyze"):
            connection.execute("VACUUM ANALYZE")
        _check_marks(connection, database.provinces)
        connection.execute("CREATE TABLE bench_recipe (recipe text)")
        connection.execute("INSERT INTO bench_recipe VALUES (%s)", [recipe(database.provinces)])


def _run(
    connection: "psycopg.Connection[tuple[object, ...]]", name: str, values: dict[str, object]
) -> None:
    text = (SQL / f"{name}.sql").read_text()
    with connection.transaction(), psycopg.ClientCursor(connection) as cursor:
        cursor.execute(text.encode(), values or None)


def _drop_indexes(connection: "psycopg.Connection[tuple[object, ...]]") -> list[str]:
    """What brings back the secondary indexes and unique keys; they are gone."""
    rules = connection.execute(
        "SELECT conrelid::regclass::text, conname, contype = 'u', pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('u', 'x')",
        [list(BULKY)],
    ).fetchall()
    for table, name, _unique, _definition in rules:
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                sql.Identifier(str(table)), sql.Identifier(str(name))
            )
        )
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid::regclass::text = ANY(%s) AND NOT indisprimary",
        [list(BULKY)],
    ).fetchall()
    for name, _definition in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(str(name))))
    return [str(definition) for _name, definition in indexes] + [
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
        for table, name, unique, definition in rules
        if unique
    ]


def _set_sequences(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    for table in (
        "areas_province", "areas_commune", "areas_village", "areas_selfmanagedgroup",
        "accounts_user", *WRITTEN,
    ):  # fmt: skip
        connection.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence({name}, 'id'), max(id)) FROM {table}"
            ).format(name=sql.Literal(table), table=sql.Identifier(table))
        )


_FOLD = """
WITH gone AS (DELETE FROM webmap_maptally RETURNING commune_id, weight)
INSERT INTO webmap_maptally (commune_id, weight)
SELECT commune_id, sum(weight) FROM gone GROUP BY commune_id
"""


def _check_marks(connection: "psycopg.Connection[tuple[object, ...]]", provinces: int) -> None:
    """Marks of a sample, made anew by the map's own function, must come out the same."""
    step = provinces * 1_000_000 // SAMPLE
    chosen = "SELECT * FROM webmap_householdmark WHERE household_id % {0} = 1"
    sample = sql.SQL(chosen).format(sql.Literal(step))
    keys = sql.SQL("SELECT generate_series(1, {}, {})").format(
        sql.Literal(provinces * 1_000_000), sql.Literal(step)
    )
    connection.execute(sql.SQL("CREATE TEMP TABLE made AS {}").format(sample))
    connection.execute(sql.SQL("SELECT webmap_refresh_marks(array({}))").format(keys))
    differing = connection.execute(
        sql.SQL("SELECT count(*) FROM (TABLE made EXCEPT {}) AS other").format(sample)
    ).fetchone()
    if differing is None or differing[0]:
        raise SystemExit(f"benchmark: {differing} of {SAMPLE} marks are not as the site makes them")
