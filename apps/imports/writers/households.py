"""Writes households: where the file puts them, checked against where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from apps.common.ahead import ahead
from apps.households.models import Household
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows.household_blocks import HomeBlock, clean_blocks
from apps.imports.writers.arrived import Arrived, Ready
from apps.imports.writers.context import ImportContext
from apps.imports.writers.datum import HomeFit
from apps.imports.writers.household_first import table_for
from apps.imports.writers.places import Places
from apps.imports.writers.rows import Account, ground_of
from apps.imports.writers.spots import SpotFinder, Spots

# Rows that the database takes in while as many are being cleaned.
_TOGETHER = 5_000
# The first are fewer, so that the database need not wait for long.
_FIRST = 1_000


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows as cleaned, where they belong, and what is copied of them.

    Without spots and what is ready: not listed, only placed.
    """

    block: HomeBlock
    spots: Spots | None = None
    ready: Ready | None = None


class HouseholdWriter:
    """Takes the clean rows of one file in batches.

    A batch is ``made`` in a thread of its own while the one before is ``take``n: only the second
    may touch the database, the account and the language, and only the first the outlines.
    """

    def __init__(self, context: ImportContext, account: Account) -> None:
        self.commune = context.require_commune()
        self.account = account
        self.places = places = Places(self.commune, context.day)
        self.fit = HomeFit(places)
        self.finder = SpotFinder(places, self.fit)
        self.table = table_for(context, account)

    def village_of(self, hints: Sequence[str]) -> str | None:
        """The first of what may name a sheet's village that does."""
        return next((hint for hint in hints if self.places.village(hint)), None)

    def made(
        self, blocks: Iterable[HomeBlock], sheet: str | None, *, positions_only: bool
    ) -> Iterator[_Batch]:
        """The rows in batches, placed, checked and written out."""
        for block in _gathered(blocks):
            if positions_only:
                yield _Batch(block)
            else:
                spots = self.finder.find(block)
                arrived = _listed_places(block, spots, sheet)
                if not self.table.takes_nowhere:
                    arrived = arrived.without(spots.nowhere())
                ready = self.table.ready(arrived)
                yield _Batch(block, spots, ready)

    def take(self, batch: _Batch, sheet: str | None) -> None:
        """Count and tell one batch, and hand it to the table."""
        block, ready = batch.block, batch.ready
        for _row in self.account.collect((row for _at, row in block.remarkable), sheet):
            # Rows to be written are the columns' business; here they only are spoken of.
            pass
        if batch.spots is not None:
            self._tell(block, batch.spots, sheet)
        self.table.take(ready or self.table.ready(self._known_places(block, sheet)))
        self.account.step(len(block))

    def _tell(self, block: HomeBlock, spots: Spots, sheet: str | None) -> None:
        """What is to be said of where rows belong."""
        notes = block.notes()
        nowhere = spots.nowhere()
        for index in sorted(nowhere | spots.said.keys()):
            number = block.homes["number"][index]
            if index in nowhere and self.table.takes_nowhere:
                # The table says so, where the household is not known.
                continue
            if index in nowhere:
                # Nobody knows where it belongs.
                remarks = (*notes.get(index, ()), "unknown_village")
                self.account.reject(sheet, number, block.homes["code"][index], *remarks)
                continue
            for code in spots.said[index]:
                self.account.say(sheet, number, code)

    def _known_places(self, block: HomeBlock, sheet: str | None) -> Arrived:
        """Points of households that must be known already; they stay in their village."""
        codes = self.table.codes_of(block.homes["code"])
        homes = Household.objects.filter(commune=self.commune, code__in=codes)
        known = set(homes.values_list("code", flat=True))
        notes = block.notes()
        unknown = {index for index, code in enumerate(codes) if code not in known}
        for index in sorted(unknown):
            remarks = (*notes.get(index, ()), "unknown_household")
            number, code = block.homes["number"][index], block.homes["code"][index]
            self.account.reject(sheet, number, code, *remarks)
        groups = [None] * len(codes)
        return Arrived(sheet, block.homes, None, groups, notes).without(unknown)

    def finish(self) -> None:
        """Say what only all rows together tell."""
        if self.fit.suspects_shift():
            self.account.say(None, 0, "datum_shift_suspected")


def _listed_places(block: HomeBlock, spots: Spots, sheet: str | None) -> Arrived:
    """Rows of a list, each with the village and the group it belongs to."""
    codes = block.notes()
    for index, said in spots.said.items():
        codes[index] = (*codes.get(index, ()), *said)
    return Arrived(sheet, block.homes, spots.villages, spots.groups, codes, spots.names)


def _gathered(blocks: Iterable[HomeBlock]) -> Iterator[HomeBlock]:
    """The same rows in blocks of as many as are written together, or some more."""
    gathered, wanted = HomeBlock(), min(_FIRST, _TOGETHER)
    for block in blocks:
        gathered.add(block)
        if len(gathered) >= wanted:
            yield gathered
            gathered, wanted = HomeBlock(), _TOGETHER
    if len(gathered) or gathered.remarkable:
        yield gathered


def take_households(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a workbook, or layers of points; a code may not come twice in a file."""
    account = Account(context, source, report)
    ground = ground_of(context, source, report)
    writer = HouseholdWriter(context, account)
    codes: set[str] = set()
    for table in source.tables:
        village = writer.village_of(table.village_hints)
        blocks = clean_blocks(table, at=context.day, ground=ground, codes=codes, village=village)
        made = writer.made(blocks, table.sheet, positions_only=table.positions_only)
        for batch in ahead(made):
            writer.take(batch, table.sheet)
    writer.finish()
