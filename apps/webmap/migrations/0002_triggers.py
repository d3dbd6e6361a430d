"""Triggers that keep marks, units and versions; then everything that is there already."""

from django.db import migrations

from apps.common import migrating

MONTH = """
CREATE FUNCTION webmap_month_start(day date, month_start integer) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- First day of the commune's month that holds the day; month_start is 1…28.
    SELECT date_trunc('month', (day - (month_start - 1))::timestamp)::date + (month_start - 1)
$$;
"""

REFRESH_MARKS = """
CREATE FUNCTION webmap_refresh_marks(ids bigint[]) RETURNS void
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
        last_day, last_month, last_month_days, poverty, policy
    )
    SELECT
        home.id, home.commune_id, home.village_id, home.group_id,
        ST_Transform(home.position, 3857),
        daterange(home.moved_in_on, home.left_on),
        charge.people[1], charge.periods[1], charge.people[2], charge.periods[2],
        latest.day, latest.month, coalesce(days.n, 0),
        CASE home.poverty_status
            WHEN 'near_poor' THEN 1 WHEN 'poor' THEN 2 WHEN 'escaped' THEN 3
        END,
        home.is_policy_family
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
        SELECT count(DISTINCT contact.day) AS n FROM visits_contact AS contact
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
        last_month_days = excluded.last_month_days,
        poverty = excluded.poverty, policy = excluded.policy;
END
$$;
"""

TALLY = """
CREATE FUNCTION webmap_tally(communes bigint[]) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO webmap_maptally (commune_id, weight)
    SELECT DISTINCT commune, 1 FROM unnest(communes) AS commune WHERE commune IS NOT NULL
$$;
"""

# Trigger functions; ``touched`` is the transition table of the statement.
TOUCHED = """
CREATE FUNCTION webmap_household_touched() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE FUNCTION webmap_homes_touched(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM webmap_refresh_marks(ids);
    PERFORM webmap_tally((
        SELECT array_agg(DISTINCT commune_id) FROM households_household WHERE id = ANY (ids)
    ));
END
$$;
CREATE FUNCTION webmap_of_household_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM webmap_homes_touched((
        SELECT array_agg(DISTINCT household_id) FROM touched WHERE household_id IS NOT NULL
    ));
    RETURN NULL;
END
$$;
CREATE FUNCTION webmap_moved_between_households() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The household that a row was tied to before the statement changes as well.
    PERFORM webmap_homes_touched((
        SELECT array_agg(DISTINCT household_id)
        FROM (SELECT household_id FROM before UNION SELECT household_id FROM touched) AS both_sides
        WHERE household_id IS NOT NULL
    ));
    RETURN NULL;
END
$$;
CREATE FUNCTION webmap_rule_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM webmap_homes_touched((
        SELECT array_agg(id) FROM households_household
        WHERE commune_id IN (SELECT commune_id FROM touched)
    ));
    PERFORM webmap_tally((SELECT array_agg(commune_id) FROM touched));
    RETURN NULL;
END
$$;
"""

UNITS = """
CREATE FUNCTION webmap_put_unit(
    unit_level text, unit bigint, unit_name text, commune bigint, village bigint, grp bigint,
    unit_valid daterange, outline geometry
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    flat geometry := ST_Transform(outline, 3857);
    inside geometry := ST_PointOnSurface(outline);
BEGIN
    INSERT INTO webmap_mapunit (
        level, unit_id, name, commune_id, village_id, group_id, valid, geom, coarse, lon, lat,
        figures, shown
    ) VALUES (
        unit_level, unit, unit_name, commune, village, grp, unit_valid, flat,
        -- 60 m are less than a pixel up to zoom 11.
        ST_SimplifyPreserveTopology(flat, 60), ST_X(inside), ST_Y(inside), '{}', '{}'
    )
    ON CONFLICT (level, unit_id) DO UPDATE SET
        name = excluded.name, commune_id = excluded.commune_id, village_id = excluded.village_id,
        group_id = excluded.group_id, valid = excluded.valid, geom = excluded.geom,
        coarse = excluded.coarse, lon = excluded.lon, lat = excluded.lat;
    -- Numbers are counted anew for a unit that is new or has become another's.
    UPDATE webmap_communefigures SET version = -1 WHERE commune_id = commune;
    PERFORM webmap_tally(ARRAY[commune]);
END
$$;
CREATE FUNCTION webmap_commune_full_name(kind text, name text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE kind WHEN 'ward' THEN 'Phường ' WHEN 'special_zone' THEN 'Đặc khu '
        ELSE 'Xã ' END || name
$$;
CREATE FUNCTION webmap_commune_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM webmap_put_unit(
        'commune', NEW.id, webmap_commune_full_name(NEW.kind, NEW.name), NEW.id, NULL, NULL,
        daterange(NEW.valid_from, NEW.valid_to), NEW.geom
    );
    RETURN NULL;
END
$$;
CREATE FUNCTION webmap_village_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM webmap_put_unit(
        'village', NEW.id, NEW.name, NEW.commune_id, NEW.id, NULL,
        daterange(NEW.valid_from, NEW.valid_to), NEW.geom
    );
    IF TG_OP = 'UPDATE' AND OLD.commune_id <> NEW.commune_id THEN
        UPDATE webmap_mapunit SET commune_id = NEW.commune_id
            WHERE level = 'group' AND village_id = NEW.id;
        PERFORM webmap_tally(ARRAY[OLD.commune_id]);
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION webmap_group_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM webmap_put_unit(
        'group', NEW.id, NEW.name,
        (SELECT commune_id FROM areas_village WHERE id = NEW.village_id), NEW.village_id, NEW.id,
        daterange(NEW.valid_from, NEW.valid_to), NEW.geom
    );
    RETURN NULL;
END
$$;
CREATE FUNCTION webmap_unit_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM webmap_mapunit WHERE level = TG_ARGV[0] AND unit_id = OLD.id;
    RETURN NULL;
END
$$;
"""


