"""What COPY reads of the text of columns."""

import pytest
from django.db import connection

from apps.imports.writers import copy_text

pytestmark = pytest.mark.django_db

TEXTS = ["Lý Thị Bua", "", None, "\\N", "\\.", "a\\b", "a\tb", "a\nb\r", '{"x"}', "\x08\x0b"]


def test_every_value_comes_out_as_it_went_in() -> None:
    count = len(TEXTS)
    numbers = [None, 0.1, 1 / 3, -0.0, 1e-7, 105.98765432109876, 1e22, 5, 2**31, None]
    codes = {0: ("bad_phone",), 3: ('a"b', "c\\d", "e,f"), 4: ()}
    lines = copy_text.lines(
        [
            copy_text.same("Thôn\tA", count),
            copy_text.same(None, count),
            copy_text.texts(TEXTS),
            copy_text.numbers(numbers),
            copy_text.flags([True, False, None, *[True] * (count - 3)]),
            copy_text.lists(codes, count),
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied (sheet text, none text, words text,"
            " number double precision, flag boolean, codes text[]) ON COMMIT DROP"
        )
        with cursor.copy("COPY copied FROM STDIN") as copy:
            copy.write(lines)
        cursor.execute("SELECT * FROM copied")
        found = cursor.fetchall()
    assert {(row[0], row[1]) for row in found} == {("Thôn\tA", None)}
    assert [row[2] for row in found] == [text or None for text in TEXTS]
    assert [row[3] for row in found] == numbers
    assert [row[4] for row in found] == [True, False, None, *[True] * (count - 3)]
    assert [row[5] for row in found[:5]] == [["bad_phone"], None, None, list(codes[3]), None]


def test_no_row_is_no_line() -> None:
    assert copy_text.lines([[], []]) == ""
