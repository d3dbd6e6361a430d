"""Writes the yearly list: a row a household and year, and the household's own status after it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from apps.households.models import PovertyStatus
from apps.households.statuses import PovertyDecision, mirror_poverty
from apps.imports.ledger import Change, RowOutcome
from apps.imports.messages import about
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.wording import words_for
from apps.imports.writers.context import ImportContext
from apps.imports.writers.register import Home, homes_of
from apps.imports.writers.rows import Account, Taken
from apps.issues.roadmap.differences import difference
from apps.issues.roadmap.importing.rows import CleanStatus, clean_statuses
from apps.issues.roadmap.models import PovertyYear

_BATCH: Final = 1000
_COLUMNS: Final = ("status", "decision_number", "decision_date", "standard", "deprivations")
Row = Taken[CleanStatus]
_STATUS: Final = PovertyYear._meta.get_field("status")


@dataclass(slots=True)
class _Story:
    """What is known of one household before this file."""

    status: str
    # Number and day of the decision by which the register says so.
    decision: tuple[str, date | None]
    years: dict[int, PovertyYear] = field(default_factory=dict)

    def before(self, year: int) -> str:
        """The status of the latest earlier year; without one, what the register says today."""
        earlier = [each for each in self.years if each < year]
        return self.years[max(earlier)].status if earlier else self.status

    def had_left(self, year: int) -> bool:
        return any(
            each < year and row.status == PovertyStatus.ESCAPED for each, row in self.years.items()
        )

    def is_mirrored(self, row: PovertyYear) -> bool:
        """Whether the register is to say what ``row`` does: of the latest year known, and not
        decided before what the register says, by hand or by another file.

        A row that mends the very decision that the register mirrors may set an earlier day.
        """
        if row.year < max(self.years, default=row.year):
            return False
        _number, day = self.decision
        old = self.years.get(row.year)
        if old is not None and (old.decision_number, old.decision_date) == self.decision:
            return True
        return day is None or row.decision_date >= day


class PovertyWriter:
    """Takes the clean rows; nothing is written before ``finish``."""

    def __init__(self, context: ImportContext, account: Account) -> None:
        commune = context.require_commune()
        self.at = context.at
        self.account = account
        self.homes = homes_of(commune)
        known = commune.households.values_list(
            "pk", "poverty_status", "poverty_decision_number", "poverty_decision_date"
        )
        self.stories: dict[int, _Story] = {
            pk: _Story(status, (number, day)) for pk, status, number, day in known.iterator()
        }
        for row in PovertyYear.objects.filter(household__commune=commune).iterator():
            self.stories[row.household_id].years[row.year] = row
        self.met: set[tuple[int, int]] = set()
        self.new: list[PovertyYear] = []
        self.changed: list[PovertyYear] = []

    def _reject(self, row: Row, code: str) -> None:
        codes = (*row.codes, code)
        self.account.reject(row.sheet, row.number, row.value.household_code, *codes)

    def add(self, row: Row) -> None:
        said = row.value
        home = self.homes.get(said.household_code)
        if home is None:
            return self._reject(row, "unknown_household")
        if gone := home.gone_since(said.decision_date):
            return self._reject(row, about("household_left", words_for(gone)))
        if (home.pk, said.year) in self.met:
            return self._reject(row, "listed_twice")
        self.met.add((home.pk, said.year))
        return self._put(row, home, self.stories[home.pk])

    def _put(self, row: Row, home: Home, story: _Story) -> None:
        said = row.value
        old = story.years.get(said.year)
        wanted = {
            "status": said.status,
            "decision_number": said.decision_number,
            "decision_date": said.decision_date,
            "standard": said.standard,
            "deprivations": list(said.deprivations),
        }
        outcome: RowOutcome = "new"
        if old is None:
            self.new.append(
                PovertyYear(household_id=home.pk, year=said.year, recorded_at=self.at, **wanted)
            )
        elif any(getattr(old, name) != value for name, value in wanted.items()):
            outcome = "changed"
            self.changed.append(_altered(old, wanted))
        else:
            outcome = "unchanged"
        self.account.took(
            row.sheet,
            row.number,
            outcome,
            home.code,
            place=home.place,
            changes=_changes(said, story),
            codes=row.codes,
        )

    def finish(self) -> None:
        """Write all rows, then let each household say what its newest year's decision says."""
        PovertyYear.objects.bulk_create(self.new, batch_size=_BATCH)
        PovertyYear.objects.bulk_update(self.changed, _COLUMNS, batch_size=_BATCH)
        mirror_poverty(self._newest())

    def _newest(self) -> dict[PovertyDecision, list[int]]:
        """Decisions of this file that each household's entry in the register is to say."""
        latest: dict[int, PovertyYear] = {}
        for row in sorted((*self.new, *self.changed), key=lambda each: each.year):
            if self.stories[row.household_id].is_mirrored(row):
                latest[row.household_id] = row
        found: dict[PovertyDecision, list[int]] = defaultdict(list)
        for key, row in latest.items():
            found[PovertyDecision(row.status, row.decision_number, row.decision_date)].append(key)
        return found


def _altered(old: PovertyYear, wanted: dict[str, object]) -> PovertyYear:
    """Another row with the key of ``old``: the old values are still compared with."""
    return PovertyYear(
        pk=old.pk,
        household_id=old.household_id,
        year=old.year,
        recorded_at=old.recorded_at,
        **wanted,
    )


def _changes(said: CleanStatus, story: _Story) -> tuple[Change, ...]:
    """The difference to the year before, named by what kind it is (``differences``)."""
    before = story.before(said.year)
    kind = difference(before, said.status, had_left=story.had_left(said.year))
    decision = f"{said.decision_number}, {words_for(said.decision_date)}"
    return (
        Change(
            f"poverty_{kind.value}", words_for(before, _STATUS), words_for(said.status, _STATUS)
        ),
        Change("poverty_decision", "", decision),
    )


def take_poverty_list(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a yearly list."""
    account = Account(context, source, report)
    writer = PovertyWriter(context, account)
    for table in source.tables:
        cleaned = clean_statuses(table, at=context.day)
        for row in account.collect(cleaned, table.sheet):
            writer.add(row)
            account.step()
    writer.finish()
