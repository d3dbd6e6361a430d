"""Marks of households just written are made in one go, under fewer indexes and no second key."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from apps.common import migrating

REFRESH_BEFORE = import_module(
    "apps.webmap.migrations.0004_provisional_and_in_person"
).REFRESH_MARKS

# What a mark tells of the household's own row. The rest is who is in charge, and contacts.
DRAWN = """
CREATE FUNCTION webmap_drawn(
    place geometry, moved_in_on date, left_on date, poverty_status text, place_source text
) RETURNS TABLE (geom geometry, living daterange, poverty smallint, provisional boolean)
LANGUAGE sql STABLE AS $$
    SELECT
        ST_Transform(place, 3857),
        daterange(moved_in_on, left_on),
        CASE poverty_status
            WHEN 'near_poor' THEN 1 WHEN 'poor' THEN 2 WHEN 'escaped' THEN 3
        END::smallint,
        place_source = 'group_centre'
$$;
"""

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
        home.id, home.commune_id, home.village_id, home.group_id, drawn.geom, drawn.living,
        charge.people[1], charge.periods[1], charge.people[2], charge.periods[2],
        latest.day, latest.month, coalesce(days.n, 0),
        CASE WHEN latest.day IS NULL THEN 0
            ELSE greatest(coalesce(rule.in_person_minimum, 0) - days.in_person, 0) END,
        drawn.poverty, home.is_policy_family, drawn.provisional
    FROM households_household AS home
    CROSS JOIN LATERAL webmap_drawn(
        home.position, home.moved_in_on, home.left_on, home.poverty_status, home.position_source
    ) AS drawn
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

TOUCHED_BEFORE = """
CREATE OR REPLACE FUNCTION webmap_household_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM webmap_refresh_marks((SELECT array_agg(id) FROM touched));
    ELSE
        DELETE FROM webmap_householdmark WHERE household_id IN (SELECT id FROM touched);
    END IF;
    PERFORM webmap_tally((SELECT array_agg(DISTINCT commune_id) FROM touched));
    RETURN NULL;
END
$$;
"""

TOUCHED = """
CREATE OR REPLACE FUNCTION webmap_household_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM webmap_householdmark WHERE household_id IN (SELECT id FROM touched);
    ELSIF TG_OP = 'UPDATE'
        -- A foreign key is looked at when its transaction ends: these may have come first.
        OR EXISTS (
            SELECT FROM touched
            JOIN assignments_assignment AS charge ON charge.household_id = touched.id
        )
        OR EXISTS (
            SELECT FROM touched JOIN visits_contact AS met ON met.household_id = touched.id
        )
    THEN
        PERFORM webmap_refresh_marks((SELECT array_agg(id) FROM touched));
    ELSE
        INSERT INTO webmap_householdmark (
            household_id, commune_id, village_id, group_id, geom, living,
            last_month_days, lacks_in_person, poverty, policy, provisional
        )
        SELECT
            home.id, home.commune_id, home.village_id, home.group_id, drawn.geom, drawn.living,
            0, 0, drawn.poverty, home.is_policy_family, drawn.provisional
        FROM touched AS home
        CROSS JOIN LATERAL webmap_drawn(
            home.position, home.moved_in_on, home.left_on, home.poverty_status,
            home.position_source
        ) AS drawn;
    END IF;
    PERFORM webmap_tally((SELECT array_agg(DISTINCT commune_id) FROM touched));
    RETURN NULL;
END
$$;
"""

# A table emptied as a whole fires no trigger of its rows, and no key leads to the marks any more.
EMPTIED = """
CREATE FUNCTION webmap_households_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM webmap_householdmark;
    RETURN NULL;
END
$$;
CREATE TRIGGER webmap_emptied AFTER TRUNCATE ON households_household
    FOR EACH STATEMENT EXECUTE FUNCTION webmap_households_emptied();
"""
NOT_EMPTIED = """
DROP TRIGGER webmap_emptied ON households_household;
DROP FUNCTION webmap_households_emptied();
"""


class Migration(migrating.Migration):
    dependencies = [
        ("areas", "0003_rules"),
        ("households", "0008_lean_indexes"),
        ("people", "0002_terms_capacities"),
        ("webmap", "0005_communeday_version"),
    ]

    operations = [
        migrations.RunSQL(DRAWN, "DROP FUNCTION webmap_drawn;"),
        migrations.RunSQL(REFRESH_MARKS, REFRESH_BEFORE),
        migrations.RunSQL(TOUCHED, TOUCHED_BEFORE),
        migrations.RunSQL(EMPTIED, NOT_EMPTIED),
        migrations.AlterField(
            model_name="householdmark",
            name="group",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="areas.selfmanagedgroup",
            ),
        ),
        migrations.AlterField(
            model_name="householdmark",
            name="household",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="mark",
                serialize=False,
                to="households.household",
            ),
        ),
        migrations.AlterField(
            model_name="householdmark",
            name="next_person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AlterField(
            model_name="householdmark",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            model_name="householdmark",
            index=models.Index(
                condition=models.Q(("group__isnull", False)),
                fields=["group"],
                name="household_mark_group",
            ),
        ),
        migrations.AddIndex(
            model_name="householdmark",
            index=models.Index(
                condition=models.Q(("person__isnull", False)),
                fields=["person"],
                name="household_mark_person",
            ),
        ),
        migrations.AddIndex(
            model_name="householdmark",
            index=models.Index(
                condition=models.Q(("next_person__isnull", False)),
                fields=["next_person"],
                name="household_mark_next_person",
            ),
        ),
    ]
