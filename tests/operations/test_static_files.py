"""Static files as production serves them: hashed names, also inside modules."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from gis_project.storage import ModuleManifestStorage


@pytest.fixture
def storage(tmp_path: Path, settings: Settings) -> ModuleManifestStorage:
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    return ModuleManifestStorage(location=tmp_path / "out")


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def hashed(storage: ModuleManifestStorage, tmp_path: Path, files: dict[str, str]) -> str:
    """Process ``files``; the text of ``a.js`` afterwards."""
    out = tmp_path / "out"
    write(out, files)
    results = storage.post_process({name: (storage, name) for name in files})
    errors = [processed for _, _, processed in results if isinstance(processed, Exception)]
    assert errors == []
    stored: str = storage.stored_name("a.js")
    return (out / stored).read_text(encoding="utf-8")


def test_relative_imports_get_the_hashed_name(
    storage: ModuleManifestStorage, tmp_path: Path
) -> None:
    text = hashed(
        storage,
        tmp_path,
        {"a.js": 'import { b } from "./core/b.js";\n', "core/b.js": "export const b = 1;\n"},
    )

    assert re.search(r'from "\./core/b\.[0-9a-f]{12}\.js"', text)


def test_a_name_that_ends_in_export_is_no_keyword(
    storage: ModuleManifestStorage, tmp_path: Path
) -> None:
    files = {
        "a.js": 'import { attachExport } from "./b.js";\n',
        "b.js": "export function attachExport() {}\n",
    }

    assert re.search(r'from "\./b\.[0-9a-f]{12}\.js"', hashed(storage, tmp_path, files))


def test_bare_names_and_types_in_comments_stay(
    storage: ModuleManifestStorage, tmp_path: Path
) -> None:
    source = (
        'import { map } from "leaflet";\n'
        '/** @param {import("leaflet").Map} m @param {import("../types").T} t */\n'
    )

    assert hashed(storage, tmp_path, {"a.js": source}) == source


def test_the_project_s_own_files_can_all_be_hashed(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "gis_project.storage.ModuleManifestStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    shell = next((tmp_path / "js" / "pages").glob("shell.*.js"))
    assert re.search(r"ui/menu\.[0-9a-f]{12}\.js", shell.read_text(encoding="utf-8"))
