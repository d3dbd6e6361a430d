"""What pages of the data desk share: order of rows, and forms that the domain refused."""

from typing import Any, TypeVar

from django import forms

from apps.common.db import by_head_name, by_unit_name
from apps.common.errors import DomainError

_Form = TypeVar("_Form", bound=forms.Form)


def desk_order() -> list[Any]:
    """Villages and groups as people count them, in each the people by given name."""
    return [
        by_unit_name("village__name"),
        by_unit_name("group__name"),
        *by_head_name(),
        "pk",
    ]


def refused(form: _Form, error: DomainError, **anew: Any) -> _Form:
    """The form as it was filled in, with what the domain said; ``anew`` are fields read again."""
    # A QueryDict, whatever the form's type says.
    sent: Any = form.data
    data = sent.copy()
    for name, value in anew.items():
        data[name] = str(value)
    again = type(form)(data)
    again.is_valid()
    again.add_error(None, error.message)
    return again
