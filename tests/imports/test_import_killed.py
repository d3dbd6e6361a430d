"""Killed at a hundred points: nothing of half a file is there, and the next run makes it whole."""

import os
import random
import select
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from apps.imports import services
from apps.imports.choices import Choices
from apps.imports.readers.sandbox import read_file
from apps.imports.readers.shapes import RawFile
from tests.conftest import NOW
from tests.imports.office import HUE

SEED = 20261125
BY_STATEMENT, BY_TIME = 70, 30
# What a file leaves behind, told without keys that a second run gives anew.
NATURAL = {
    "units": "SELECT code, name, ST_AsText(geom) FROM areas_commune"
    " UNION ALL SELECT code, name, ST_AsText(geom) FROM areas_village"
    " UNION ALL SELECT code, name, ST_AsText(geom) FROM areas_selfmanagedgroup",
    "homes": "SELECT h.code, h.head_name, h.head_birth_year, h.size, h.phone, h.poverty_status,"
    " ST_AsText(h.position), h.position_source, h.position_missing, v.code, g.code"
    " FROM households_household h JOIN areas_village v ON v.id = h.village_id"
    " LEFT JOIN areas_selfmanagedgroup g ON g.id = h.group_id",
    "history": "SELECT code, head_name, size, pgh_label FROM households_householdevent",
    "marks": "SELECT h.code, ST_AsText(m.geom), m.living, p.full_name, m.last_day, m.poverty"
    " FROM webmap_householdmark m JOIN households_household h ON h.id = m.household_id"
    " LEFT JOIN people_person p ON p.id = m.person_id",
    "people": "SELECT p.full_name, p.birth_date, c.name, m.kind, m.list_number"
    " FROM people_person p JOIN people_membership m ON m.person_id = p.id"
    " JOIN people_partycell c ON c.id = m.cell_id",
    "posts": "SELECT p.full_name, o.kind FROM people_post o JOIN people_person p"
    " ON p.id = o.person_id",
    "residents": "SELECT p.full_name, h.code FROM households_householdmember r"
    " JOIN people_person p ON p.id = r.person_id"
    " JOIN households_household h ON h.id = r.household_id",
    "charges": "SELECT p.full_name, h.code, a.period, a.tier FROM assignments_assignment a"
    " JOIN people_person p ON p.id = a.person_id"
    " JOIN households_household h ON h.id = a.household_id",
    "contacts": "SELECT p.full_name, h.code, k.day, k.channel, k.note FROM visits_contact k"
    " JOIN people_person p ON p.id = k.person_id"
    " JOIN households_household h ON h.id = k.household_id",
    "files": "SELECT name, kind, report::text FROM imports_importedfile",
}
State = dict[str, list[str]]


def state() -> State:
    """Everything of an import by its natural keys."""
    found = {}
    with connection.cursor() as cursor:
        for name, query in NATURAL.items():
            cursor.execute(query)
            found[name] = sorted(map(repr, cursor.fetchall()))
    return found


def forget_everything() -> None:
    """As it was before the first file."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE areas_province, people_person, imports_importedfile, webmap_maptally CASCADE"
        )
        cursor.execute("TRUNCATE households_householdevent")


@pytest.fixture
def folder(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A commune's files, read once: it is the writing that is cut."""
    HUE.write_folder(tmp_path)
    read = {path: read_file(path) for path in services.files_of([tmp_path])}

    def opened(path: Path, _choices: Choices) -> AbstractContextManager[RawFile]:
        return nullcontext(read[path])

    monkeypatch.setattr(services, "opened", opened)
    yield tmp_path
    forget_everything()


class Countdown:
    """Kills its process before or after the n-th statement or commit; 0 kills nobody."""

    def __init__(self, at: int, *, before: bool) -> None:
        self.at, self.before, self.seen = at, before, 0

    def run(self, work: Callable[..., Any], *args: Any) -> Any:
        self.seen += 1
        mine = self.seen == self.at
        if mine and self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = work(*args)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    def during(self, work: Callable[[], object]) -> None:
        # Django has no public place between the last statement and the commit.
        wrapped: Any = connection
        commit = wrapped._commit
        with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(self.run):
            patch.setattr(connection, "_commit", lambda: self.run(commit))
            work()


def killed(work: Callable[[], object], countdown: Countdown, seconds: float | None) -> None:
    """Do the work in a process that does not live to the end of it."""
    # A child must not speak over its parent's connection.
    connection.close()
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            # Its own, whatever it inherited: after a browser test the parent's event loop has
            # another wrapper than a child without one, and that one may still be open.
            connection.connect()
            os.write(tell, f"{connection.connection.info.backend_pid}\n".encode())
            countdown.during(work)
        except BaseException:
            os.write(tell, traceback.format_exc().encode())
        finally:
            os._exit(0)
    os.close(tell)
    with os.fdopen(told) as news:
        backend = int(news.readline())
        if seconds is not None:
            # The pipe ends with the child, if that comes first.
            select.select([news], [], [], seconds)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert news.read() == ""
    with connection.cursor() as cursor:
        # Whatever the server was doing for it, it does no more.
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [backend])


def prefixes(folder: Path) -> list[State]:
    """What stands after none, one, two … of the files."""
    found = [state()]
    kept = services._write

    def and_look(*args: Any) -> None:
        kept(*args)
        found.append(state())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "_write", and_look)
        assert services.import_files([folder], at=NOW).exit_code == 0
    forget_everything()
    return found


def points_of(statements: int, dice: random.Random) -> list[tuple[Countdown, float | None]]:
    """Where to cut: before or after statements all along the way, and after some time."""
    points: list[tuple[Countdown, float | None]] = [
        (
            Countdown(1 + int((n + dice.random()) * statements / BY_STATEMENT), before=n % 2 == 0),
            None,
        )
        for n in range(BY_STATEMENT)
    ]
    return points + [(Countdown(0, before=False), dice.uniform(0, 0.6)) for _n in range(BY_TIME)]


def test_killed_at_a_hundred_points(folder: Path) -> None:
    def work() -> object:
        return services.import_files([folder], at=NOW)

    stages = prefixes(folder)
    whole = Countdown(0, before=False)
    whole.during(work)
    assert state() == stages[-1]
    forget_everything()
    met = set()
    for countdown, seconds in points_of(whole.seen, random.Random(SEED)):
        killed(work, countdown, seconds)
        found = state()
        files = len(found["files"])
        assert found == stages[files], (countdown.at, countdown.before, seconds)
        met.add(files)
        assert services.import_files([folder], at=NOW).exit_code == 0
        again = state()
        assert {name: rows for name, rows in again.items() if name != "files"} == {
            name: rows for name, rows in stages[-1].items() if name != "files"
        }
        forget_everything()
    # The cuts fell into every file.
    assert met >= set(range(len(stages) - 1))
