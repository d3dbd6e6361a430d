"""The kinds ``issue`` and ``issue_told`` of version 1, as they are read. Unknown fields are left
alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.keys import Answer
from apps.issues.kinds import IssueKind
from apps.issues.phone.reporting import Brought, bring
from apps.issues.phone.telling import Told, tell
from apps.issues.reporting import Report
from apps.visits.checkins.recording import Bringing
from apps.visits.phone.items import BIGGEST_KEY, NoteField
from apps.visits.phone.kinds import Item

LONGEST_SUMMARY: Final = 1000
LONGEST_WISH: Final = 500
MOST_VERSION: Final = 1000
AGREES, DISAGREES = "agrees", "disagrees"

WORDS: Final[Mapping[str, Promise]] = {
    "issue_kind": _("loại vấn đề"),
    "details": _("các mục của vấn đề"),
    "summary": _("nội dung vấn đề"),
    "wish": _("hộ đề nghị"),
    "issue": _("vấn đề"),
    "outcome": _("hộ đồng ý hay chưa"),
    "text": _("hộ nói gì"),
}
# Values of closed lists: an app that knows more of them than the server.
CODED: Final = frozenset({"issue_kind", "outcome"})


def _key() -> Any:
    return serializers.IntegerField(min_value=1, max_value=BIGGEST_KEY)


def _text(most: int) -> Any:
    return NoteField(max_length=most, allow_blank=True, required=False, default="")


class IssueItem(serializers.Serializer[Any]):
    """``details``: the kind's own fields, read by ``clean_details`` under ``issue_version``.

    ``pass_on``: earlier versions of the app do not ask, and their issues stay with the reporter.
    """

    household = _key()
    said_at = serializers.DateTimeField()
    issue_kind = serializers.ChoiceField(choices=IssueKind.choices)
    issue_version = serializers.IntegerField(
        min_value=1, max_value=MOST_VERSION, allow_null=True, required=False, default=None
    )
    details = serializers.DictField(required=False, default=dict)
    summary = _text(LONGEST_SUMMARY)
    wish = _text(LONGEST_WISH)
    pass_on = serializers.BooleanField(required=False, default=False)


class IssueToldItem(serializers.Serializer[Any]):
    """``seen``: the number of the last step that the phone knew of. ``contact_uuid``: of the
    check-in made together with it, which may come later; only restricted kinds go without.
    """

    issue = _key()
    seen = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    outcome = serializers.ChoiceField(choices=[AGREES, DISAGREES])
    text = _text(LONGEST_SUMMARY)
    contact_uuid = serializers.UUIDField(allow_null=True, required=False, default=None)
    said_at = serializers.DateTimeField(allow_null=True, required=False, default=None)


def report_from_phone(bringing: Bringing, item: Item) -> Answer:
    """Verb of the kind ``issue``."""
    said = item.data
    report = Report(
        kind=IssueKind(said["issue_kind"]),
        details=said["details"],
        summary=said["summary"],
        wish=said["wish"],
        version=said["issue_version"],
        pass_on=said["pass_on"],
    )
    return bring(bringing, Brought(item.uuid, said["household"], said["said_at"], report))


def tell_from_phone(bringing: Bringing, item: Item) -> Answer:
    """Verb of the kind ``issue_told``."""
    said = item.data
    told = Told(
        issue=said["issue"],
        seen=said["seen"],
        agrees=said["outcome"] == AGREES,
        text=said["text"].strip(),
        talk=said["contact_uuid"],
        said_at=said["said_at"],
    )
    return tell(bringing, told)
