-- What the map reads is made by the map's own triggers and function.
UPDATE areas_commune SET id = id;
UPDATE areas_village SET id = id;
UPDATE areas_selfmanagedgroup SET id = id;
