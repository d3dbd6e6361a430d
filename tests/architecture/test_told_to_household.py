"""Whatever holds personal data is told to the household that asks, or says why it is not."""

from django.apps import apps

from apps.issues.rights.registry import told_models
from tests.architecture.test_protected_rows import PERSONAL

# Model → why the paper does not list its rows.
NOT_TOLD = {
    "ImportBatch": "a tray without rows of its own; its rows are told as PlannedRow",
    "ImportUpload": "a file of the office; its rows are told as PlannedRow",
    "UploadPart": "bytes of a file, thrown away once it is read",
    "ColumnMemory": "how files are read, of nobody",
    "PlanEdit": "who wrote what into a draft plan; its pairs are told",
    "PlanProposal": "what a machine proposed and nobody took; what was taken is told",
    "PhoneDevice": "of the log-in of whoever visits",
    "ReminderAddress": "of the log-in of whoever visits",
    "ReminderSent": "of the log-in of whoever visits",
    "CalendarFeed": "of the log-in of whoever visits",
    "MeetingReport": "how much whoever visits did in a month: numbers, of no household",
    "IssueBlanking": "that a word was taken out of an issue; the issue is told without it",
    "HouseholdMark": "worked out from the household, told there",
    "PlanDuty": "a duty of a person other than a household",
    "PlanSeat": "which committee member leads a village, no household",
    "PlanSeatBan": "which committee member leads a village, no household",
    "PlanSecretary": "who writes a village's report, no household",
    "TeamSecretary": "who writes a village's report, no household",
    "TripCompanion": "who goes along on a trip; the trip is told with its leader",
}


def test_every_personal_model_is_told_or_says_why_not() -> None:
    told = told_models()
    assert told & PERSONAL | NOT_TOLD.keys() == PERSONAL
    assert not told & NOT_TOLD.keys()
    assert all(NOT_TOLD.values())


def test_what_is_told_exists() -> None:
    assert told_models() <= {model.__name__ for model in apps.get_models()}
