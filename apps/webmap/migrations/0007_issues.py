"""Marks carry what households wait for; what only few may read stands in a column of its own."""

import django.contrib.postgres.fields
from django.db import migrations, models

from apps.common import migrating

# Words are those of ``apps.issues.brief``.
REFRESH = """
CREATE FUNCTION webmap_refresh_issues(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever comes second waits here and then reads what the first one wrote.
    PERFORM FROM webmap_householdmark WHERE household_id = ANY (ids)
        ORDER BY household_id FOR UPDATE;
    UPDATE webmap_householdmark AS mark SET issues = found.issues, guarded = found.guarded
    FROM (
        SELECT home.id,
            string_agg(brief.word, ' ' ORDER BY brief.due, brief.id)
                FILTER (WHERE NOT brief.is_guarded) AS issues,
            array_agg(brief.word || ':' || brief.levels ORDER BY brief.due, brief.id)
                FILTER (WHERE brief.is_guarded) AS guarded
        FROM unnest(ids) AS home (id)
        LEFT JOIN LATERAL (
            SELECT issue.id, days.due, issue.kind = 'public_order' AS is_guarded,
                CASE issue.kind
                    WHEN 'livelihood' THEN 'a' WHEN 'housing' THEN 'b' WHEN 'health_cover' THEN 'c'
                    WHEN 'schooling' THEN 'd' WHEN 'land' THEN 'e' WHEN 'environment' THEN 'f'
                    WHEN 'public_order' THEN 'g' WHEN 'policy' THEN 'h'
                    WHEN 'infrastructure' THEN 'i' WHEN 'disaster' THEN 'j'
                    WHEN 'petition' THEN 'k'
                END || CASE issue.state
                    WHEN 'reported' THEN 1 WHEN 'answered' THEN 3 WHEN 'refused' THEN 3 ELSE 2
                END || (days.due - date '2000-01-01') AS word,
                (
                    SELECT bit_or(CASE level
                        WHEN 'member' THEN 1 WHEN 'cell' THEN 2 WHEN 'officer' THEN 4
                        WHEN 'police' THEN 8 WHEN 'commune' THEN 16 WHEN 'upper' THEN 32 END)
                    FROM unnest(issue.chain) AS level
                -- The police of the commune has all of them.
                ) | 8 AS levels
            FROM issues_issue AS issue
            CROSS JOIN LATERAL (SELECT least(issue.due_on, issue.answer_by) AS due) AS days
            WHERE issue.household_id = home.id
              AND issue.state IN ('reported', 'received', 'in_progress', 'answered', 'refused')
        ) AS brief ON true
        GROUP BY home.id
    ) AS found
    WHERE mark.household_id = found.id
        AND (mark.issues, mark.guarded) IS DISTINCT FROM (found.issues, found.guarded);
END
$$;
-- What somebody who sits at these levels (bits) may read; null for nothing.
CREATE FUNCTION webmap_readable_issues(entries text[], levels integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(split_part(entry, ':', 1), ' ' ORDER BY place)
    FROM unnest(entries) WITH ORDINALITY AS listed (entry, place)
    WHERE split_part(entry, ':', 2)::integer & levels <> 0
$$;
"""
# ``touched`` and ``before`` are the transition tables of the statement.
TOUCHED = """
CREATE FUNCTION webmap_issues_of(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM webmap_refresh_issues(ids);
    PERFORM webmap_tally((
        SELECT array_agg(DISTINCT commune_id) FROM households_household WHERE id = ANY (ids)
    ));
END
$$;
CREATE FUNCTION webmap_issue_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM webmap_issues_of((SELECT array_agg(DISTINCT household_id) FROM touched));
    RETURN NULL;
END
$$;
CREATE FUNCTION webmap_issue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The household that an issue was of before the statement changes as well.
    PERFORM webmap_issues_of((
        SELECT array_agg(DISTINCT household_id)
        FROM (SELECT household_id FROM before UNION SELECT household_id FROM touched) AS both_sides
    ));
    RETURN NULL;
END
$$;
CREATE FUNCTION webmap_issues_came_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A foreign key is looked at when its transaction ends: issues may come before their household.
    PERFORM webmap_refresh_issues(ids.early) FROM (
        SELECT array_agg(id) AS early FROM touched
        WHERE EXISTS (SELECT FROM issues_issue WHERE household_id = touched.id)
    ) AS ids WHERE ids.early IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER webmap_insert AFTER INSERT ON issues_issue REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION webmap_issue_touched();
CREATE TRIGGER webmap_update AFTER UPDATE ON issues_issue
    REFERENCING NEW TABLE AS touched OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION webmap_issue_changed();
CREATE TRIGGER webmap_delete AFTER DELETE ON issues_issue REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION webmap_issue_touched();
-- By name behind ``webmap_insert``, which makes the mark.
CREATE TRIGGER webmap_issues AFTER INSERT ON households_household REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION webmap_issues_came_first();
"""
UNDO = """
DROP TRIGGER webmap_issues ON households_household;
DROP TRIGGER webmap_delete ON issues_issue;
DROP TRIGGER webmap_update ON issues_issue;
DROP TRIGGER webmap_insert ON issues_issue;
DROP FUNCTION webmap_issues_came_first();
DROP FUNCTION webmap_issue_changed();
DROP FUNCTION webmap_issue_touched();
DROP FUNCTION webmap_issues_of(bigint[]);
DROP FUNCTION webmap_readable_issues(text[], integer);
DROP FUNCTION webmap_refresh_issues(bigint[]);
"""
# Kept days know nothing of issues: they are counted anew.
CATCH_UP = """
SELECT webmap_refresh_issues((SELECT array_agg(DISTINCT household_id) FROM issues_issue));
DELETE FROM webmap_communeday;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("webmap", "0006_new_households"),
        ("issues", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="householdmark",
            name="issues",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="householdmark",
            name="guarded",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), null=True, size=None
            ),
        ),
        migrations.RunSQL(REFRESH + TOUCHED, UNDO),
        migrations.RunSQL(CATCH_UP, "DELETE FROM webmap_communeday;"),
    ]
