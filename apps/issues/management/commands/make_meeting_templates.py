"""``make_meeting_templates``: write the templates of meetings' papers anew."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.issues.meetings.papers.blank_making import blanks
from apps.issues.meetings.papers.layout import BLANKS, layout


class Command(BaseCommand):
    help = "Write the templates of meetings' papers anew: blanks/words.toml → blanks/*.docx."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, body in blanks(layout()).items():
            (BLANKS / name).write_bytes(body)
            self.stdout.write(name)
