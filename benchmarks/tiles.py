"""Tiles of ours over HTTP, of tipg over HTTP, and the bare SQL, tile by tile in one run."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.goals import limit_row, percentile, row
from benchmarks.servers import Client, gunicorn, tipg, tipg_path
from benchmarks.tiles_choice import ZOOMS, TileNumber, choose
from benchmarks.tiles_database import ROOT, Database, ensure_database, environment, say
from benchmarks.tiles_plans import Statements, uses_spatial_index
from benchmarks.vectortile import features, layers

TILES = 25
# Where a tile takes a few milliseconds, and a neighbour of the virtual machine as much.
QUICK, QUICK_TILES = range(12, 18), 75
MOST_BYTES, MOST_FEATURES = 150_000, 5_000
# tipg sends a million points for one of these; more rounds would only take hours.
SLOW_FOR_TIPG = range(6, 10)
COOKIE = "__Host-sessionid"
TIPG = "tipg, same table, same columns, every point"
BARE = "the same statement in psycopg, prepared"


@dataclass
class Zoom:
    """Seconds of each tile, and what came."""

    ours: list[float] = field(default_factory=list)
    tipg: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    wire: list[int] = field(default_factory=list)
    tipg_wire: list[int] = field(default_factory=list)
    features: list[int] = field(default_factory=list)
    unindexed: int = 0


def ask_site(database: Database, *words: str, tiles: Sequence[TileNumber] = ()) -> str:
    """What the site says in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.tiles_site", *words],
        input=json.dumps([[tile.z, tile.x, tile.y] for tile in tiles]),
        env=environment(database),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"benchmark: {words} failed:\n{done.stderr}")
    return done.stdout.strip()


def places(database: Database) -> list[tuple[float, float]]:
    """Where households of the first province lie: every hundredth of them."""
    with database.connect() as connection:
        rows = connection.execute(
            "SELECT ST_X(position)::float8, ST_Y(position)::float8 FROM households_household"
            " WHERE id <= 1000000 AND id %% 100 = %s AND position IS NOT NULL ORDER BY id",
            [0],
        )
        return [(float(str(lon)), float(str(lat))) for lon, lat in rows]


def visitor(database: Database, port: int, username: str) -> Client:
    """Logged in, on a line kept alive."""
    key = ask_site(database, "session", username)
    return Client(port, {"Cookie": f"{COOKIE}={key}"})


def our_path(tile: TileNumber) -> str:
    return f"/api/map/tiles/{tile.z}/{tile.x}/{tile.y}.mvt"


def measure(database: Database, chosen: Sequence[TileNumber]) -> dict[int, Zoom]:
    """Ours, tipg and the bare statement take turns at each tile, never at the same time.

    Each is asked for the tile once before, so that none reads for the others what the database
    then has at hand; who begins changes from tile to tile.
    """
    zooms: dict[int, Zoom] = defaultdict(Zoom)
    with ExitStack() as stack:
        ours = visitor(database, stack.enter_context(gunicorn(database)), "lanh-dao")
        peer = Client(stack.enter_context(tipg(database)))
        bare = stack.enter_context(Statements(database))
        queries = json.loads(ask_site(database, "queries", "lanh-dao", tiles=chosen))
        for client, path in ((ours, our_path(chosen[0])), (peer, tipg_path(14, 12988, 7218))):
            for _warm_up in range(16):
                # A line of its own each time, so that each of the server's workers has its turn.
                if (status := Client(client.port, client.headers).get(path).status) != 200:
                    raise SystemExit(f"benchmark: {path} answered {status}")
        for number, (tile, query) in enumerate(zip(chosen, queries, strict=True)):
            text = query[0]
            zoom = zooms[tile.z]
            turns: list[Callable[[], None]] = [
                partial(_ours, ours, tile, zoom),
                partial(_peer, peer, tile, zoom),
                partial(_bare, bare, text, zoom),
            ]
            ours.get(our_path(tile))
            peer.get(tipg_path(tile.z, tile.x, tile.y))
            bare.seconds(text)
            for turn in turns[number % 3 :] + turns[: number % 3]:
                turn()
            zoom.unindexed += not uses_spatial_index(bare.plans(*query))
    return zooms


def _ours(client: Client, tile: TileNumber, zoom: Zoom) -> None:
    answer = client.get(our_path(tile))
    if answer.status != 200:
        raise SystemExit(f"benchmark: {tile} answered {answer.status}: {answer.body[:200]!r}")
    zoom.ours.append(answer.seconds)
    zoom.wire.append(len(answer.body))
    body = answer.plain()
    zoom.bytes.append(len(body))
    zoom.features.append(features(body))


def _peer(client: Client, tile: TileNumber, zoom: Zoom) -> None:
    answer = client.get(tipg_path(tile.z, tile.x, tile.y))
    if answer.status not in (200, 204):
        raise SystemExit(f"benchmark: tipg, {tile}: {answer.status}: {answer.body[:200]!r}")
    zoom.tipg.append(answer.seconds)
    zoom.tipg_wire.append(len(answer.body))


def _bare(bare: Statements, text: str, zoom: Zoom) -> None:
    zoom.bare.append(bare.seconds(text))


