"""What the road adds to a household's page and story, and what of it waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.navigation import may_open
from apps.common.clock import ZONE
from apps.households.models import Household
from apps.households.sections import Fact, Section, Way
from apps.households.timeline import Kind, Moment
from apps.issues.inbox import Waiting
from apps.issues.roadmap.kinds import Stage, StepOutcome
from apps.issues.roadmap.models import (
    HouseholdSupport,
    PovertyTarget,
    PovertyYear,
    RoadStep,
)
from apps.issues.roadmap.selectors import Road, road_of
from apps.people.versions import events_of


def day(value: date) -> str:
    return date_format(value, "SHORT_DATE_FORMAT")


def money(amount: int) -> str:
    """1.500.000 đồng, as people here write it in any language of the page."""
    return _("%(amount)s đồng") % {"amount": f"{amount:,}".replace(",", ".")}


def road_section(actor: Actor, household: Household, at: date) -> Section | None:
    """Only where there is, or was, something to tell."""
    road = road_of(actor, household, at=at)
    if road.stage is None and not road.years and not road.supports and not road.ended:
        return None
    url = reverse("roadmap:household", kwargs={"household": household.pk})
    ways = (Way(_("Xem lộ trình"), url),) if may_open(actor, url) else ()
    return Section("roadmap", _("Lộ trình thoát nghèo"), tuple(_facts(road, at)), ways)


def _facts(road: Road, at: date) -> Iterator[Fact]:
    if road.stage is not None:
        registered = road.stage != Stage.NOT_REGISTERED
        words = [str(road.stage.label)]
        if road.target is not None:
            words.append(_("đăng ký năm %(year)d") % {"year": road.target.target_year})
        yield Fact(_("Tình trạng"), (", ".join(words),), is_gap=not registered)
    if road.signs:
        yield Fact(
            _("Nguy cơ tái nghèo"), tuple(str(sign.label) for sign in road.signs), is_gap=True
        )
    waiting = [step for step in road.steps if step.done_on is None]
    if waiting:
        told = tuple(
            _("%(what)s, hạn %(day)s") % {"what": step.get_kind_display(), "day": day(step.due_on)}
            for step in waiting
        )
        yield Fact(_("Việc đang làm"), told, is_gap=any(step.due_on < at for step in waiting))
    if road.years:
        year = road.years[0]
        values = [
            _("Năm %(year)d: %(status)s")
            % {"year": year.row.year, "status": year.row.get_status_display()}
        ]
        if year.missing:
            values.append(_("Thiếu hụt: %(what)s") % {"what": ", ".join(year.missing)})
        yield Fact(_("Quyết định gần nhất"), tuple(values))


def support_words(row: HouseholdSupport) -> str:
    """ "Vay vốn: 50.000.000 đồng, Ngân hàng Chính sách xã hội"."""
    what = [money(row.amount)] if row.amount else []
    what += [str(row.get_goods_display())] if row.goods else []
    return _("%(kind)s: %(what)s, %(giver)s") % {
        "kind": row.get_kind_display(),
        "what": ", ".join(what),
        "giver": row.get_given_by_display(),
    }


def road_moments(actor: Actor, household: Household) -> list[Moment]:
    """Provider of the timeline: decisions, registrations, steps done, help received."""
    return [
        *(
            _decided(row)
            for row in PovertyYear.objects.visible_to(actor).filter(household=household)
        ),
        *_targets(actor, household),
        *_done(actor, household),
        *_changed(actor, household),
        *(
            _moment(row.given_on, _("Nhận hỗ trợ"), support_words(row))
            for row in HouseholdSupport.objects.visible_to(actor).filter(household=household)
        ),
    ]


def _moment(when: date, title: str, *lines: str, who: str = "") -> Moment:
    """Days only are known; they stand at midnight."""
    at = datetime.combine(when, time.min, tzinfo=ZONE)
    return Moment(at=at, kind=Kind.FACTS, title=title, lines=tuple(filter(None, lines)), who=who)


def _decided(row: PovertyYear) -> Moment:
    return _moment(
        row.decision_date,
        _("Kết quả rà soát năm %(year)d: %(status)s")
        % {"year": row.year, "status": row.get_status_display()},
        _("Quyết định %(number)s ngày %(day)s")
        % {"number": row.decision_number, "day": day(row.decision_date)},
    )


def _targets(actor: Actor, household: Household) -> Iterator[Moment]:
    for row in PovertyTarget.objects.visible_to(actor).filter(household=household):
        yield _moment(
            row.registered_on,
            _("Đăng ký thoát nghèo năm %(year)d") % {"year": row.target_year},
            _("Hộ đã ký đăng ký.") if row.is_signed else "",
        )
        if row.ended_on is not None:
            title = _("Kết thúc đăng ký: %(result)s") % {"result": row.get_result_display()}
            yield _moment(row.ended_on, title, row.result_text)


def _done(actor: Actor, household: Household) -> Iterator[Moment]:
    rows = RoadStep.objects.visible_to(actor).filter(
        target__household=household, done_on__isnull=False
    )
    for row in rows.select_related("owner"):
        what = f"{row.get_kind_display()}: {row.text}" if row.text else str(row.get_kind_display())
        if row.done_on is not None:
            yield _moment(
                row.done_on,
                _("Lộ trình: %(outcome)s") % {"outcome": row.get_outcome_display()},
                what,
                row.result_text,
                # That the household left is nobody's doing.
                who="" if row.outcome == StepOutcome.MOVED_AWAY else row.owner.full_name,
            )


def _changed(actor: Actor, household: Household) -> Iterator[Moment]:
    """Who answered for a step before, or by which day it was due, and why that changed."""
    steps = RoadStep.objects.visible_to(actor).filter(target__household=household)
    rows = events_of(RoadStep).filter(pgh_obj_id__in=steps.values("pk"))
    events = list(rows.select_related("pgh_context", "owner").order_by("pgh_obj_id", "pgh_id"))
    for before, after in pairwise(events):
        told = (before.owner_id, before.due_on) != (after.owner_id, after.due_on)
        if before.pgh_obj_id != after.pgh_obj_id or not told:
            continue
        about = after.pgh_context.metadata if after.pgh_context else {}
        yield Moment(
            at=after.pgh_created_at,
            kind=Kind.FACTS,
            title=_("Lộ trình: đổi người lo hoặc hạn"),
            lines=(*_differences(before, after), *filter(None, [_why(about)])),
        )


def _why(about: Mapping[str, Any]) -> str:
    return str(about.get("road") or about.get("reason") or "")


def _differences(before: Any, after: Any) -> Iterator[str]:
    yield str(after.get_kind_display())
    if before.owner_id != after.owner_id:
        names = {"before": before.owner.full_name, "after": after.owner.full_name}
        yield _("%(before)s → %(after)s") % names
    if before.due_on != after.due_on:
        days = {"before": day(before.due_on), "after": day(after.due_on)}
        yield _("Hạn %(before)s → %(after)s") % days


def road_waiting(actor: Actor, at: date) -> Iterator[Waiting]:
    """Source of the inbox: one's own steps, and late ones for who leads them."""
    mine = RoadStep.objects.visible_to(actor).waiting_for(actor, at=at)
    rows = mine.select_related("target__household__village", "owner")
    for row in rows.defer("target__household__village__geom").order_by("due_on", "pk"):
        home = row.target.household
        own = row.owner_id == actor.person_id
        yield Waiting(
            source="road",
            key=row.pk,
            title=f"{row.get_kind_display()}: {row.text}" if row.text else row.get_kind_display(),
            where=f"{home.head_name}, {home.village.name}",
            what=_("Làm rồi ghi kết quả")
            if own
            else _("Đôn đốc %(name)s") % {"name": row.owner.full_name},
            due_on=row.due_on,
            weight=2,
            url=reverse("roadmap:household", kwargs={"household": home.pk}),
        )
