"""Collect every text of the interface into locale/en, for translation.

    .venv/bin/python scripts/catalogue.py

Message ids are Vietnamese. Texts that are gone are dropped, new ones come in untranslated, and
nothing is guessed; translate them, then run tests/architecture/test_catalogues.py.
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
IGNORED = [
    ".venv",
    "node_modules",
    "var",
    "static",
    "tests",
    "geodata",
    "benchmarks",
    "docs",
    "scripts",
]


def collect() -> None:
    """Rewrite the catalogue from the sources."""
    from django.core.management.commands.makemessages import Command

    class Collect(Command):
        # A translation taken over from a similar text is wrong more often than right.
        msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]

    from django.core.management import call_command

    call_command(
        Collect(),
        locale=["en"],
        ignore_patterns=IGNORED,
        no_wrap=True,
        no_obsolete=True,
        add_location="file",
        verbosity=0,
    )
    # The moment of extraction would make every run a change.
    text = CATALOGUE.read_text(encoding="utf-8")
    CATALOGUE.write_text(re.sub(r'"POT-Creation-Date:.*\n', "", text), encoding="utf-8")


def main() -> None:
    """Set Django up, then collect."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_project.settings")
    import django

    django.setup()
    collect()


if __name__ == "__main__":
    main()
