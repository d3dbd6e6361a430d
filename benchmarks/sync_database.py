"""The commune whose phones are simulated: the demo's, a fresh copy of it for every run."""

import json
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benchmarks.map_database import ensure_map_database
from benchmarks.sync_phones import Phone
from benchmarks.tiles_database import ROOT, Database, environment, named, plain

_BASE, _COPY = "gandan_bench_sync_base", "gandan_bench_sync"


def fresh_database(server: str) -> Database:
    """The demo commune as if nobody had sent anything yet."""
    base = ensure_map_database(server, copies=0, name=_BASE)
    found = Database(named(server, _COPY), 0)
    with psycopg.connect(plain(server), autocommit=True) as admin:
        name, template = sql.Identifier(_COPY), sql.Identifier(urlsplit(base.url).path[1:])
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, template))
    return found


def ask_site(database: Database, *words: str) -> str:
    """What ``benchmarks.sync_site`` answers."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sync_site", *words],
        env=environment(database),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"benchmark: {words} failed:\n{done.stderr}")
    return done.stdout.strip()


def cast(database: Database, count: int) -> list[Phone]:
    """So many members with a phone each."""
    made = json.loads(ask_site(database, "cast", str(count)))
    if len(made) < count:
        raise SystemExit(f"benchmark: only {len(made)} of {count} members")
    return [Phone(**{**each, "homes": tuple(each["homes"])}) for each in made]


def durability(database: Database) -> dict[str, str]:
    """What the database server promises to keep through a loss of power: it bears on times."""
    names = ("fsync", "synchronous_commit", "shared_buffers", "server_version")
    with database.connect() as connection:
        return {
            name: str((connection.execute(f"SHOW {name}").fetchone() or ("",))[0]) for name in names
        }
