"""The VN-2000 zones that PostGIS 3.3's own table of coordinate systems lacks."""

from typing import Any

from django.db import migrations

from apps.common import migrating
from apps.common.geo.vn2000 import MISSING_IN_POSTGIS_33

# A later PostGIS brings these zones itself; ours must be the same, so ours wins.
UPSERT = """
INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)
VALUES (%(srid)s, 'EPSG', %(srid)s, %(wkt)s, %(proj4)s)
ON CONFLICT (srid) DO UPDATE SET srtext = EXCLUDED.srtext, proj4text = EXCLUDED.proj4text
"""


def add_zones(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for zone in MISSING_IN_POSTGIS_33:
            cursor.execute(UPSERT, {"srid": zone.srid, "wkt": zone.wkt, "proj4": zone.proj4})


class Migration(migrating.Migration):
    dependencies = [("common", "0001_database")]
    operations = [migrations.RunPython(add_zones, migrations.RunPython.noop)]
