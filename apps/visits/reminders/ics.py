"""All-day entries as an iCalendar text (RFC 5545). Pure.

The little that is needed: two properties with text, dates, folding and escaping.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

#: octets of a line without its end (3.1)
_LONGEST: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Entry:
    """``uid`` stays the same as long as it is about the same thing."""

    uid: str
    day: date
    title: str


def calendar(entries: Iterable[Entry], *, name: str, at: datetime) -> str:
    """The text, its lines ended by CR LF. ``at``: when it was made."""
    return "".join(f"{fold(line)}\r\n" for line in _lines(entries, name, at))


def _lines(entries: Iterable[Entry], name: str, at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gan Dan//Contacts//VI")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}")
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT6H"
    for entry in entries:
        yield from ("BEGIN:VEVENT", f"UID:{escape(entry.uid)}")
        yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
        # An all-day entry leaves the time free.
        yield from (f"SUMMARY:{escape(entry.title)}", "TRANSP:TRANSPARENT", "END:VEVENT")
    yield "END:VCALENDAR"


def escape(text: str) -> str:
    """As a value of type TEXT (3.3.11)."""
    return text.translate(_ESCAPES)


def fold(line: str) -> str:
    """Lines of at most 75 octets, never cut inside a letter; what goes on begins with a blank."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + octets
    return "\r\n".join([*parts, part])
