"""In which coordinate systems the places of a file are read, as the import itself finds them."""

from __future__ import annotations

from typing import Final

from apps.areas.models import Commune
from apps.imports.recognise import Recognised
from apps.imports.writers.layers import layer_srid
from apps.imports.writers.rows import ground_in

_DEGREES: Final = frozenset({"lat", "lon", "latlon"})
#: stands for metres whose zone nobody can tell
UNKNOWN_ZONE: Final = 0


def systems_of(found: Recognised, commune: Commune) -> list[int]:
    """SRIDs as chosen, as the file says, or as they fit the commune; [] of a file of no places.

    A household list may have columns of degrees and columns of metres.
    """
    if found.layers:
        return [layer_srid(found.layers[0], commune) or UNKNOWN_ZONE]
    said = next((table.srid for table in found.tables if table.srid), None)
    fields = {field for table in found.tables for field in table.columns}
    in_metres = "grid_x" in fields
    if not (in_metres or fields & _DEGREES):
        return []
    if said is not None:
        return [said]
    ground = ground_in(commune, found)
    systems = [ground.degrees] if fields & _DEGREES else []
    if in_metres:
        systems.append(ground.zone.srid if ground.zone else UNKNOWN_ZONE)
    return systems
