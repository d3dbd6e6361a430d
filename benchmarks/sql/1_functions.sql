-- A made-up province: 90 rows of 100 villages, 340 communes, 1,000,000 households on 11,800 km²
-- (Viet Nam's mean of 85 households/km²). Further provinces lie to the east, each with its own
-- million. Whatever looks random is a hash of a number, so the same recipe makes the same data.

-- Evenly spread over (0, 1), always the same for the same number and purpose.
CREATE FUNCTION bench_even(n bigint, purpose int) RETURNS float8
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ((hashint8extended(n, purpose) & 2147483647) + 0.5) / 2147483648.0
$$;

-- Degrees; a village's place in the grid is 0.0111 by 0.0104, about 1.15 km each way.
CREATE FUNCTION bench_lon(province int, i float8) RETURNS float8
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 105 + ((province - 1) * 100 + i) * 0.0111 $$;
CREATE FUNCTION bench_lat(j float8) RETURNS float8
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 21 + j * 0.0104 $$;

-- Distance from the middle, in steps of the grid, of what lies at the share q of a cluster.
CREATE FUNCTION bench_spread(q float8) RETURNS float8
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT least(0.45, greatest(-0.45, 0.09 * ln(q / (1 - q))))
$$;

-- Corners of the grid are pushed about by up to a quarter of a step.
CREATE FUNCTION bench_corner(province int, i int, j int) RETURNS geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_Point(
        bench_lon(province, i + CASE WHEN i IN (0, 100) THEN 0
            ELSE (bench_even(province * 1000000::bigint + i * 1000 + j, 1) - 0.5) / 2 END),
        bench_lat(j + CASE WHEN j IN (0, 90) THEN 0
            ELSE (bench_even(province * 1000000::bigint + i * 1000 + j, 2) - 0.5) / 2 END),
        4326)
$$;

-- The border between two corners, drawn once and used by the villages on both sides of it.
CREATE FUNCTION bench_border(a geometry, b geometry, seed bigint) RETURNS geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_MakeLine(a || array_agg(ST_Point(
        ST_X(a) + (ST_X(b) - ST_X(a)) * k / 10.0 + (bench_even(seed * 16 + k, 3) - 0.5) * 0.0004,
        ST_Y(a) + (ST_Y(b) - ST_Y(a)) * k / 10.0 + (bench_even(seed * 16 + k, 4) - 0.5) * 0.0004,
        4326) ORDER BY k) || b)
    FROM generate_series(1, 9) AS k
$$;

CREATE FUNCTION bench_name(n bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (ARRAY['Nguyễn','Trần','Lê','Phạm','Hoàng','Vũ','Đặng','Bùi','Nông','Lý'])
               [1 + floor(bench_even(n, 5) * 10)::int] || ' '
        || (ARRAY['Văn','Thị','Đức','Minh','Thanh','Quang','Hồng'])
               [1 + floor(bench_even(n, 6) * 7)::int] || ' '
        || (ARRAY['An','Bình','Chung','Dũng','Giang','Hà','Khánh','Lan','Mai','Nga','Phúc','Tú'])
               [1 + floor(bench_even(n, 7) * 12)::int]
$$;

CREATE TABLE bench_village (
    id bigint PRIMARY KEY, province int, i int, j int, commune_id bigint,
    -- The village's households are numbered from the one to the other.
    first_household bigint, last_household bigint, groups int
);
