"""Marks say which points are provisional, and how many days in person the month still lacks."""

from importlib import import_module

from django.db import migrations, models

from apps.common import migrating

BEFORE = import_module("apps.webmap.migrations.0002_triggers").REFRESH_MARKS.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)

REFRESH_MARKS = """
CREATE OR REPLACE FUNCTION webmap_refresh_marks(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
BEGIN
    -- Whoever comes second waits here and then counts what the first one wrote.
    PERFORM FROM webmap_householdmark WHERE household_id = ANY (ids)
        ORDER BY household_id FOR UPDATE;
    INSERT INTO webmap_householdmark AS mark (
        household_id, commune_id, village_id, group_id, geom, living,
        person_id, charge, next_person_id, next_charge,
        last_day, last_month, last_month_days, lacks_in_person, poverty, policy, provisional
    )
    SELECT
        home.id, home.commune_id, home.village_id, home.group_id,
        ST_Transform(home.position, 3857),
        daterange(home.moved_in_on, home.left_on),
        charge.people[1], charge.periods[1], charge.people[2], charge.periods[2],
        latest.day, latest.month, coalesce(days.n, 0),
        CASE WHEN latest.day IS NULL THEN 0
            ELSE greatest(coalesce(rule.in_person_minimum, 0) - days.in_person, 0) END,
        CASE home.poverty_status
            WHEN 'near_poor' THEN 1 WHEN 'poor' THEN 2 WHEN 'escaped' THEN 3
        END,
        home.is_policy_family, home.position_source = 'group_centre'
    FROM households_household AS home
    LEFT JOIN visits_contactrule AS rule ON rule.commune_id = home.commune_id
    CROSS JOIN LATERAL (
        SELECT array_agg(newest.person_id) AS people, array_agg(newest.period) AS periods
        FROM (
            SELECT person_id, period FROM assignments_assignment
            WHERE household_id = home.id AND tier = 3
            ORDER BY lower(period) DESC LIMIT 2
        ) AS newest
    ) AS charge
    LEFT JOIN LATERAL (
        SELECT contact.day, webmap_month_start(contact.day, coalesce(rule.month_start, 1)) AS month
        FROM visits_contact AS contact
        -- A phone's clock may run ahead: what lies in the future counts when it has come.
        WHERE contact.household_id = home.id AND contact.day <= today
        ORDER BY contact.day DESC LIMIT 1
    ) AS latest ON true
    LEFT JOIN LATERAL (
        SELECT count(DISTINCT contact.day) AS n,
            count(DISTINCT contact.day) FILTER (WHERE contact.channel = 'in_person') AS in_person
        FROM visits_contact AS contact
        WHERE contact.household_id = home.id
          AND contact.day BETWEEN latest.month AND latest.day
    ) AS days ON true
    WHERE home.id = ANY (ids)
    ORDER BY home.id
    ON CONFLICT (household_id) DO UPDATE SET
        commune_id = excluded.commune_id, village_id = excluded.village_id,
        group_id = excluded.group_id, geom = excluded.geom, living = excluded.living,
        person_id = excluded.person_id, charge = excluded.charge,
        next_person_id = excluded.next_person_id, next_charge = excluded.next_charge,
        last_day = excluded.last_day, last_month = excluded.last_month,
        last_month_days = excluded.last_month_days, lacks_in_person = excluded.lacks_in_person,
        poverty = excluded.poverty, policy = excluded.policy, provisional = excluded.provisional;
END
$$;
"""

# Only what differs from the defaults is written; then no tile and no figure of before is shown.
CATCH_UP = """
UPDATE webmap_householdmark AS mark SET provisional = true
FROM households_household AS home
WHERE home.id = mark.household_id AND home.position_source = 'group_centre';

UPDATE webmap_householdmark AS mark SET lacks_in_person = asked.n - coalesce(met.n, 0)
FROM (
    SELECT home.id, rule.in_person_minimum AS n
    FROM households_household AS home
    JOIN visits_contactrule AS rule ON rule.commune_id = home.commune_id
    WHERE rule.in_person_minimum > 0
) AS asked
LEFT JOIN (
    SELECT contact.household_id, count(DISTINCT contact.day) AS n
    FROM visits_contact AS contact
    JOIN webmap_householdmark AS own ON own.household_id = contact.household_id
        AND contact.day BETWEEN own.last_month AND own.last_day
    WHERE contact.channel = 'in_person'
    GROUP BY contact.household_id
) AS met ON met.household_id = asked.id
WHERE mark.household_id = asked.id AND mark.last_day IS NOT NULL
    AND asked.n > coalesce(met.n, 0);

SELECT webmap_tally(array_agg(DISTINCT commune_id)) FROM webmap_householdmark;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("webmap", "0003_unit_index"),
        ("households", "0002_initial"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="householdmark",
            name="lacks_in_person",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="householdmark",
            name="provisional",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(REFRESH_MARKS, BEFORE),
        migrations.RunSQL(CATCH_UP, migrations.RunSQL.noop),
    ]
