"""Facts that the short way to tiles forgets to compare, one at a time."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from apps.accounts import reach, standing
from apps.common import clock
from apps.webmap import shortcut
from tests.architecture import shortcut_leaks as leaks
from tests.architecture.plants import Plant

Patch = pytest.MonkeyPatch


def _without(fact: str, put: str) -> Callable[[Patch], None]:
    """The facts, one of them replaced by something that never changes."""

    def plant(patch: Patch) -> None:
        assert fact in standing._STANDING
        patch.setattr(standing, "_STANDING", standing._STANDING.replace(fact, put))

    return plant


def _untraced(traces: str, name: str) -> Callable[[Patch], None]:
    def plant(patch: Patch) -> None:
        known: dict[str, str] = getattr(reach, traces)
        assert name in known
        patch.setitem(known, name, "SELECT 1")

    return plant


def _person_of_old(patch: Patch) -> None:
    """The person is looked up, and the answer compared with nothing."""
    fact = "({factors}), {person}, {grants}"
    assert fact in standing._STANDING
    patch.setattr(standing, "_STANDING", standing._STANDING.replace(fact, "({factors})"))


def _cells_left_out(patch: Patch) -> None:
    known = reach._grant_traces
    trace = "SELECT bit_xor(hash_record_extended(post, 0)) FROM people_post AS post"
    patch.setitem(known, "posts", f"{trace} WHERE post.person_id = person.id")


def _any_version(patch: Patch) -> None:
    patch.setattr(shortcut, "version_sql", lambda actor: "SELECT $5::bigint")


def _any_day(patch: Patch) -> None:
    """A clock that stands still, but for the whole way."""
    first = clock.local_day(clock.now())
    stopped = SimpleNamespace(now=lambda: clock.now(), local_day=lambda at: first)
    patch.setattr(shortcut, "clock", stopped)


def _nothing_compared(patch: Patch) -> None:
    blind = "($1::text, $2::bigint, $3::text, $4::text, $5::bigint) IS NOT NULL"
    patch.setattr(shortcut, "_guard", lambda conclusion: blind)


def _always_untouched(patch: Patch) -> None:
    """As if no transaction had ended since the last tile."""
    patch.setattr(shortcut, "_UNTOUCHED", "$2::text IS NOT NULL AND {lasting}")


SHORTCUT_PLANTS = (
    Plant(
        "tiles for a session that is over",
        _without("session.expire_date > $3::timestamptz", "$3::timestamptz IS NOT NULL"),
        (leaks.tiles_after_expiry,),
    ),
    Plant(
        "tiles without looking at the user",
        _without("ROW(session, account,", "ROW(session,"),
        (leaks.tiles_when_switched_off, leaks.tiles_after_new_password),
    ),
    Plant(
        "tiles without looking at second factors",
        _without("({factors})", "1"),
        (leaks.tiles_without_factor,),
    ),
    Plant(
        "tiles without looking at posts",
        _untraced("_grant_traces", "posts"),
        (leaks.tiles_after_posts, leaks.tiles_of_new_posts),
    ),
    Plant(
        "tiles without looking at a cell's villages",
        _cells_left_out,
        (leaks.tiles_of_lost_villages, leaks.tiles_of_new_villages),
    ),
    Plant(
        "tiles without looking at assignments",
        _untraced("_grant_traces", "assignments"),
        (leaks.tiles_of_new_groups, leaks.tiles_after_groups),
    ),
    Plant(
        "tiles without looking whose log-in it is",
        _person_of_old,
        (leaks.tiles_after_log_in_is_taken,),
    ),
    Plant(
        "tiles of whatever version",
        _any_version,
        (leaks.tiles_after_visits, leaks.tiles_after_moves),
    ),
    Plant(
        "tiles of a database in which nothing ever happens",
        _always_untouched,
        (leaks.tiles_after_visits, leaks.tiles_when_switched_off, leaks.tiles_after_posts),
    ),
    Plant("tiles of whatever day", _any_day, (leaks.tiles_of_yesterday,)),
    Plant(
        "tiles for everybody who once had them",
        _nothing_compared,
        (leaks.tiles_after_log_out, leaks.tiles_of_new_duties, leaks.tiles_after_duties),
    ),
)
