"""``make_paper_templates``: write the papers' templates anew from the layout's file."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.assignments.papers.blank_making import blanks
from apps.assignments.papers.layout import BLANKS, layout


class Command(BaseCommand):
    help = "Write the templates of a plan's papers anew: blanks/layout.toml → blanks/*.docx."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, body in blanks(layout()).items():
            (BLANKS / name).write_bytes(body)
            self.stdout.write(name)
