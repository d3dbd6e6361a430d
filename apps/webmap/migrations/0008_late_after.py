"""Marks tell how late an issue is by the day the issue itself keeps for it."""

from django.db import migrations

from apps.common import migrating

# Words are those of ``apps.issues.brief``.
REFRESH = """
CREATE OR REPLACE FUNCTION webmap_refresh_issues(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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
            SELECT issue.id, issue.late_after AS due, issue.kind = 'public_order' AS is_guarded,
                CASE issue.kind
                    WHEN 'livelihood' THEN 'a' WHEN 'housing' THEN 'b' WHEN 'health_cover' THEN 'c'
                    WHEN 'schooling' THEN 'd' WHEN 'land' THEN 'e' WHEN 'environment' THEN 'f'
                    WHEN 'public_order' THEN 'g' WHEN 'policy' THEN 'h'
                    WHEN 'infrastructure' THEN 'i' WHEN 'disaster' THEN 'j'
                    WHEN 'petition' THEN 'k'
                END || CASE issue.state
                    WHEN 'reported' THEN 1 WHEN 'answered' THEN 3 WHEN 'refused' THEN 3 ELSE 2
                END || (issue.late_after - date '2000-01-01') AS word,
                (
                    SELECT bit_or(CASE level
                        WHEN 'member' THEN 1 WHEN 'cell' THEN 2 WHEN 'officer' THEN 4
                        WHEN 'police' THEN 8 WHEN 'commune' THEN 16 WHEN 'upper' THEN 32 END)
                    FROM unnest(issue.chain) AS level
                -- The police of the commune has all of them.
                ) | 8 AS levels
            FROM issues_issue AS issue
            WHERE issue.household_id = home.id
              AND issue.state IN ('reported', 'received', 'in_progress', 'answered', 'refused')
        ) AS brief ON true
        GROUP BY home.id
    ) AS found
    WHERE mark.household_id = found.id
        AND (mark.issues, mark.guarded) IS DISTINCT FROM (found.issues, found.guarded);
END
$$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION webmap_refresh_issues(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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
"""


class Migration(migrating.Migration):
    dependencies = [
        ("webmap", "0007_issues"),
        ("issues", "0009_late_after"),
    ]

    # What stands in the marks is what this function would write.
    operations = [migrations.RunSQL(REFRESH, BEFORE)]