def tiles_of_all_zooms(database: Database) -> list[TileNumber]:
    known = places(database)
    chosen: list[TileNumber] = []
    for zoom in ZOOMS:
        count = QUICK_TILES if zoom in QUICK else TILES
        tiles = choose(known, zoom, count=count)
        # Where the province has fewer tiles, each is asked for several times.
        rounds = 1 if zoom in SLOW_FOR_TIPG else -(-count // len(tiles))
        chosen += (tiles * (3 if zoom in SLOW_FOR_TIPG and len(tiles) < 5 else rounds))[:count]
    return chosen


def _ms(values: Sequence[float], share: float) -> float:
    return percentile(values, share) * 1000


def zoom_rows(z: int, zoom: Zoom) -> Iterator[dict[str, Any]]:
    """The goals of one zoom, as the issue sets them."""
    bands = ((9, 0.95, 0.1), (11, 0.5, 0.5), (13, 0.5, 0.6), (99, 0.5, 0.8))
    _to, share, goal = next(band for band in bands if z <= band[0])
    name = f"zoom {z}, p{share * 100:.0f}"
    ours = _ms(zoom.ours, share)
    yield row(name, ours, _ms(zoom.tipg, share), peer_name=TIPG, unit="ms", goal=goal)
    if z in (12, 13):
        yield row(name, ours, _ms(zoom.bare, share), peer_name=BARE, unit="ms", goal=1.5)


def common_rows(zooms: dict[int, Zoom]) -> Iterator[dict[str, Any]]:
    """What holds over all zooms."""
    found = zooms.values()
    largest = max(size for zoom in found for size in zoom.bytes)
    most = max(count for zoom in found for count in zoom.features)
    yield limit_row("largest tile, not compressed", largest, MOST_BYTES, unit="bytes")
    yield limit_row("most features in a tile", most, MOST_FEATURES, unit="features")
    unindexed = sum(zoom.unindexed for zoom in found)
    yield {
        **limit_row("tile plans without the spatial index", unindexed, 1, unit="plans"),
        "peer": 0, "goal": 0, "met": unindexed == 0,
    }  # fmt: skip


def table(zooms: dict[int, Zoom]) -> list[dict[str, Any]]:
    """Every figure, zoom by zoom; milliseconds, medians of bytes."""
    return [
        {
            "zoom": z,
            "tiles": len(zoom.ours),
            **{
                f"{name}_p{share * 100:.0f}": round(_ms(getattr(zoom, name), share), 2)
                for name in ("ours", "tipg", "bare")
                for share in (0.5, 0.95)
            },
            "bytes": percentile(zoom.bytes, 0.5),
            "bytes_gzip": percentile(zoom.wire, 0.5),
            "tipg_bytes_gzip": percentile(zoom.tipg_wire, 0.5),
            "features": percentile(zoom.features, 0.5),
            "most_features": max(zoom.features),
            "most_bytes": max(zoom.bytes),
        }
        for z, zoom in sorted(zooms.items())
    ]


def member_row(database: Database) -> dict[str, Any]:
    """A member with eight households gets nobody else's: features over zooms 12 to 17."""
    with database.connect() as connection:
        rows = connection.execute(
            "SELECT home.id, ST_X(home.position)::float8, ST_Y(home.position)::float8"
            " FROM households_household AS home"
            " JOIN assignments_assignment AS charge ON charge.household_id = home.id"
            " JOIN people_person AS person ON person.id = charge.person_id"
            " WHERE person.user_id = 2 AND home.position IS NOT NULL"
        ).fetchall()
    own = {int(str(pk)) for pk, _lon, _lat in rows}
    seen: set[int] = set()
    size = 0
    with gunicorn(database) as port:
        client = visitor(database, port, "thanh-vien")
        spots = [(float(str(lon)), float(str(lat))) for _pk, lon, lat in rows]
        for tile in sorted({tile for z in range(12, 18) for tile in _around(spots, z)}):
            body = client.get(our_path(tile)).plain()
            seen |= features_of_households(body)
            size += len(body)
    return {
        "measure": f"member with {len(own)} located households: foreign ones in z12–17 "
        f"({size} bytes, {len(seen & own)} own seen)",
        "ours": len(seen - own), "peer": 0, "peer_name": "limit", "unit": "households",
        "ratio": 0.0, "goal": 0, "met": seen == own,
    }  # fmt: skip


def _around(spots: Sequence[tuple[float, float]], zoom: int) -> Iterator[TileNumber]:
    """The tiles of the spots and those beside them."""
    for tile in set(choose(spots, zoom, count=99)):
        for x in (-1, 0, 1):
            for y in (-1, 0, 1):
                yield TileNumber(zoom, tile.x + x, tile.y + y)


def features_of_households(body: bytes) -> set[int]:
    return set(layers(body).get("households", []))


def scaling_rows(
    small: Database, chosen: Sequence[TileNumber], *, server: str, today: date
) -> list[dict[str, Any]]:
    """The same tiles for the same leader among ten times as many households, in turn."""
    large = ensure_database(10, server=server, today=today)
    seconds: dict[int, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    with gunicorn(large) as large_port, gunicorn(small) as small_port:
        clients = visitor(large, large_port, "lanh-dao"), visitor(small, small_port, "lanh-dao")
        for client in clients * 8:
            client.get(our_path(chosen[0]))
        for tile in chosen:
            for client, kept in zip(clients, seconds[tile.z], strict=True):
                kept.append(client.get(our_path(tile)).seconds)
    return [
        row(f"zoom {z}, p95, 10,000,000 households", _ms(many, 0.95), _ms(few, 0.95),
            peer_name="ours, 1,000,000 households", unit="ms", goal=1.5)
        for z, (many, few) in sorted(seconds.items())
    ]  # fmt: skip


def report(server: str, *, large: bool) -> dict[str, Any]:
    """Rows for the goals and the whole table."""
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    small = ensure_database(1, server=server, today=today)
    chosen = tiles_of_all_zooms(small)
    say(f"{len(chosen)} tiles")
    zooms = measure(small, chosen)
    rows = [found for z, zoom in sorted(zooms.items()) for found in zoom_rows(z, zoom)]
    rows += common_rows(zooms)
    rows.append(member_row(small))
    if large:
        rows += scaling_rows(small, chosen, server=server, today=today)
    return {"rows": rows, "zooms": table(zooms)}
