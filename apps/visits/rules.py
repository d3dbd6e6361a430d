"""A commune's rules in words and in one piece: what the rules screen reads and writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer, digest_of
from apps.areas.models import Commune, IssueStep, RetentionRule, StepDeadline
from apps.areas.rules import deadlines_of, retention_of
from apps.assignments.models import AssignmentRule
from apps.assignments.plans.rules import BOUNDS, check_values, rule_of, values_of
from apps.common.errors import DomainError
from apps.people.abilities import write_capacities
from apps.people.capacities import capacities_of
from apps.people.orders import Order, carry_out, not_found
from apps.people.querysets import edited_communes
from apps.visits.models import ContactRule
from apps.visits.recency import month_of
from apps.visits.retention import Preview, preview
from apps.visits.selectors import rules_of

MOST_CLASSES = 6


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one commune, what it has not set filled in with the defaults.

    ``class_days``: upper bounds in days, rising. From ``max_metres`` on: ``AssignmentRule``.
    ``capacities``: households by kind of carrier.
    ``deadlines``: days by step of an issue's path.
    """

    per_month: int
    in_person_minimum: int
    month_start: int
    tier: int
    remind_days: int
    class_days: tuple[int, ...]
    import_file_days: int
    contact_note_months: int
    departed_household_years: int
    max_metres: int
    change_metres: int
    unassigned_metres: int | None
    poor_weight: int
    fair_percent: int
    weak_percent: int
    post_percent: int
    officer_groups: int
    committee_villages: int
    capacities: Mapping[str, int] = field(default_factory=dict)
    deadlines: Mapping[str, int] = field(default_factory=dict)


def rules_in_force(commune: int) -> Rules:
    contact, keep = rules_of([commune])[commune], retention_of(commune)
    return Rules(
        per_month=contact.per_month,
        in_person_minimum=contact.in_person_minimum,
        month_start=contact.month_start,
        tier=contact.tier,
        remind_days=contact.remind_days,
        class_days=tuple(contact.class_days),
        import_file_days=keep.import_file_days,
        contact_note_months=keep.contact_note_months,
        departed_household_years=keep.departed_household_years,
        **_assignment(commune),
        capacities=dict(capacities_of([commune])[commune].by_kind),
        deadlines={step.value: days for step, days in deadlines_of(commune).items()},
    )


def _assignment(commune: int) -> dict[str, Any]:
    return values_of(rule_of(commune))


def version_of_rules(rules: Rules) -> str:
    """Equal for equal rules: the page's optimistic lock."""
    return digest_of(asdict(rules))


def check(rules: Rules) -> None:
    """Rules that contradict themselves are refused, with the field that is to blame."""
    if rules.in_person_minimum > rules.per_month:
        raise DomainError(
            "too_many_in_person",
            _("Số lần gặp trực tiếp không thể nhiều hơn số lần mỗi tháng."),
            detail={"field": "in_person_minimum"},
        )
    check_values({name: getattr(rules, name) for name in BOUNDS})
    bounds = list(rules.class_days)
    if not 1 <= len(bounds) <= MOST_CLASSES or bounds != sorted(set(bounds)) or bounds[0] < 1:
        raise DomainError(
            "bad_classes",
            _("Các mốc ngày phải tăng dần, từ 1 đến %(n)s mốc.") % {"n": MOST_CLASSES},
            detail={"field": "class_days"},
        )


def save_rules(*, commune: int, rules: Rules, seen: str, agreed: int, order: Order) -> Answer:
    """Put other rules in force from now on.

    ``agreed``: how many notes and households the editor was told that shorter keeping would blank;
    409 ``will_blank`` if it would be others now, 409 ``stale`` if somebody changed the rules since.
    """
    check(rules)

    def work() -> Answer:
        if commune not in edited_communes(order.actor):
            raise not_found()
        Commune.objects.select_for_update(no_key=True).get(pk=commune)
        before = rules_in_force(commune)
        if version_of_rules(before) != seen:
            raise DomainError(
                "stale",
                _("Người khác đã sửa quy định sau khi bạn mở trang này. Chưa có gì bị ghi đè."),
                status=409,
                detail={"version": version_of_rules(before), "rules": before},
            )
        lost = blanked_by(commune, before, rules, at=order.today)
        if lost.total != agreed:
            raise DomainError(
                "will_blank", say_preview(lost), status=409, detail={"lost": lost.total}
            )
        _write(commune, rules)
        return {"commune": commune}

    body = {"verb": "save_rules", "commune": commune, "seen": seen, **asdict(rules)}
    return carry_out(order, body=body, work=work)