def _statement_trigger(table: str, operation: str, function: str) -> str:
    rows = "OLD" if operation == "DELETE" else "NEW"
    both = " OLD TABLE AS before" if function == "webmap_moved_between_households" else ""
    return (
        f"CREATE TRIGGER webmap_{operation.lower()} AFTER {operation} ON {table}"
        f" REFERENCING {rows} TABLE AS touched{both}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
    )


def _unit_triggers(level: str) -> str:
    table = {"commune": "areas_commune", "village": "areas_village"}.get(
        level, "areas_selfmanagedgroup"
    )
    return (
        f"CREATE TRIGGER webmap_put AFTER INSERT OR UPDATE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION webmap_{level}_touched();"
        f"CREATE TRIGGER webmap_gone AFTER DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION webmap_unit_gone('{level}');"
    )


STATEMENT_TRIGGERS = [
    *(
        _statement_trigger("households_household", operation, "webmap_household_touched")
        for operation in ("INSERT", "UPDATE", "DELETE")
    ),
    *(
        _statement_trigger(table, operation, "webmap_of_household_touched")
        for table in ("assignments_assignment", "visits_contact")
        for operation in ("INSERT", "DELETE")
    ),
    *(
        _statement_trigger(table, "UPDATE", "webmap_moved_between_households")
        for table in ("assignments_assignment", "visits_contact")
    ),
    *(
        _statement_trigger("visits_contactrule", operation, "webmap_rule_touched")
        for operation in ("INSERT", "UPDATE", "DELETE")
    ),
]
TABLES = (
    "households_household",
    "assignments_assignment",
    "visits_contact",
    "visits_contactrule",
)
DROP_TRIGGERS = "".join(
    f"DROP TRIGGER webmap_{operation} ON {table};"
    for table in TABLES
    for operation in ("insert", "update", "delete")
) + "".join(
    f"DROP TRIGGER {name} ON {table};"
    for table in ("areas_commune", "areas_village", "areas_selfmanagedgroup")
    for name in ("webmap_put", "webmap_gone")
)
DROP_FUNCTIONS = "".join(
    f"DROP FUNCTION {name};"
    for name in (
        "webmap_unit_gone",
        "webmap_group_touched",
        "webmap_village_touched",
        "webmap_commune_touched",
        "webmap_commune_full_name",
        "webmap_put_unit",
        "webmap_rule_touched",
        "webmap_moved_between_households",
        "webmap_of_household_touched",
        "webmap_homes_touched",
        "webmap_household_touched",
        "webmap_tally",
        "webmap_refresh_marks",
        "webmap_month_start",
    )
)
# What was written before there were triggers.
CATCH_UP = """
UPDATE areas_commune SET id = id;
UPDATE areas_village SET id = id;
UPDATE areas_selfmanagedgroup SET id = id;
SELECT webmap_refresh_marks((SELECT array_agg(id) FROM households_household));
"""


class Migration(migrating.Migration):
    dependencies = [
        ("webmap", "0001_marks"),
        ("areas", "0001_initial"),
        ("assignments", "0004_own_household"),
        ("households", "0002_initial"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            MONTH + REFRESH_MARKS + TALLY + TOUCHED + UNITS,
            DROP_FUNCTIONS,
        ),
        migrations.RunSQL(
            "".join([*STATEMENT_TRIGGERS, *map(_unit_triggers, ("commune", "village", "group"))]),
            DROP_TRIGGERS,
        ),
        migrations.RunSQL(CATCH_UP, migrations.RunSQL.noop),
    ]
