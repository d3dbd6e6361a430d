"""The demo commune as a folder of files, of the kinds ``import_commune`` reads."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geodata import outlines, workbooks
from geodata.plan import DEFAULT_SEED, Commune, plan_commune


@dataclass(frozen=True)
class Fault:
    """A deliberate slip in the household workbook; ``row`` as the spreadsheet counts."""

    sheet: str
    row: int
    household: str
    fault: str


@dataclass(frozen=True)
class Summary:
    """What the folder holds; ``households`` counts each once, rows at fault included."""

    villages: int
    groups: int
    households: int
    without_position: int
    members: int
    assigned: int
    contacts: int
    area_km2: float
    faults: list[Fault]


def write_files(commune: Commune, out: Path) -> Summary:
    """Write the commune's files into ``out``, which is made if missing."""
    out.mkdir(parents=True, exist_ok=True)
    outlines.write_commune_outline(commune, out)
    outlines.write_village_outlines(commune, out)
    outlines.write_group_outlines(commune, out)
    outlines.write_lines(commune, out)
    faults = workbooks.write_households(commune, out)
    workbooks.write_members(commune, out)
    workbooks.write_duties(commune, out)
    workbooks.write_log(commune, out)
    return Summary(
        villages=len(commune.territory.villages),
        groups=len(commune.territory.groups),
        households=len(commune.households),
        without_position=sum(h.writing == "none" for h in commune.households),
        members=len(commune.members),
        assigned=len(commune.duties),
        contacts=len(commune.log),
        area_km2=round(outlines.area_km2(commune.territory.commune), 2),
        faults=[Fault(*fault) for fault in faults],
    )


def write_commune(out: Path, *, seed: int = DEFAULT_SEED, until: date) -> Summary:
    """Make the demo commune up, with contacts until that day, and write its files into ``out``."""
    return write_files(plan_commune(seed=seed, until=until), out)
