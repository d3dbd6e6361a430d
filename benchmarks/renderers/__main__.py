"""Our renderer beside others, the same tiles in the same slow browser; prints JSON.

python -m benchmarks.renderers PEERS, where PEERS is a folder npm filled with leaflet,
leaflet.vectorgrid, protomaps-leaflet, maplibre-gl and @maplibre/maplibre-gl-leaflet.
"""

import gzip
import json
import mimetypes
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.goals import percentile
from benchmarks.map_browser import browser, frame_times, median, phone, slowed
from benchmarks.map_database import USER, ensure_map_database
from benchmarks.runner import machine
from benchmarks.tiles_database import ROOT, environment

if TYPE_CHECKING:
    from playwright.sync_api import Page

RUNS = 3
NAMES = ("ours", "vectorgrid", "protomaps", "maplibre")
# The only way to WebGL on a machine without a GPU: the processor does all of it.
WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
MIDDLE = (21.6565, 106.367)


@contextmanager
def server(roots: dict[str, Path]) -> Iterator[int]:
    """Files under the first part of their path, packed; a tile that is missing is empty."""

    @cache
    def packed(path: Path) -> bytes:
        return gzip.compress(path.read_bytes() if path.is_file() else b"", 9)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            root, _, rest = self.path.lstrip("/").partition("/")
            path = roots[root] / rest.partition("?")[0] if root in roots else Path("/nothing")
            body = packed(path)
            self.send_response(200 if path.is_file() or root == "tiles" else 404)
            kind = "text/javascript" if path.suffix == ".mjs" else mimetypes.guess_type(path)[0]
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Cache-Control", "max-age=3600")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Quiet."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        yield httpd.server_port
    finally:
        httpd.shutdown()


def visit(page: "Page", url: str) -> dict[str, Any]:
    """One cold visit on the thin line, then motion, new colours and a press without it."""
    session = slowed(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="commit")
    page.wait_for_function("window.ready !== undefined", timeout=60_000)
    drawn = float(page.evaluate("window.ready"))
    moved = sum(sizes)
    session.detach()
    times = frame_times(page, rounds=4)
    asked = len(sizes)
    changes = [
        float(page.evaluate("(key) => window.restyleTime(key)", key))
        for key in ("recency", "coverage") * 2
    ]
    picked = page.evaluate("(at) => window.pickTime(...at)", list(MIDDLE))
    return {
        "drawn_ms": drawn, "bytes": moved, "requests": asked,
        "frames_median": 1000 / percentile(times, 0.5), "frames_p5": 1000 / percentile(times, 0.95),
        "restyle_ms": median(changes), "pick_ms": picked[0], "picked": picked[1],
    }  # fmt: skip


def measured(name: str, port: int) -> dict[str, Any]:
    """Medians of some visits, each with a profile of its own."""
    found = []
    with browser(flags=WEBGL if name == "maplibre" else ()) as started:
        for _run in range(RUNS):
            context = phone(started, [])
            page = context.new_page()
            page.on("pageerror", lambda error: print(name, error, file=sys.stderr))
            found.append(visit(page, f"http://127.0.0.1:{port}/page/page.html?{name}"))
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/{name}.png")
            context.close()
    numbers = {
        key: round(median([float(one[key]) for one in found]), 1)
        for key in found[0]
        if key != "picked"
    }
    return {"renderer": name, **numbers, "picked": found[0]["picked"]}


def main(peers: str) -> int:
    database = ensure_map_database(os.environ["DATABASE_URL"], copies=5)
    with tempfile.TemporaryDirectory() as tiles:
        command = [sys.executable, "-m", "benchmarks.renderers.dump", USER, tiles]
        subprocess.run(command, cwd=ROOT, env=environment(database), check=True)
        roots = {
            "peers": Path(peers) / "node_modules",
            "site": ROOT / "static",
            "page": Path(__file__).parent,
            "tiles": Path(tiles),
        }
        with server(roots) as port:
            rows = [
                measured(name, port) for name in os.environ.get("ONLY", " ".join(NAMES)).split()
            ]
        sizes = {str(f.relative_to(tiles)): f.stat().st_size for f in Path(tiles).rglob("*.mvt")}
    print(json.dumps({"machine": machine(), "rows": rows, "tiles": sizes}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