def blanked_by(commune: int, before: Rules, after: Rules, *, at: date) -> Preview:
    """What the new rules would blank; nothing where none of them is shorter."""
    longer = after.contact_note_months >= before.contact_note_months
    if longer and after.departed_household_years >= before.departed_household_years:
        return Preview(0, 0)
    rule = RetentionRule(
        commune_id=commune,
        contact_note_months=after.contact_note_months,
        departed_household_years=after.departed_household_years,
    )
    return preview(rule, at=at)


def say_preview(lost: Preview) -> str:
    return _(
        "Thời hạn mới sẽ xoá %(notes)s ghi chú hoặc vị trí và thông tin của %(homes)s hộ đã"
        " chuyển đi. Hãy đánh dấu đồng ý nếu đúng ý."
    ) % {"notes": lost.notes, "homes": lost.households}


@transaction.atomic
def _write(commune: int, rules: Rules) -> None:
    """Only rows that differ are written, so that the history tells what changed."""
    contact, keep = rules_of([commune])[commune], retention_of(commune)
    names = ("per_month", "in_person_minimum", "month_start", "tier", "remind_days")
    _put(
        contact,
        {name: getattr(rules, name) for name in names} | {"class_days": list(rules.class_days)},
    )
    kept = ("import_file_days", "contact_note_months", "departed_household_years")
    _put(keep, {name: getattr(rules, name) for name in kept})
    _put(rule_of(commune), {name: getattr(rules, name) for name in BOUNDS})
    write_capacities(commune, rules.capacities)
    present = deadlines_of(commune)
    for step, days in rules.deadlines.items():
        if present[IssueStep(step)] != days:
            StepDeadline.objects.update_or_create(
                commune_id=commune, step=step, defaults={"days": days}
            )


def _put(row: ContactRule | RetentionRule | AssignmentRule, values: Mapping[str, Any]) -> None:
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def _shown(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def examples(rules: Rules, *, at: date) -> list[str]:
    """What the rules mean, in words, on the day ``at``."""
    start, end = month_of(at, rules.month_start)
    said = [
        _("Kỳ này tính từ %(start)s đến hết %(end)s; mỗi hộ cần %(n)s lần, mỗi ngày tính một lần.")
        % {"start": _shown(start), "end": _shown(end - timedelta(days=1)), "n": rules.per_month},
    ]
    if rules.in_person_minimum:
        said.append(_("Trong đó ít nhất %(n)s lần gặp trực tiếp.") % {"n": rules.in_person_minimum})
    if rules.remind_days:
        begins = end - timedelta(days=rules.remind_days)
        said.append(
            _("Ai còn hộ chưa đủ lần được nhắc từ %(day)s.") % {"day": _shown(max(begins, start))}
        )
    last = rules.class_days[-1]
    said.append(
        _("Hộ nắm tình hình lần cuối trước %(day)s được tô là “trên %(n)s ngày”.")
        % {"day": _shown(at - timedelta(days=last)), "n": last}
    )
    first = next(iter(rules.deadlines.values()), 0)
    said.append(
        _(
            "Vấn đề biết hôm nay phải tới chi ủy chậm nhất %(first)s,"
            " tới cấp trên chậm nhất %(last)s."
        )
        % {
            "first": _shown(at + timedelta(days=first)),
            "last": _shown(at + timedelta(days=sum(rules.deadlines.values()))),
        }
    )
    said.append(
        _(
            "Ghi chú ghi hôm nay tự xoá sau %(months)s tháng;"
            " tên người của hộ chuyển đi hôm nay tự xoá sau %(years)s năm."
        )
        % {"months": rules.contact_note_months, "years": rules.departed_household_years}
    )
    return said


def bounds_of(texts: Sequence[str]) -> tuple[int, ...]:
    """Upper bounds written as "7, 15, 30, 60"; ValueError for anything else."""
    bounds = tuple(int(text) for text in texts if text)
    if any(bound > 3650 for bound in bounds):
        raise ValueError("more than ten years")
    return bounds
