"""Fields that every desk shares."""

from datetime import date

import pytest
from django import forms

from apps.common.fields import DayField, TidyField


class Form(forms.Form):
    day = DayField(required=False)
    text = TidyField(required=False)


@pytest.mark.parametrize("text", ["5/4/2026", "05-04-2026", "05.04.2026", "2026-04-05"])
def test_a_day_as_it_is_written_here(text: str) -> None:
    form = Form({"day": text})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 4, 5)


@pytest.mark.parametrize("text", ["31/02/2026", "hôm qua", "05/04/26", "01/01/0206", "01/01/9999"])
def test_what_is_no_day_is_told_and_kept(text: str) -> None:
    form = Form({"day": text})
    assert list(form.errors) == ["day"]
    assert form["day"].value() == text


def test_a_day_is_shown_as_it_is_written() -> None:
    assert 'value="05/04/2026"' in str(Form(initial={"day": date(2026, 4, 5)})["day"])


def test_a_line_is_tidied() -> None:
    form = Form({"text": "  Na\u0300   Lạ "})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "Nà Lạ"
