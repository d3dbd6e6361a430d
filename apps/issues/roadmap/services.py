"""Verbs on a household's road; each under a key of its own, so that a form may be sent twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pghistory
from django.db import IntegrityError
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.roles import AreaKind, Role
from apps.common.clock import local_day
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.households.querysets import EDITOR_ROLES, KEEPER_ROLES
from apps.issues.roadmap.kinds import IN_POVERTY, StepOutcome, TargetResult
from apps.issues.roadmap.models import (
    MOST_MONEY,
    HouseholdSupport,
    PovertyTarget,
    RoadRule,
    RoadStep,
)
from apps.issues.roadmap.owners import seeing
from apps.people.models import Person

# Who registers a household's road and ends it; who writes down what is done on it.
LEAD_ROLES: Final = KEEPER_ROLES | {Role.GROUP_OFFICER}
ROAD_ROLES: Final = LEAD_ROLES | {Role.MEMBER_IN_CHARGE}
_LONGEST: Final = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class NewTarget:
    target_year: int
    registered_on: date
    is_signed: bool


@dataclass(frozen=True, slots=True)
class NewStep:
    """``owner``: the key of somebody whom the actor sees."""

    kind: str
    text: str
    owner: int
    due_on: date


@dataclass(frozen=True, slots=True)
class NewSupport:
    """Đồng, or what else it was from the list."""

    kind: str
    amount: int | None
    goods: str
    given_by: str
    given_on: date


def _carried_out(
    verb: str,
    *,
    key: UUID,
    actor: Actor,
    body: dict[str, Any],
    at: datetime,
    work: Callable[[], Answer],
) -> Answer:
    def signed() -> Answer:
        with pghistory.context(user=actor.user_id, reason=verb):
            return work()

    return once(key=key, actor=actor, body={"verb": verb, **body}, at=at, work=signed)


def _wrong(code: str, message: str, field: str) -> DomainError:
    return DomainError(code, message, status=422, detail={"field": field})


def _home(actor: Actor, household: int, roles: frozenset[Role], *, day: date) -> Household:
    """The household, locked, so that two at once write one after the other."""
    rows = Household.objects.reached_by(actor, roles).living(at=day).filter(pk=household)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise not_found()
    return found


def _require_past(day: date, today: date, field: str) -> None:
    if not today - _LONGEST <= day <= today:
        raise _wrong(
            "wrong_day", _("Hãy xem lại ngày: không sau hôm nay, không quá năm năm trước."), field
        )


@contextmanager
def _one_open_road() -> Iterator[None]:
    """Somebody else registered it in the same moment: the database says so."""
    try:
        yield
    except IntegrityError as error:
        if "poverty_target_one_open" not in str(error):
            raise
        raise _registered_already() from error


def _registered_already() -> DomainError:
    return DomainError(
        "registered_already",
        _("Hộ đang có một đăng ký thoát nghèo. Hãy ghi kết quả của đăng ký ấy trước."),
        status=409,
    )


def register_target(
    *, key: UUID, actor: Actor, household: int, wish: NewTarget, at: datetime
) -> Answer:
    """A poor or near-poor household registers the year in which it wants to leave poverty.

    Raises DomainError 404 out of reach, 409 when one is open, 422 for what cannot be.
    """
    today = local_day(at)

    def work() -> Answer:
        home = _home(actor, household, LEAD_ROLES, day=today)
        if home.poverty_status not in IN_POVERTY:
            raise DomainError(
                "not_in_poverty",
                _("Chỉ hộ nghèo, cận nghèo theo quyết định mới đăng ký thoát nghèo."),
                status=422,
            )
        _require_past(wish.registered_on, today, "registered_on")
        if not today.year <= wish.target_year <= today.year + 10:
            raise _wrong("wrong_year", _("Năm đăng ký từ năm nay đến mười năm tới."), "target_year")
        if PovertyTarget.objects.open().filter(household=home).exists():
            raise _registered_already()
        with _one_open_road():
            row = PovertyTarget.objects.create(
                client_uuid=key, household=home, registered_by_id=actor.user_id, **asdict(wish)
            )
        return {"target": row.pk, "household": home.pk}

    body = {"household": household, **asdict(wish)}
    return _carried_out("register_target", key=key, actor=actor, body=body, at=at, work=work)


def _open_target(home: Household) -> PovertyTarget:
    row = PovertyTarget.objects.open().select_for_update().filter(household=home).first()
    if row is None:
        raise DomainError(
            "no_target",
            _("Hộ chưa đăng ký thoát nghèo, hoặc đăng ký đã kết thúc. Hãy đăng ký trước."),
            status=409,
        )
    return row


def end_target(
    *,
    key: UUID,
    actor: Actor,
    household: int,
    result: TargetResult,
    ended_on: date,
    text: str,
    at: datetime,
) -> Answer:
    """How the road ended. "Escaped" only after a decision said so."""
    today = local_day(at)

    def work() -> Answer:
        home = _home(actor, household, LEAD_ROLES, day=today)
        target = _open_target(home)
        _require_past(ended_on, today, "ended_on")
        if ended_on < target.registered_on:
            raise _wrong("too_early", _("Hãy ghi ngày từ khi hộ đăng ký trở đi."), "ended_on")
        if result == TargetResult.ESCAPED and home.poverty_status in IN_POVERTY:
            raise _wrong(
                "not_decided",
                _("Hộ còn trong danh sách nghèo, cận nghèo. Thoát nghèo là theo quyết định năm."),
                "result",
            )
        target.result, target.ended_on, target.result_text = result, ended_on, text
        target.save(update_fields=["result", "ended_on", "result_text"])
        return {"target": target.pk, "household": home.pk}

    body = {"household": household, "result": result.value, "ended_on": ended_on, "text": text}
    return _carried_out("end_target", key=key, actor=actor, body=body, at=at, work=work)


def add_step(*, key: UUID, actor: Actor, household: int, wish: NewStep, at: datetime) -> Answer:
    """One more thing to be done on the open road; somebody seen by the actor, who sees the
    household, answers for it.
    """
    today = local_day(at)

    def work() -> Answer:
        home = _home(actor, household, ROAD_ROLES, day=today)
        target = _open_target(home)
        if not today <= wish.due_on <= today + _LONGEST:
            raise _wrong("wrong_due", _("Hạn từ hôm nay đến năm năm tới."), "due_on")
        _require_owner(actor, home, wish.owner, today)
        row = RoadStep.objects.create(
            client_uuid=key,
            target=target,
            kind=wish.kind,
            text=wish.text,
            owner_id=wish.owner,
            due_on=wish.due_on,
        )
        return {"step": row.pk, "household": home.pk}

    body = {"household": household, **asdict(wish)}
    return _carried_out("add_step", key=key, actor=actor, body=body, at=at, work=work)


def _require_owner(actor: Actor, home: Household, owner: int, today: date) -> None:
    people = Person.objects.visible_to(actor).filter(commune=home.commune_id, pk=owner)
    if not seeing(people, home, at=today).exists():
        raise _wrong("unknown_owner", _("Hãy chọn người lo trong danh sách."), "owner")


@dataclass(frozen=True, slots=True)
class StepChange:
    """Who does it from now on, by which day, and why that changed."""

    owner: int
    due_on: date
    reason: str


def change_step(*, key: UUID, actor: Actor, step: int, change: StepChange, at: datetime) -> Answer:
    """Somebody else answers for an open step, or it has another day; the reason stays with it.

    Raises DomainError 404 out of reach, 409 when it ended, 422 for what cannot be.
    """
    today = local_day(at)

    def work() -> Answer:
        row = _open_step(actor, step, LEAD_ROLES)
        _require_change(row, change, today)
        if change.owner != row.owner_id:
            _require_owner(actor, row.target.household, change.owner, today)
        row.owner_id, row.due_on = change.owner, change.due_on
        with pghistory.context(reason=change.reason):
            row.save(update_fields=["owner", "due_on"])
        return {"step": row.pk, "household": row.target.household_id}

    body = {"step": step, **asdict(change)}
    return _carried_out("change_step", key=key, actor=actor, body=body, at=at, work=work)


def _require_change(row: RoadStep, change: StepChange, today: date) -> None:
    if (change.owner, change.due_on) == (row.owner_id, row.due_on):
        raise _wrong("no_change", _("Chưa đổi người lo, cũng chưa đổi hạn."), "owner")
    if not change.reason.strip():
        raise _wrong("no_reason", _("Hãy ghi lý do đổi."), "reason")
    moves = change.due_on != row.due_on
    if moves and not today <= change.due_on <= today + _LONGEST:
        raise _wrong("wrong_due", _("Hạn từ hôm nay đến năm năm tới."), "due_on")


def _open_step(actor: Actor, step: int, roles: frozenset[Role]) -> RoadStep:
    """The step, locked; 404 out of reach, 409 once it or its road has ended."""
    rows = RoadStep.objects.reached_by(actor, roles).select_related("target__household")
    row: RoadStep | None = rows.select_for_update(of=("self",)).filter(pk=step).first()
    if row is None:
        raise not_found()
    if row.done_on is not None or row.target.ended_on is not None:
        raise DomainError(
            "ended_already", _("Việc này đã kết thúc rồi. Hãy tải lại trang."), status=409
        )
    return row


def finish_step(
    *,
    key: UUID,
    actor: Actor,
    step: int,
    outcome: StepOutcome,
    done_on: date,
    text: str,
    at: datetime,
) -> Answer:
    """A step is done, or no longer needed."""
    today = local_day(at)

    def work() -> Answer:
        row = _open_step(actor, step, ROAD_ROLES)
        _require_past(done_on, today, "done_on")
        row.done_on, row.outcome, row.result_text = done_on, outcome, text
        row.save(update_fields=["done_on", "outcome", "result_text"])
        return {"step": row.pk, "household": row.target.household_id}

    body = {"step": step, "outcome": outcome.value, "done_on": done_on, "text": text}
    return _carried_out("finish_step", key=key, actor=actor, body=body, at=at, work=work)


def record_support(
    *, key: UUID, actor: Actor, household: int, wish: NewSupport, at: datetime
) -> Answer:
    """What the household was given; poor or not, since help keeps others from falling."""
    today = local_day(at)

    def work() -> Answer:
        home = _home(actor, household, ROAD_ROLES, day=today)
        _require_past(wish.given_on, today, "given_on")
        if wish.amount is None and not wish.goods:
            raise _wrong("nothing_given", _("Hãy ghi số tiền hoặc chọn hiện vật."), "amount")
        if wish.amount is not None and not 1 <= wish.amount <= MOST_MONEY:
            raise _wrong("wrong_amount", _("Hãy xem lại số tiền (đồng)."), "amount")
        row = HouseholdSupport.objects.create(
            client_uuid=key, household=home, recorded_by_id=actor.user_id, **asdict(wish)
        )
        return {"support": row.pk, "household": home.pk}

    body = {"household": household, **asdict(wish)}
    return _carried_out("record_support", key=key, actor=actor, body=body, at=at, work=work)


def set_rule(
    *, key: UUID, actor: Actor, commune: int, escaped_months: int, contact_days: int, at: datetime
) -> Answer:
    """How long the commune watches, and when silence is a sign; its office and leaders say so."""

    def work() -> Answer:
        if commune not in communes_led(actor):
            raise not_found()
        values = {"escaped_months": escaped_months, "contact_days": contact_days}
        RoadRule.objects.update_or_create(commune_id=commune, defaults=values)
        return {"commune": commune}

    body = {"commune": commune, "escaped_months": escaped_months, "contact_days": contact_days}
    return _carried_out("set_road_rule", key=key, actor=actor, body=body, at=at, work=work)


def communes_led(actor: Actor) -> frozenset[int]:
    """Keys of the communes whose office or leader the actor is."""
    return actor.areas(AreaKind.COMMUNE, EDITOR_ROLES)
