"""The vendored browser packages are those of package-lock.json, byte for byte."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
VENDOR = ROOT / "static" / "vendor"


def run_vendor(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["node", "scripts/vendor.mjs", *args],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The script with its inputs and outputs in a folder that a test may spoil."""
    for name in ("scripts/vendor.mjs", "package-lock.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(VENDOR, tmp_path / "static" / "vendor")
    for name in json.loads((VENDOR / "manifest.json").read_text()):
        shutil.copytree(ROOT / "node_modules" / name, tmp_path / "node_modules" / name)
    return tmp_path


def test_manifest_holds_the_locked_versions_and_hashes() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    asked_for = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert set(manifest) == {*asked_for, "@mapbox/point-geometry"}
    for name, entry in manifest.items():
        assert entry["version"] == locked[f"node_modules/{name}"]["version"]
        assert any(path.startswith("LICENSE") for path in entry["sha256"])
        folder = VENDOR / name.removeprefix("@")
        for path, digest in entry["sha256"].items():
            assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest


def test_check_passes(copy: Path) -> None:
    result = run_vendor(copy, "--check")

    assert (result.returncode, result.stderr) == (0, "")


def test_check_names_what_differs(copy: Path) -> None:
    vendor = copy / "static" / "vendor"
    (vendor / "leaflet" / "leaflet.css").write_text("/* changed by hand */")
    (vendor / "leaflet" / "LICENSE").unlink()
    (vendor / "jquery.js").write_text("")

    result = run_vendor(copy, "--check")

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "static/vendor not from a package: jquery.js",
        "static/vendor missing: leaflet/LICENSE",
        "static/vendor differs: leaflet/leaflet.css",
    ]
    assert (vendor / "jquery.js").exists()


def test_writing_restores_everything(copy: Path) -> None:
    (copy / "static" / "vendor" / "jquery.js").write_text("")

    assert run_vendor(copy).returncode == 0
    assert run_vendor(copy, "--check").returncode == 0
    assert not (copy / "static" / "vendor" / "jquery.js").exists()


def test_another_version_than_the_locked_one_is_refused(copy: Path) -> None:
    package = copy / "node_modules" / "leaflet" / "package.json"
    package.write_text(package.read_text().replace('"version": "1.9.4"', '"version": "1.9.3"'))

    result = run_vendor(copy, "--check")

    assert result.returncode == 1
    assert "leaflet 1.9.3 is installed" in result.stderr


def test_a_missing_package_says_what_to_run(copy: Path) -> None:
    shutil.rmtree(copy / "node_modules" / "leaflet")

    result = run_vendor(copy, "--check")

    assert result.returncode == 1
    assert "npm ci" in result.stderr


def test_an_unknown_argument_is_refused(copy: Path) -> None:
    assert run_vendor(copy, "--force").returncode == 2


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("*lock*")))
def test_no_lock_file_names_an_address(name: str) -> None:
    """npm writes where its packages ask for money; that is taken out by hand."""
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")
