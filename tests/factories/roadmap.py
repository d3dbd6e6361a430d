"""Decisions, registrations, steps and help; made as the services leave them."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import openpyxl

from apps.common.clock import ZONE
from apps.households.models import Household
from apps.issues.models import (
    DataRequest,
    HouseholdSupport,
    PovertyTarget,
    PovertyYear,
    RoadStep,
)
from apps.issues.rights.kinds import RequestKind, RequestState
from apps.issues.rights.workdays import clocks_for
from apps.people.models import Person

_NOW = datetime(2026, 11, 16, 8, 30, tzinfo=ZONE)
HEADER = (
    "Mã hộ",
    "Chủ hộ",
    "Phân loại hộ",
    "Số quyết định",
    "Ngày quyết định",
    "Năm rà soát",
    "Chỉ số thiếu hụt",
)
Row = Sequence[str | int | None]


def decided(home: Household, year: int, status: str, *, missing: Sequence[str] = ()) -> PovertyYear:
    """A decision of the eleventh month of its year, and the household says so."""
    row = PovertyYear.objects.create(
        household=home,
        year=year,
        status=status,
        decision_number=f"{year}/QĐ-UBND",
        decision_date=date(year, 11, 2),
        standard="nd07-2021",
        deprivations=list(missing),
        recorded_at=_NOW,
    )
    home.poverty_status = status
    home.poverty_decision_number = row.decision_number
    home.poverty_decision_date = row.decision_date
    home.save()
    return row


def target(home: Household, *, year: int = 2027) -> PovertyTarget:
    return PovertyTarget.objects.create(
        client_uuid=uuid4(), household=home, target_year=year, registered_on=date(2026, 1, 5)
    )


def step(road: PovertyTarget, owner: Person, *, due_on: date) -> RoadStep:
    return RoadStep.objects.create(
        client_uuid=uuid4(), target=road, kind="loan", owner=owner, due_on=due_on
    )


def support(home: Household) -> HouseholdSupport:
    return HouseholdSupport.objects.create(
        client_uuid=uuid4(),
        household=home,
        kind="loan",
        amount=50_000_000,
        given_by="bank",
        given_on=date(2026, 3, 2),
    )


def request(home: Household, *, kind: str = "access", on: date = date(2026, 11, 13)) -> DataRequest:
    clocks = clocks_for(RequestKind(kind), on)
    return DataRequest.objects.create(
        client_uuid=uuid4(),
        household=home,
        kind=kind,
        asked_by="head",
        received_on=on,
        recorded_at=_NOW,
        answer_by=clocks.answer_by,
        act_by=clocks.act_by,
        state=RequestState.RECEIVED,
    )


def write_list(path: Path, rows: Sequence[Row], *, above: Sequence[str] = ()) -> Path:
    """A yearly list as an office keeps it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (*([text] for text in above), HEADER, *rows):
        sheet.append(list(line))
    book.save(path)
    return path
