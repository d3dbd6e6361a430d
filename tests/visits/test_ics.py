"""Calendars as text: lines folded by octets, values escaped, days of the whole day."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from apps.visits.reminders.ics import Entry, calendar, escape, fold

AT = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)


def test_one_entry_letter_for_letter() -> None:
    text = calendar([Entry("visits-1", date(2026, 12, 31), "Thăm hộ (2)")], name="Gần Dân", at=AT)
    assert text.split("\r\n") == [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gan Dan//Contacts//VI"),
        *("CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Gần Dân"),
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        *("BEGIN:VEVENT", "UID:visits-1", "DTSTAMP:20261116T013000Z"),
        *("DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"),
        *("SUMMARY:Thăm hộ (2)", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", ""),
    ]


def test_what_has_a_meaning_is_escaped() -> None:
    assert escape("a;b,c\\d\r\ne") == "a\\;b\\,c\\\\d\\ne"


def test_nothing_breaks_out_of_a_title() -> None:
    text = calendar([Entry("x", date(2026, 1, 1), "a\r\nEND:VEVENT")], name="", at=AT)
    assert text.count("\r\nEND:VEVENT\r\n") == 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_folded_lines_are_short_and_say_the_same(line: str) -> None:
    parts = fold(line).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part.removeprefix(" ") for part in parts[1:]) == line
