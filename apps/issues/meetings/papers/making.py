"""Making a meeting's paper: within reach → bytes with a mark, and an entry in the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docxtpl import DocxTemplate

from apps.accounts.actor import Actor
from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.assignments.papers.document import filled
from apps.assignments.papers.making import PaperFile
from apps.assignments.papers.posts import secretary_of
from apps.assignments.papers.printing import printed
from apps.common import clock
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.issues.meetings import reading
from apps.issues.meetings.agenda import uncovered_homes, villages_of
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.meetings.papers.layout import AGENDA, MINUTES, layout
from apps.issues.meetings.papers.words import Content, agenda_words, minutes_words
from apps.issues.meetings.states import MeetingState
from apps.people.makers import moment_text, warning_text

HOMES: Final = "homes"
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Paper(TextChoices):
    AGENDA = "agenda", gettext_lazy("Chương trình sinh hoạt")
    MINUTES = "minutes", gettext_lazy("Biên bản sinh hoạt")


def make_paper(
    *, actor: Actor, meeting: CellMeeting, paper: Paper, who: str, now: datetime
) -> PaperFile:
    """The paper as far as the actor reads the meeting; ``who`` goes into the mark.

    Signed minutes are what was signed, whatever has become of households, names and units since;
    of items beyond the actor's reach they only tell how many there are.

    Raises DomainError 422 ``not_held`` for minutes of a meeting that has not been held.
    """
    if paper == Paper.MINUTES and meeting.state == MeetingState.DRAFT:
        raise DomainError(
            "not_held", _("Chưa họp nên chưa có biên bản. Hãy ghi buổi họp trước."), status=422
        )
    # An office's paper, whatever language its maker reads.
    with translation.override("vi"):
        mark = {"mark": printed(warning_text(who, moment_text(now)))}
        if paper == Paper.AGENDA:
            content, homes = _content(actor, meeting, paper, now)
            body = filled(DocxTemplate(AGENDA), agenda_words(content) | mark)
        else:
            words = (
                _signed_for(actor, meeting, meeting.minutes)
                if meeting.minutes
                else words_of_minutes(actor, meeting, now=now)
            )
            homes = words[HOMES]
            body = filled(DocxTemplate(MINUTES), words | mark)
    record_access(
        actor=actor,
        action=AccessLog.Action.EXPORT,
        object_id=meeting.pk,
        count=homes,
        detail=f"meeting {paper.value} docx",
        at=now,
    )
    stem = "chuong-trinh" if paper == Paper.AGENDA else "bien-ban"
    moment = now.astimezone(clock.ZONE)
    return PaperFile(f"{stem}-{moment:%Y%m%d-%H%M}.docx", _DOCX, body, homes)


def words_of_minutes(actor: Actor, meeting: CellMeeting, *, now: datetime) -> dict[str, Any]:
    """What the minutes say in print as far as the actor reads the meeting; plain enough for JSON.

    ``HOMES`` among them: how many households they name.
    """
    with translation.override("vi"):
        content, homes = _content(actor, meeting, Paper.MINUTES, now)
        return minutes_words(content) | {HOMES: homes}


def _signed_for(actor: Actor, meeting: CellMeeting, words: dict[str, Any]) -> dict[str, Any]:
    """Signed words without the items and tasks that the actor may not read; numbers stay."""
    items = MeetingItem.objects.visible_to(actor).filter(meeting=meeting)
    homes = dict(items.values_list("pk", "issue__household"))
    kept = [each for each in words["items"] if each["item"] in homes]
    left_out = len(words["items"]) - len(kept)
    if not left_out:
        return words
    return words | {
        "items": kept,
        "tasks": [each for each in words["tasks"] if each["item"] in homes],
        "standing": layout().say("left_out", n=left_out),
        HOMES: len({homes[each["item"]] for each in kept} - {None}),
    }


def _content(
    actor: Actor, meeting: CellMeeting, paper: Paper, now: datetime
) -> tuple[Content, int]:
    """What the paper says, and how many households it names."""
    at = clock.local_day(now)
    rows = reading.item_rows(actor, meeting, at=at)
    named = {row.issue.household_id for row in rows if row.issue and not row.is_restricted}
    reports = _reports(actor, meeting)
    if paper == Paper.MINUTES:
        return Content(meeting, rows, reports), len(named)
    homes = reading.uncovered(actor, meeting, at=at)
    villages = [village.pk for village in villages_of(meeting)]
    content = Content(
        meeting,
        rows,
        reports,
        uncovered=[_home(home) for home in homes],
        uncovered_all=uncovered_homes(actor, villages, at=at).count(),
        signer=secretary_of(actor, meeting.cell, at=at),
    )
    return content, len(named | {home.pk for home in homes})


def _home(home: Household) -> str:
    units = [home.village.name, home.group.name if home.group else ""]
    return f"{home.head_name} ({home.code}), {', '.join(unit for unit in units if unit)}"


def _reports(actor: Actor, meeting: CellMeeting) -> list[dict[str, str]]:
    return [
        {
            "number": str(number),
            "person": printed(row.person.full_name),
            "homes": str(row.homes),
            "contacts": str(row.contacts),
            "met": str(row.met),
            "behind": str(row.behind),
            "owed": str(row.owed),
        }
        for number, row in enumerate(reading.report_rows(actor, meeting), start=1)
    ]
