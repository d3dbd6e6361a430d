"""The web server's settings, the containers' health check, and how compose puts them together."""

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from gis_project import gunicorn_conf, healthcheck

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def answering(status: int) -> Iterator[tuple[int, list[str | None]]]:
    """A server on a free port that answers ``status``; yields its port and the hosts asked for."""
    hosts: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hosts.append(self.headers["Host"])
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the test's output clean."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, hosts
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (301, 1)])
def test_the_health_check_follows_the_sites_answer(
    monkeypatch: pytest.MonkeyPatch, status: int, code: int
) -> None:
    monkeypatch.setenv("GANDAN_ALLOWED_HOSTS", "gandan.example,other.example")
    with answering(status) as (port, hosts):
        monkeypatch.setenv("GANDAN_BIND", f"0.0.0.0:{port}")
        assert healthcheck.main() == code
    assert hosts == ["gandan.example"]


def test_the_health_check_fails_when_nothing_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(200) as (port, _hosts):
        monkeypatch.setenv("GANDAN_BIND", f"127.0.0.1:{port}")
    assert healthcheck.main() == 1


def test_the_web_server_takes_its_size_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GANDAN_WEB_WORKERS", "5")
    assert importlib.reload(gunicorn_conf).workers == 5
    monkeypatch.delenv("GANDAN_WEB_WORKERS")
    assert importlib.reload(gunicorn_conf).workers == 2
    assert gunicorn_conf.bind.startswith("127.0.0.1:")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services of compose.yaml."""
    yaml: Any = importlib.import_module("yaml")
    parsed: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert set(parsed["volumes"]) == {"db-data", "site-data"}
    services: dict[str, Any] = parsed["services"]
    return services


def test_compose_has_the_database_a_migration_the_site_and_a_worker(
    services: dict[str, Any],
) -> None:
    assert list(services) == ["db", "migrate", "web", "worker"]
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["migrate"]["condition"] == (
            "service_completed_successfully"
        )
    assert services["migrate"]["depends_on"]["db"]["condition"] == "service_healthy"


@pytest.mark.parametrize("name", ["db", "web", "worker"])
def test_each_lasting_service_is_watched_restarted_and_has_no_privileges(
    services: dict[str, Any], name: str
) -> None:
    service = services[name]
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"
    assert service["cap_drop"] == ["ALL"]


def test_only_the_site_is_reachable_and_only_from_this_machine(services: dict[str, Any]) -> None:
    published = {name: service.get("ports", []) for name, service in services.items()}
    assert published.pop("web") == ["127.0.0.1:${GANDAN_PORT:-8000}:8000"]
    assert not any(published.values())


def test_compose_holds_no_secret_of_its_own(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, value in service["environment"].items():
            if name.endswith(("PASSWORD", "KEY")):
                assert value.startswith("${"), name


def test_both_images_run_as_somebody_other_than_root() -> None:
    text = (ROOT / "Dockerfile").read_text()
    stages = {part.partition("\n")[0].split(" AS ")[1]: part for part in text.split("\nFROM ")[1:]}
    assert "\nUSER postgres\n" in stages["db"]
    assert "\nUSER gandan\n" in stages["web"]


def test_the_access_log_names_nobody() -> None:
    """What was searched for stands in the query and in the referrer."""
    form = gunicorn_conf.access_log_format
    assert "%(U)s" in form
    assert not any(atom in form for atom in ("%(r)s", "%(q)s", "%(f)s", "{referer}i"))
