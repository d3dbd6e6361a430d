-- Households lie around the middle of their village; two of a hundred have no position yet.
INSERT INTO households_household (
    id, commune_id, village_id, group_id, code, head_name, head_birth_year, size, phone, address,
    poverty_status, poverty_decision_number, is_policy_family, policy_decision_number,
    position, position_source, position_missing, left_reason)
SELECT n, commune_id, village_id, village_id * 20 + floor(across * groups)::int, 'H' || n,
       bench_name(n), 1940 + floor(bench_even(n, 14) * 60)::int,
       1 + floor(bench_even(n, 15) * 7)::int, '', '',
       CASE WHEN bench_even(n, 16) < 0.05 THEN 'poor' WHEN bench_even(n, 16) < 0.11 THEN 'near_poor'
            WHEN bench_even(n, 16) < 0.13 THEN 'escaped' ELSE 'none' END,
       '', bench_even(n, 17) < 0.05, '',
       CASE WHEN located THEN ST_Point(bench_lon(province, i + 0.5 + bench_spread(across)),
           bench_lat(j + 0.5 + bench_spread(bench_even(n, 12))), 4326) END,
       CASE WHEN located THEN 'file_wgs84' ELSE '' END,
       CASE WHEN located THEN '' ELSE 'not_given' END, ''
FROM (
    SELECT village.id AS village_id, village.*, n, bench_even(n, 11) AS across,
           bench_even(n, 13) >= 0.02 AS located
    FROM bench_village AS village, generate_series(first_household, last_household) AS n
    WHERE province = %(province)s
) AS household
