"""What this app holds on a household: issues, tasks, its road, its requests about data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.issues.details import shown_details
from apps.issues.kinds import RESTRICTED, IssueKind, spec_of
from apps.issues.models import (
    DataRequest,
    FollowTask,
    HouseholdSupport,
    Issue,
    IssueAction,
    PovertyTarget,
    PovertyYear,
    RoadStep,
)
from apps.issues.rights.registry import Holding, Subject, register_holding
from apps.issues.rights.words import day, joined, moment, yes
from apps.issues.roadmap.household_page import support_words
from apps.issues.roadmap.standards import standard_of


def register() -> None:
    register_holding("issues", _issues, models=("Issue", "IssueAction", "IssueCause"))
    register_holding("tasks", _tasks, models=("FollowTask",))
    register_holding(
        "road",
        _road,
        models=("PovertyYear", "PovertyTarget", "RoadStep", "HouseholdSupport"),
    )
    register_holding("requests", _requests, models=("DataRequest",))


def _issues(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    """Never what concerns public order, whoever prints: see ``registry``."""
    rows = Issue.objects.visible_to(actor).filter(household__in=subject.entries)
    rows = rows.exclude(kind__in=sorted(RESTRICTED)).select_related("cause", "owner")
    told = list(rows.order_by("received_at"))
    yield Holding(
        _("Vấn đề của hộ"),
        (_("Ngày báo"), _("Loại"), _("Nội dung, mong muốn"), _("Tình trạng"), _("Trả lời")),
        tuple(
            (
                day(row.reported_on),
                str(row.get_kind_display()),
                joined(
                    *(value for _label, value in _details(row)),
                    row.summary,
                    row.wish,
                    row.cause.title if row.cause else "",
                ),
                joined(row.get_state_display(), row.owner.full_name if row.owner else ""),
                row.answer,
            )
            for row in told
        ),
        note=_("Việc về an ninh, trật tự, nếu có, do Công an xã trả lời riêng khi hộ yêu cầu."),
    )
    steps = IssueAction.objects.visible_to(actor).filter(issue__in=told).select_related("person")
    yield Holding(
        _("Các bước giải quyết"),
        (_("Lúc"), _("Bước"), _("Ai làm"), _("Nội dung")),
        tuple(
            (
                moment(step.at),
                str(step.get_verb_display()),
                step.person.full_name if step.person else "",
                step.text,
            )
            for step in steps.order_by("at", "pk")
        ),
    )


def _details(row: Issue) -> list[tuple[str, str]]:
    return shown_details(spec_of(IssueKind(row.kind), row.kind_version), row.details)


def _tasks(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    rows = FollowTask.objects.visible_to(actor).filter(household__in=subject.entries)
    rows = rows.exclude(issue__kind__in=sorted(RESTRICTED)).select_related("owner")
    yield Holding(
        _("Việc phải làm cho hộ"),
        (_("Việc"), _("Giao cho"), _("Hạn"), _("Kết quả")),
        tuple(
            (
                row.text,
                row.owner.full_name if row.owner else str(row.get_level_display()),
                day(row.due_on),
                joined(row.get_result_display(), day(row.ended_on), row.result_text),
            )
            for row in rows.order_by("due_on", "pk")
        ),
    )


def _road(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    years = (
        PovertyYear.objects.visible_to(actor).filter(household__in=subject.entries).order_by("year")
    )
    yield Holding(
        _("Diện hộ theo từng năm"),
        (_("Năm"), _("Diện"), _("Quyết định"), _("Thiếu hụt")),
        tuple(
            (
                str(row.year),
                str(row.get_status_display()),
                joined(row.decision_number, day(row.decision_date)),
                joined(*_missing(row)),
            )
            for row in years
        ),
    )
    targets = PovertyTarget.objects.visible_to(actor).filter(household__in=subject.entries)
    steps = RoadStep.objects.visible_to(actor).filter(target__in=targets).select_related("owner")
    yield Holding(
        _("Lộ trình thoát nghèo"),
        (_("Việc"), _("Người lo"), _("Hạn, ngày"), _("Kết quả")),
        (
            *(
                (
                    _("Đăng ký thoát nghèo năm %(year)d") % {"year": row.target_year},
                    _("Hộ đã ký: %(yes)s") % {"yes": yes(row.is_signed)},
                    day(row.registered_on),
                    joined(row.get_result_display(), day(row.ended_on), row.result_text),
                )
                for row in targets.order_by("registered_on")
            ),
            *(
                (
                    joined(row.get_kind_display(), row.text),
                    row.owner.full_name,
                    day(row.due_on),
                    joined(row.get_outcome_display(), day(row.done_on), row.result_text),
                )
                for row in steps.order_by("due_on")
            ),
        ),
    )
    supports = HouseholdSupport.objects.visible_to(actor).filter(household__in=subject.entries)
    yield Holding(
        _("Hỗ trợ đã nhận"),
        (_("Ngày"), _("Hỗ trợ")),
        tuple((day(row.given_on), support_words(row)) for row in supports.order_by("given_on")),
    )


def _missing(row: PovertyYear) -> list[str]:
    standard = standard_of(row.standard)
    return standard.labels(row.deprivations) if standard else list(row.deprivations)


def _requests(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    rows = DataRequest.objects.visible_to(actor).filter(household__in=subject.entries)
    yield Holding(
        _("Yêu cầu về dữ liệu"),
        (_("Nhận ngày"), _("Yêu cầu"), _("Tình trạng"), _("Kết quả, lý do")),
        tuple(
            (
                day(row.received_on),
                joined(row.get_kind_display(), row.text),
                str(row.get_state_display()),
                row.outcome,
            )
            for row in rows.order_by("received_on", "pk")
        ),
    )
