"""A unit that is deleted changes the version; what is kept of a day tells days, not classes."""

from django.db import migrations

from apps.common import migrating

GONE = """
CREATE OR REPLACE FUNCTION webmap_unit_gone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    commune bigint;
BEGIN
    DELETE FROM webmap_mapunit WHERE level = TG_ARGV[0] AND unit_id = OLD.id
        RETURNING commune_id INTO commune;
    PERFORM webmap_tally(ARRAY[commune]);
    RETURN NULL;
END
$$;
"""
QUIETLY_GONE = """
CREATE OR REPLACE FUNCTION webmap_unit_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM webmap_mapunit WHERE level = TG_ARGV[0] AND unit_id = OLD.id;
    RETURN NULL;
END
$$;
"""
# Both are counted again when they are asked for.
FORGET = """
DELETE FROM webmap_communeday;
UPDATE webmap_communefigures SET shown_version = NULL;
"""


class Migration(migrating.Migration):
    dependencies = [("webmap", "0008_late_after")]

    operations = [
        migrations.RunSQL(GONE, QUIETLY_GONE),
        migrations.RunSQL(FORGET, FORGET),
    ]
