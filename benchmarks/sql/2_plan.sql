-- A village's share of the million is the inverse of an even number: most villages are small, a
-- few are large (47 to 364 households).
INSERT INTO bench_village
WITH weighed AS (
    SELECT (%(province)s - 1) * 9000 + j * 100 + i + 1 AS id, i, j,
           1 / (0.15 + bench_even(%(province)s * 100000 + j * 100 + i, 8)) AS weight
    FROM generate_series(0, 99) AS i, generate_series(0, 89) AS j
), summed AS (
    SELECT *, sum(weight) OVER (ORDER BY id) AS upto, sum(weight) OVER () AS whole FROM weighed
), shared AS (
    SELECT id, i, j, (%(province)s - 1) * 1000000::bigint AS before,
           floor(1000000 * upto / whole + 1e-6)::bigint AS upto
    FROM summed
), numbered AS (
    SELECT *, before + lag(upto, 1, 0::bigint) OVER (ORDER BY id) + 1 AS first, before + upto AS last
    FROM shared
)
SELECT id, %(province)s, i, j, (%(province)s - 1) * 340 + (j / 9) * 34 + i / 3 + 1, first, last,
       greatest(1, round((last - first + 1) / 30.0)::int)
FROM numbered
