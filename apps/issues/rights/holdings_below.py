"""What the apps below hold on a household: register, people, assignments, contacts, files, logs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.models import AccessLog
from apps.assignments.models import Assignment, PlanBan, PlanPair
from apps.common import clock
from apps.households.models import (
    Household,
    HouseholdMember,
    HouseholdMerge,
    HouseholdMove,
    NotDouble,
)
from apps.imports.models import PlannedRow
from apps.issues.rights.expressions import by_police_alone
from apps.issues.rights.registry import Holding, Subject, register_holding
from apps.issues.rights.words import day, joined, moment, yes
from apps.people.models import CommuneOfficer, Membership, Person, Post, VillageWorker
from apps.visits.checkins.kinds import ChangeKind
from apps.visits.models import Contact, ContactCompanion, ContactFlag, PositionProposal

_CHANGES: Final = dict(ChangeKind.choices)


def register() -> None:
    register_holding("household", _household, models=("Household",))
    register_holding("residents", _residents, models=("HouseholdMember",))
    register_holding("duties", _duties, models=_DUTY_MODELS)
    register_holding("history", _history, models=("HouseholdMove", "HouseholdMerge", "NotDouble"))
    register_holding("charge", _charge, models=("Assignment", "PlanPair", "PlanBan"))
    register_holding("contacts", _contacts, models=("Contact", "ContactCompanion", "ContactFlag"))
    register_holding("positions", _positions, models=("PositionProposal",))
    register_holding("files", _files, models=("PlannedRow",))
    register_holding("readings", _readings, models=("AccessLog",))


def _facts(title: str, *pairs: tuple[str, str]) -> Holding:
    rows = tuple(pair for pair in pairs if pair[1])
    return Holding(title, (_("Mục"), _("Nội dung")), rows)


def _household(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    yield _facts_of(subject.home, _("Thông tin hộ"))
    for double in subject.doubles:
        yield _facts_of(double, _("Thông tin ở hộ ghi trùng %(code)s") % {"code": double.code})


def _facts_of(home: Household, title: str) -> Holding:
    return _facts(
        title,
        (_("Mã hộ"), home.code),
        (_("Chủ hộ"), home.head_name),
        (_("Năm sinh chủ hộ"), str(home.head_birth_year or "")),
        (_("Thôn, tổ"), joined(home.village.name, home.group.name if home.group else "")),
        (_("Số khẩu"), str(home.size or "")),
        (_("Điện thoại"), home.phone),
        (_("Địa chỉ"), home.address),
        (_("Đến ở từ"), day(home.moved_in_on)),
        (_("Chuyển đi từ"), day(home.left_on)),
        (_("Vị trí"), _place(home)),
        (_("Diện hộ"), _decided(home, "poverty", str(home.get_poverty_status_display()))),
        (
            _("Gia đình chính sách"),
            _decided(home, "policy", yes(home.is_policy_family)),
        ),
    )


def _place(home: Household) -> str:
    if home.position is None:
        return str(home.get_position_missing_display())
    spot = f"{home.position.y:.6f}; {home.position.x:.6f}".replace(".", ",")
    return joined(spot, home.get_position_source_display())


def _decided(home: Household, name: str, words: str) -> str:
    number = getattr(home, f"{name}_decision_number")
    decided_on = getattr(home, f"{name}_decision_date")
    if not number:
        return words
    return _("%(status)s, quyết định %(number)s ngày %(day)s") % {
        "status": words,
        "number": number,
        "day": day(decided_on),
    }


def _residents(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    rows = (
        HouseholdMember.objects.visible_to(actor)
        .filter(household__in=subject.entries)
        .order_by("left_on", "pk")
    )
    yield Holding(
        _("Nhân khẩu"),
        (
            _("Họ và tên"),
            _("Năm sinh"),
            _("Quan hệ"),
            _("Cư trú"),
            _("Đi làm ăn xa"),
            _("Việc làm"),
            _("Vào hộ – rời hộ"),
        ),
        tuple(
            (
                row.full_name,
                str(row.birth_year or ""),
                str(row.get_relation_display()),
                str(row.get_residence_display()),
                yes(row.is_working_away),
                row.job,
                " – ".join(filter(None, (day(row.joined_on), day(row.left_on)))),
            )
            for row in rows
        ),
    )


_DUTY_MODELS: Final = ("Person", "Membership", "Post", "CommuneOfficer", "VillageWorker")


def _duties(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    """People of the household who have a duty are in the register of people as well."""
    residents = (
        HouseholdMember.objects.visible_to(actor).filter(household__in=subject.entries).current()
    )
    people = {
        person.pk: person
        for person in Person.objects.visible_to(actor).filter(pk__in=residents.values("person"))
    }
    if not people:
        return
    told: dict[int, list[str]] = {pk: [] for pk in people}
    for row in (
        Membership.objects.visible_to(actor).filter(person__in=people).select_related("cell")
    ):
        told[row.person_id].append(joined(row.cell.name, row.get_kind_display()))
    for post in Post.objects.visible_to(actor).filter(person__in=people):
        told[post.person_id].append(str(post.get_kind_display()))
    for officer in CommuneOfficer.objects.visible_to(actor).filter(person__in=people):
        told[officer.person_id].append(officer.title)
    for worker in VillageWorker.objects.visible_to(actor).filter(person__in=people):
        told[worker.person_id].append(worker.work)
    yield Holding(
        _("Người trong hộ có nhiệm vụ"),
        (_("Họ và tên"), _("Ngày sinh"), _("Điện thoại"), _("Nhiệm vụ")),
        tuple(
            (
                person.full_name,
                day(person.birth_date) or str(person.birth_year or ""),
                person.phone,
                joined(*told[pk]),
            )
            for pk, person in people.items()
        ),
    )


def _history(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    moves = (
        HouseholdMove.objects.visible_to(actor).filter(household__in=subject.entries).with_places()
    )
    rows = [
        (
            day(move.moved_on),
            _("Chuyển từ %(old)s đến %(new)s")
            % {"old": move.from_village.name, "new": move.to_village.name},
            move.reason,
        )
        for move in moves.order_by("moved_on")
    ]
    merges = HouseholdMerge.objects.visible_to(actor).filter(
        Q(kept__in=subject.entries) | Q(double__in=subject.entries)
    )
    rows += [(moment(row.merged_at), _("Gộp hai bản ghi trùng"), row.reason) for row in merges]
    apart = NotDouble.objects.visible_to(actor).filter(
        Q(first__in=subject.entries) | Q(second__in=subject.entries)
    )
    rows += [(moment(row.said_at), _("Xác nhận không trùng với một hộ khác"), "") for row in apart]
    yield Holding(
        _("Chuyển thôn, gộp, tách"),
        (_("Ngày"), _("Việc"), _("Lý do")),
        tuple(rows),
        note=_("Mỗi lần sửa thông tin hộ còn có một dòng trong diễn biến của hộ."),
    )


def _charge(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    rows = (
        Assignment.objects.visible_to(actor).for_households().filter(household__in=subject.entries)
    )
    drafts = PlanPair.objects.visible_to(actor).filter(household__in=subject.entries).count()
    bans = PlanBan.objects.visible_to(actor).filter(household__in=subject.entries).count()
    note = _("Trong các kế hoạch phân công: %(pairs)d lần có tên hộ, %(bans)d lần ghi không giao.")
    yield Holding(
        _("Người phụ trách"),
        (_("Họ và tên"), _("Từ ngày"), _("Đến ngày")),
        tuple(
            (row.person.full_name, day(row.period.lower), day(row.period.upper))
            for row in rows.select_related("person").order_by("period")
        ),
        note=note % {"pairs": drafts, "bans": bans},
    )


def _contacts(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    rows = (
        Contact.objects.visible_to(actor)
        .filter(household__in=subject.entries)
        .order_by("-happened_at")
    )
    flags = (
        ContactFlag.objects.visible_to(actor).filter(contact__household__in=subject.entries).count()
    )
    yield Holding(
        _("Các lần nắm tình hình"),
        (_("Ngày"), _("Hình thức"), _("Ai đến"), _("Thay đổi của hộ"), _("Nội dung")),
        tuple(
            (
                day(row.day),
                str(row.get_channel_display()),
                joined(row.person.full_name, *(each.person.full_name for each in _along(row))),
                joined(*(_CHANGES.get(code, code) for code in row.changes)),
                row.note,
            )
            for row in rows.select_related("person").prefetch_related("companions__person")
        ),
        note=_("%(n)d lần được đánh dấu để xem xét việc chấm vị trí của người đến.") % {"n": flags},
    )


def _along(contact: Contact) -> list[ContactCompanion]:
    return list(contact.companions.all())


def _positions(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    rows = PositionProposal.objects.visible_to(actor).filter(household__in=subject.entries)
    yield Holding(
        _("Vị trí nhà do người đến đề nghị"),
        (_("Lúc"), _("Ai đề nghị"), _("Vị trí"), _("Kết quả")),
        tuple(
            (
                moment(row.said_at),
                row.person.full_name,
                ""
                if row.position is None
                else f"{row.position.y:.6f}; {row.position.x:.6f}".replace(".", ","),
                str(row.get_state_display()),
            )
            for row in rows.select_related("person").order_by("said_at")
        ),
    )


def _files(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    """Rows of files that are still in the import assistant; they are thrown away by the rule."""
    rows = PlannedRow.objects.visible_to(actor).filter(
        upload__batch__commune=subject.home.commune_id
    )
    told = (
        rows.filter(key__in=[entry.code for entry in subject.entries])
        .select_related("upload")
        .defer("raw", "upload__layout")
    )
    yield Holding(
        _("Dòng trong tệp đã nạp"),
        (_("Tệp"), _("Trang, dòng"), _("Kết quả")),
        tuple(
            (row.upload.name, joined(row.sheet, row.number), str(row.get_outcome_display()))
            for row in told.order_by("pk")
        ),
        note=_("Dòng trong tệp tự xóa khi hết hạn lưu theo quy định của xã."),
    )


def _readings(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    """Who opened the household: whoever the actor sees by name, the others as the office."""
    keys = [entry.pk for entry in subject.entries]
    logged = AccessLog.objects.filter(action=AccessLog.Action.READ_HOUSEHOLD, object_id__in=keys)
    told = logged.annotate(day=TruncDate("at", tzinfo=clock.ZONE)).exclude(by_police_alone())
    counted = list(told.order_by().values("user").annotate(times=Count("pk"), last=Max("at")))
    people = Person.objects.visible_to(actor).filter(user__in=[row["user"] for row in counted])
    names = dict(people.values_list("user", "full_name"))
    yield Holding(
        _("Ai đã xem hộ"),
        (_("Họ và tên"), _("Số lần"), _("Lần gần nhất")),
        tuple(
            (
                names.get(row["user"], _("Người có quyền của xã")),
                str(row["times"]),
                moment(row["last"]),
            )
            for row in sorted(counted, key=lambda row: row["last"], reverse=True)
        ),
    )
    yield _exports(subject.home)


def _exports(home: Household) -> Holding:
    """Exports are logged by how many households went out, not by which."""
    rows = AccessLog.objects.exclude(
        action__in=[action for action in AccessLog.Action if action.startswith("read_")]
    ).filter(user__person__commune=home.commune_id)
    labels = dict(AccessLog.Action.choices)
    counted = rows.order_by("action").values("action").annotate(times=Count("pk"), last=Max("at"))
    return Holding(
        _("Các lần xuất, in dữ liệu của xã"),
        (_("Việc"), _("Số lần"), _("Lần gần nhất")),
        tuple(
            (str(labels[row["action"]]), str(row["times"]), moment(row["last"])) for row in counted
        ),
        note=_("Nhật ký ghi số hộ của mỗi lần, không ghi từng hộ; hộ có thể ở trong các lần ấy."),
    )
