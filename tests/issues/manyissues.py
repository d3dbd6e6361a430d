"""Ten thousand issues in a few seconds, as so many reports and steps would have left them."""

from datetime import date

from django.db import connection, transaction

from apps.issues.models import Issue

# Of ten one was answered and one is agreed to; all lie at every level of their way.
_ISSUES = """
INSERT INTO issues_issue (client_uuid, household_id, kind, kind_version, details, summary, wish,
  reported_on, received_at, state, level, chain, due_on, late_after, answer_by, answered_level,
  answer, steps)
SELECT gen_random_uuid(), homes.keys[1 + n %% cardinality(homes.keys)], 'housing', 1,
  '{"matter": "water"}', 'Thiếu nước', '', %(day)s, %(day)s,
  CASE steps WHEN 3 THEN 'confirmed' WHEN 2 THEN 'answered' ELSE 'reported' END,
  level, ARRAY[level], %(day)s, CASE WHEN steps < 3 THEN %(day)s::date END, %(day)s, '', '', steps
FROM generate_series(1, %(number)s) AS n,
  LATERAL (
    SELECT (ARRAY['member', 'cell', 'officer', 'commune', 'upper'])[1 + n / 10 %% 5] AS level,
      CASE n %% 10 WHEN 0 THEN 3 WHEN 5 THEN 2 ELSE 1 END AS steps
  ) AS stage,
  (
    SELECT array_agg(id ORDER BY id) AS keys FROM households_household
    WHERE commune_id = %(commune)s
  ) AS homes
"""
_STEP = """
INSERT INTO issues_issueaction (issue_id, number, verb, from_state, to_state, from_level, to_level,
  text, at, due_on, late_after)
SELECT id, %(number)s, %(verb)s, %(origin)s, %(target)s,
  CASE WHEN %(number)s = 1 THEN '' ELSE level END, level, '', %(day)s, %(day)s,
  CASE WHEN %(target)s <> 'confirmed' THEN %(day)s::date END
FROM issues_issue WHERE steps >= %(number)s
"""
_LIFE: tuple[dict[str, str | int], ...] = (
    {"number": 1, "verb": "report", "origin": "", "target": "reported"},
    {"number": 2, "verb": "answer", "origin": "reported", "target": "answered"},
    {"number": 3, "verb": "confirm", "origin": "answered", "target": "confirmed"},
)


@transaction.atomic
def make_issues(number: int, *, commune: int, day: date) -> list[int]:
    """Keys of ``number`` open issues of the commune's households; their last day is ``day``."""
    with connection.cursor() as cursor:
        cursor.execute(_ISSUES, {"number": number, "commune": commune, "day": day})
        for step in _LIFE:
            cursor.execute(_STEP, {"day": day, **step})
        # As autovacuum would have told the planner by then.
        cursor.execute("ANALYZE issues_issue, issues_issueaction")
    return list(Issue.objects.order_by("pk").values_list("pk", flat=True))
