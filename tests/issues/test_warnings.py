"""Every field of free words about a household says what must not stand in it."""

import pytest
from django import forms

from apps.issues.desk.forms import StepForm
from apps.issues.meetings.forms import AddItemForm, ConcludeForm
from apps.issues.rights.forms import ReceiveForm
from apps.issues.rights.forms import StepForm as RequestStepForm
from apps.issues.roadmap import forms as roadmap
from apps.issues.tasks.views import EndForm
from apps.issues.warning import WARNING

FIELDS: list[tuple[type[forms.Form], str]] = [
    (StepForm, "text"),
    (AddItemForm, "title"),
    (ConcludeForm, "text"),
    (ConcludeForm, "task_text"),
    (EndForm, "text"),
    (ReceiveForm, "text"),
    (RequestStepForm, "text"),
    (roadmap.EndTargetForm, "text"),
    (roadmap.StepForm, "text"),
    (roadmap.FinishStepForm, "text"),
]


@pytest.mark.parametrize(
    ("form", "name"), FIELDS, ids=lambda each: getattr(each, "__qualname__", each)
)
def test_free_words_warn(form: type[forms.Form], name: str) -> None:
    assert str(WARNING) in str(form.base_fields[name].help_text)
    assert "người bị nghi ngờ" in WARNING
