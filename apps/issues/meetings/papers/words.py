"""The sentences of a meeting's papers, by the names that their templates use. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.assignments.papers.printing import day_text, day_words, printed
from apps.assignments.papers.words import issuer_of
from apps.issues.meetings.models import CellMeeting
from apps.issues.meetings.papers.layout import layout
from apps.issues.meetings.reading import ItemRow, reports_days
from apps.issues.meetings.states import MeetingState


@dataclass(frozen=True, slots=True)
class Content:
    """What a paper is made from: rows as their reader may have them, names as lines of text.

    ``reports``: cells by the columns' keys. ``uncovered``: a line each, with ``uncovered_all`` of
    them in all. ``signer``: of the agenda.
    """

    meeting: CellMeeting
    rows: Sequence[ItemRow]
    reports: Sequence[dict[str, str]]
    uncovered: Sequence[str] = ()
    uncovered_all: int = 0
    signer: str = ""


def agenda_words(content: Content) -> dict[str, Any]:
    """Head, items, reports, uncovered households and foot of the agenda."""
    say, facts = layout().say, _facts(content.meeting)
    more = content.uncovered_all - len(content.uncovered)
    return _common(content, facts) | {
        "title": say("agenda_title"),
        "opening": [say("agenda_opening", **facts)],
        "items_title": say("items"),
        "items": [
            _item(row, number, [*row.facts, *row.standing]) for number, row in _shown(content)
        ],
        "uncovered_title": say("uncovered"),
        "uncovered": [
            *(printed(f"- {text}") for text in content.uncovered),
            *([say("uncovered_more", n=more)] if more else []),
        ],
        "standing": "",
        "recipients": layout().say_all("agenda_recipients", **facts),
        "on_behalf": say("on_behalf"),
        "signer_post": say("signer_post"),
        "signer": printed(content.signer),
    }


def minutes_words(content: Content) -> dict[str, Any]:
    """Head, conclusions, reports, tasks and signatures of the minutes.

    Each of ``items`` and ``tasks`` says of which ``item`` (a key) it is; the last of an item's
    ``lines`` is what was concluded.
    """
    meeting, say, facts = content.meeting, layout().say, _facts(content.meeting)
    signed = meeting.state == MeetingState.SIGNED
    return _common(content, facts) | {
        "title": say("minutes_title"),
        "number": say("number", **facts) if signed else say("number_open"),
        "opening": layout().say_all("minutes_opening", **facts),
        "items_title": say("minutes_items"),
        "items": [
            _item(row, number, [*row.facts, _concluded(row)]) for number, row in _shown(content)
        ],
        "tasks_title": say("tasks"),
        "tasks": _tasks(content),
        "no_tasks": say("no_tasks"),
        "closing": say("closing"),
        "standing": "" if signed else say("draft"),
        "recipients": layout().say_all("minutes_recipients", **facts),
        "secretary_post": say("secretary_post"),
        "chair_post": say("chair_post"),
        "secretary": facts["secretary"],
        "chair": facts["chair"],
    }


def _common(content: Content, facts: dict[str, object]) -> dict[str, Any]:
    say = layout().say
    fixed = ("superior", "star", "country", "rule", "subject", "recipients_title")
    return {name: say(name, **facts) for name in fixed} | {
        "issuer": issuer_of(printed(content.meeting.cell.name)),
        "place_day": _place_day(content.meeting),
        "no_items": "" if list(_shown(content)) else say("no_items"),
        "reports_title": say("reports"),
        "reports_days": say("reports_days", **facts),
        "reports": content.reports,
        "no_reports": say("no_reports"),
    }


def _facts(meeting: CellMeeting) -> dict[str, object]:
    """What the sentences of ``words.toml`` may speak of."""
    commune = printed(meeting.cell.commune.full_name)
    first, last = reports_days(meeting)
    return {
        "commune": commune.upper(),
        "commune_small": commune[:1].lower() + commune[1:],
        "cell": printed(meeting.cell.name)[:1].lower() + printed(meeting.cell.name)[1:],
        "of_month": day_words(meeting.month)["month"],
        "of_year": meeting.month.year,
        "number": printed(meeting.minutes_number),
        "held": day_text(meeting.held_on) if meeting.held_on else "",
        "where": printed(meeting.place),
        "chair": printed(meeting.chair.full_name) if meeting.chair else "",
        "secretary": printed(meeting.secretary.full_name) if meeting.secretary else "",
        "present": meeting.present,
        "absent": meeting.absent,
        "reports_from": day_text(first),
        "reports_to": day_text(last),
    }


def _place_day(meeting: CellMeeting) -> str:
    place, day = printed(meeting.cell.commune.name), meeting.held_on
    if day is None:
        return layout().say("place_open", place=place, year=meeting.month.year)
    return layout().say("place_day", place=place, **day_words(day))


def _shown(content: Content) -> list[tuple[int, ItemRow]]:
    """The items that may go from hand to hand, numbered among themselves."""
    return list(enumerate((row for row in content.rows if not row.is_restricted), start=1))


def _item(row: ItemRow, number: int, lines: list[str]) -> dict[str, Any]:
    return {
        "item": row.item.pk,
        "number": number,
        "title": printed(row.title),
        "lines": [printed(text) for text in lines if text],
    }


def _concluded(row: ItemRow) -> str:
    say = layout().say
    if row.is_deferred:
        return say("deferred")
    return say("conclusion", text=row.item.conclusion) if row.is_concluded else say("undecided")


def _tasks(content: Content) -> list[dict[str, Any]]:
    given = sorted(
        ((row.item.pk, task) for _number, row in _shown(content) for task in row.tasks),
        key=lambda pair: (pair[1].due_on, pair[1].pk),
    )
    return [
        {
            "item": item,
            "number": str(number),
            "text": printed(task.text),
            "who": printed(task.owner.full_name if task.owner else str(task.get_level_display())),
            "due": day_text(task.due_on),
        }
        for number, (item, task) in enumerate(given, start=1)
    ]
