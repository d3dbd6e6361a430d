-- Up to four contacts of the last sixty days, 1.8 in the mean, with households that have somebody.
INSERT INTO visits_contact (
    id, client_uuid, household_id, person_id, channel, said_at, happened_at, received_at, note,
    changes)
SELECT household_id * 4 + turn, md5((household_id * 4 + turn)::text)::uuid, household_id, person_id,
       (ARRAY['in_person', 'phone', 'zalo', 'meeting'])
           [1 + floor(bench_even(household_id * 4 + turn, 41) * 4)::int],
       said_at, said_at, said_at, '', '{}'
FROM (
    SELECT household_id, person_id, turn, %(today)s::date + time '09:00'
        - floor(bench_even(household_id * 4 + turn, 42) * 60)::int * interval '1 day' AS said_at
    FROM assignments_assignment, generate_series(0, 3) AS turn
    WHERE tier = 3
      AND household_id > (%(province)s - 1) * 1000000::bigint
      AND household_id <= %(province)s * 1000000::bigint
      AND bench_even(household_id * 4 + turn, 43) < 0.45
) AS contact
