-- What webmap_refresh_marks makes of each household, for a whole province at once: it looks up
-- every household by itself, which took half as long as all the rest. A sample is held against it.
INSERT INTO webmap_householdmark (
    household_id, commune_id, village_id, group_id, geom, living, person_id, charge,
    last_day, last_month, last_month_days, lacks_in_person, poverty, policy, provisional)
SELECT
    home.id, home.commune_id, home.village_id, home.group_id, ST_Transform(home.position, 3857),
    daterange(home.moved_in_on, home.left_on), charge.person_id, charge.period,
    -- The communes have set no rule, and the usual one asks for nothing in person.
    latest.day, latest.month, coalesce(latest.n, 0), 0,
    CASE home.poverty_status WHEN 'near_poor' THEN 1 WHEN 'poor' THEN 2 WHEN 'escaped' THEN 3 END,
    home.is_policy_family, home.position_source = 'group_centre'
FROM households_household AS home
LEFT JOIN assignments_assignment AS charge ON charge.household_id = home.id AND charge.tier = 3
LEFT JOIN (
    SELECT DISTINCT ON (household_id) household_id, month, max(day) AS day,
           count(DISTINCT day) AS n
    FROM (
        SELECT household_id, day, date_trunc('month', day::timestamp)::date AS month
        FROM visits_contact
        WHERE day <= %(today)s::date
          AND household_id > (%(province)s - 1) * 1000000::bigint
          AND household_id <= %(province)s * 1000000::bigint
    ) AS contact
    GROUP BY household_id, month ORDER BY household_id, month DESC
) AS latest ON latest.household_id = home.id
WHERE home.id > (%(province)s - 1) * 1000000::bigint AND home.id <= %(province)s * 1000000::bigint
ORDER BY home.id
