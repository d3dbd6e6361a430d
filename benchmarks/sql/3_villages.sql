-- Villages with shared borders of 40 corners each; communes of 27 villages made of them.
CREATE TEMP TABLE outline ON COMMIT DROP AS
WITH across AS (
    SELECT i, j, bench_border(bench_corner(%(province)s, i, j), bench_corner(%(province)s, i + 1, j),
        %(province)s * 1000000::bigint + i * 1000 + j) AS line
    FROM generate_series(0, 99) AS i, generate_series(0, 90) AS j
), up AS (
    SELECT i, j, bench_border(bench_corner(%(province)s, i, j), bench_corner(%(province)s, i, j + 1),
        %(province)s * 1000000::bigint + 500000000 + i * 1000 + j) AS line
    FROM generate_series(0, 100) AS i, generate_series(0, 89) AS j
)
SELECT village.id, village.commune_id, ST_MakePolygon(ST_MakeLine(ARRAY[
    south.line, east.line, ST_Reverse(north.line), ST_Reverse(west.line)])) AS geom
FROM bench_village AS village
JOIN across AS south ON south.i = village.i AND south.j = village.j
JOIN across AS north ON north.i = village.i AND north.j = village.j + 1
JOIN up AS west ON west.i = village.i AND west.j = village.j
JOIN up AS east ON east.i = village.i + 1 AND east.j = village.j
WHERE village.province = %(province)s;

INSERT INTO areas_province (id, name, code, geom)
SELECT %(province)s, 'Tỉnh Đo ' || %(province)s, 'B' || %(province)s, NULL;

INSERT INTO areas_commune (id, province_id, name, code, kind, geom)
SELECT commune_id, %(province)s, 'Xã Đo ' || commune_id, 'B' || lpad(commune_id::text, 5, '0'),
       'commune', ST_Multi(ST_Union(geom))
FROM outline GROUP BY commune_id ORDER BY outline.commune_id;

INSERT INTO areas_village (id, commune_id, name, code, kind, geom)
SELECT outline.id, outline.commune_id, 'Thôn ' || outline.id, outline.id::text, 'thon', ST_Multi(geom) FROM outline ORDER BY outline.id;

-- A group is a strip of its village, so wide that each has about 30 households.
INSERT INTO areas_selfmanagedgroup (id, village_id, name, code, geom)
SELECT village.id * 20 + g, village.id, 'Tổ ' || g + 1, 'T' || g + 1,
       ST_Multi(ST_CollectionExtract(ST_Intersection(outline.geom, ST_MakeEnvelope(
           bench_lon(village.province, village.i + 0.5 + CASE WHEN g = 0 THEN -1
               ELSE bench_spread(g::float8 / groups) END),
           bench_lat(village.j - 1),
           bench_lon(village.province, village.i + 0.5 + CASE WHEN g = groups - 1 THEN 1
               ELSE bench_spread((g + 1)::float8 / groups) END),
           bench_lat(village.j + 2), 4326)), 3))
FROM outline JOIN bench_village AS village USING (id), generate_series(0, groups - 1) AS g
ORDER BY 1
