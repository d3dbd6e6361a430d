-- One member for every eight households of a village, living in it.
INSERT INTO people_person (id, commune_id, full_name, phone, home)
SELECT village.id * 100 + m, commune_id, bench_name(village.id * 100 + m), '',
       ST_Point(
           bench_lon(province, i + 0.5 + bench_spread(bench_even(village.id * 100 + m, 31))),
           bench_lat(j + 0.5 + bench_spread(bench_even(village.id * 100 + m, 32))), 4326)
FROM bench_village AS village, generate_series(0, (last_household - first_household) / 8) AS m
WHERE province = %(province)s;

-- In charge of their eight; from none to four of ten households of a village have nobody.
INSERT INTO assignments_assignment (id, tier, person_id, household_id, period)
SELECT n, 3, village.id * 100 + (n - first_household) / 8, n, daterange('2026-01-01', NULL)
FROM bench_village AS village, generate_series(first_household, last_household) AS n
WHERE province = %(province)s
  AND bench_even(n, 33) > 0.4 * power(bench_even(village.id, 34), 2)
