-- Outlines on the map are made by the map's own triggers.
UPDATE areas_commune SET id = id;
UPDATE areas_village SET id = id;
UPDATE areas_selfmanagedgroup SET id = id;
