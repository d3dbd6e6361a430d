"""The statements of ``household_table``. ``new`` is a row of the file, ``home`` one stored.

An empty cell never erases: what the file does not say is NULL in ``new``, and then ``home`` stays.
"""

# Degrees, about a centimetre: the same place written in VN-2000 metres and in degrees differs by
# less.
_SAME_POINT = "1e-7"
_TABLE = "import_homes"
# In the order of COPY.
COPIED = {
    "sheet": "text",
    "number": "integer",
    "codes": "text[]",
    "code": "text",
    "head_name": "text",
    "head_birth_year": "integer",
    "size": "integer",
    "village_id": "bigint",
    "group_id": "bigint",
    "village_named": "boolean",
    "group_named": "boolean",
    "phone": "text",
    "address": "text",
    "poverty_status": "text",
    "is_policy_family": "boolean",
    "lon": "double precision",
    "lat": "double precision",
    "position_source": "text",
    "position_missing": "text",
}
# Stored as they come.
_PLAIN = (
    "head_name",
    "head_birth_year",
    "size",
    "village_id",
    "group_id",
    "phone",
    "address",
    "poverty_status",
    "is_policy_family",
)

# Lines are numbered a thousand at a time: each number costs as much as a key that is looked up.
CREATE = (
    f"DROP TABLE IF EXISTS {_TABLE}; CREATE TEMPORARY TABLE {_TABLE} ("
    "line bigint GENERATED ALWAYS AS IDENTITY (CACHE 1000), "
    + ", ".join(f"{name} {kind}" for name, kind in COPIED.items())
    + ", known bigint, gone boolean, differs boolean, located boolean) ON COMMIT DROP"
)
# The indexes bound every plan: the register may have been counted when it was still empty, and
# then the planner takes it for the smaller table.
COMPARABLE = f"CREATE INDEX ON {_TABLE} (code)"
# Rows of which none is known yet do without these.
INDEX = "; ".join(
    f"CREATE INDEX IF NOT EXISTS {_TABLE}_{name} ON {_TABLE} ({name})" for name in ("line", "known")
)
COPY = f"COPY {_TABLE} ({', '.join(COPIED)}) FROM STDIN"
# Keys are looked at now, while the next rows are being read, and not all when the work is over.
LEAVE_KEYS = "SET CONSTRAINTS ALL DEFERRED"
CHECK_KEYS = f"SET CONSTRAINTS ALL IMMEDIATE; {LEAVE_KEYS}"
CLEAR = f"TRUNCATE {_TABLE}; {CHECK_KEYS}"

_MOVED = f"""(new.lon IS NOT NULL AND (
    home.position IS NULL
    OR abs(ST_X(home.position) - new.lon) >= {_SAME_POINT}
    OR abs(ST_Y(home.position) - new.lat) >= {_SAME_POINT}))"""
_DIFFERS = " OR ".join(
    [
        *(
            f"(new.{name} IS NOT NULL AND new.{name} IS DISTINCT FROM home.{name})"
            for name in _PLAIN
        ),
        _MOVED,
        # That nothing is given says nothing new: the reason known already stays.
        """(home.position IS NULL
            AND new.position_missing NOT IN ('not_given', home.position_missing))""",
    ]
)
# What no file changes: a household that has left, and an entry that was a double of another.
_GONE = "(coalesce(home.left_on <= %(day)s, false) OR home.merged_into_id IS NOT NULL)"
MATCH = f"""
UPDATE {_TABLE} AS new
SET known = home.id, gone = {_GONE}, located = home.position IS NOT NULL
FROM households_household AS home
WHERE home.commune_id = %(commune)s AND home.code = new.code
"""  # noqa: S608 - our own names
# Where a household belongs by its point is for those that nobody knows: a list that does not name
# the unit says nothing of one that is known, and moves nobody. Whoever is moved to another village
# by name goes into the group there in which it stands.
STAY = f"""
UPDATE {_TABLE} AS new
SET village_id = CASE WHEN new.village_named THEN new.village_id END,
    group_id = CASE WHEN new.group_named
        OR (new.village_named AND new.village_id <> home.village_id) THEN new.group_id END
FROM households_household AS home
WHERE home.id = new.known AND NOT (new.village_named AND new.group_named)
"""  # noqa: S608 - our own names
# Of a list, rows of which neither name nor point tells a village, before ``STAY``.
NOWHERE = f"""
SELECT sheet, number, code, codes, known IS NOT NULL FROM {_TABLE}
WHERE village_id IS NULL ORDER BY line
"""  # noqa: S608 - our own name
LEAVE_OUT_NOWHERE = f"DELETE FROM {_TABLE} WHERE village_id IS NULL AND known IS NULL"  # noqa: S608 - our own name
#: what an import tidies as it reads
TIDIED = ("head_name", "phone", "address")
# Texts that are stored otherwise than the file has them; then whether what is stored reads as that.
OTHERWISE = f"""
SELECT new.line, {", ".join(f"new.{name}, home.{name}" for name in TIDIED)}
FROM {_TABLE} AS new JOIN households_household AS home ON home.id = new.known
WHERE {" OR ".join(f"new.{name} <> home.{name}" for name in TIDIED)}
"""  # noqa: S608 - our own names
KEEP = f"""
UPDATE {_TABLE} AS new
SET {", ".join(f"{name} = coalesce(kept.{name}, new.{name})" for name in TIDIED)}
FROM unnest(%s::bigint[], {", ".join("%s::text[]" for _name in TIDIED)})
    AS kept (line, {", ".join(TIDIED)})
WHERE new.line = kept.line
"""  # noqa: S608 - our own names


def _contradicts(status: str, decision: str) -> str:
    """Whether the file says another status than one that rests on a decision."""
    return (
        f"(new.{status} <> home.{status} AND (home.{decision}_decision_number <> ''"
        f" OR home.{decision}_decision_date IS NOT NULL))"
    )


def _remark(status: str, decision: str) -> str:
    """The remark about such a row, with the decision's number, or else its day; or nothing."""
    return (
        f"CASE WHEN {_contradicts(status, decision)} THEN '{decision}_by_decision:'"
        f" || coalesce(nullif(home.{decision}_decision_number, ''),"
        f" to_char(home.{decision}_decision_date, 'DD/MM/YYYY')) END"
    )


_STATUSES = {"poverty_status": "poverty", "is_policy_family": "policy"}
_HELD = " OR ".join(_contradicts(*pair) for pair in _STATUSES.items())
# A status mirrors a decision, and a list of households brings none: what rests on one stays, and
# the row says so.
HOLD_STATUSES = f"""
WITH held AS (
    SELECT new.line, new.sheet, new.number,
        {", ".join(f"{_remark(*pair)} AS {pair[1]}" for pair in _STATUSES.items())}
    FROM {_TABLE} AS new JOIN households_household AS home ON home.id = new.known
    WHERE {_HELD}
), kept AS (
    UPDATE {_TABLE} AS new
    SET {
    ", ".join(
        f"{status} = CASE WHEN held.{decision} IS NULL THEN new.{status} END"
        for status, decision in _STATUSES.items()
    )
}, codes = coalesce(new.codes, '{{}}') || array_remove(ARRAY[poverty, policy], NULL)
    FROM held WHERE new.line = held.line
)
SELECT sheet, number, array_remove(ARRAY[poverty, policy], NULL) FROM held ORDER BY line
"""  # noqa: S608 - our own names
DIFFER = f"""
UPDATE {_TABLE} AS new SET differs = {_DIFFERS}
FROM households_household AS home WHERE home.id = new.known
"""  # noqa: S608 - our own names
# Rows about such households, each with the household that a double lives on in.
GONE = f"""
WITH RECURSIVE gone AS (
    SELECT new.line, new.sheet, new.number, new.code, new.codes,
        home.code AS kept, home.left_on, home.merged_into_id AS next
    FROM {_TABLE} AS new JOIN households_household AS home ON home.id = new.known
    WHERE new.gone
    UNION
    SELECT gone.line, gone.sheet, gone.number, gone.code, gone.codes,
        home.code, home.left_on, home.merged_into_id
    FROM gone JOIN households_household AS home ON home.id = gone.next
)
SELECT sheet, number, code, codes, kept, left_on FROM gone WHERE next IS NULL ORDER BY line
"""  # noqa: S608 - our own names
LEAVE_OUT_GONE = f"DELETE FROM {_TABLE} WHERE gone"  # noqa: S608 - our own name
COUNT = f"""
SELECT count(*) FILTER (WHERE known IS NULL), count(*) FILTER (WHERE differs),
    count(*) FILTER (WHERE known IS NOT NULL AND differs IS NOT TRUE),
    count(*) FILTER (WHERE lon IS NULL AND NOT coalesce(located, false))
FROM {_TABLE}
"""  # noqa: S608 - our own names
_OTHER_VILLAGE = "coalesce(new.village_id <> home.village_id, false)"
# No group is of two villages: whoever is of another one now leaves the group, too.
_GROUP = f"coalesce(new.group_id, CASE WHEN NOT {_OTHER_VILLAGE} THEN home.group_id END)"
# To be put into a group for the first time is no move.
MOVES = f"""
INSERT INTO households_householdmove (
    household_id, from_village_id, from_group_id, to_village_id, to_group_id,
    moved_on, reason, moved_by_id, recorded_at)
SELECT home.id, home.village_id, home.group_id, coalesce(new.village_id, home.village_id), {_GROUP},
    %(day)s, %(reason)s, %(user)s, %(at)s
FROM {_TABLE} AS new JOIN households_household AS home ON home.id = new.known
WHERE new.differs AND ({_OTHER_VILLAGE} OR new.group_id <> home.group_id)
ORDER BY new.line
RETURNING household_id
"""  # noqa: S608 - our own names
_KEPT = ", ".join(
    f"{name} = " + (_GROUP if name == "group_id" else f"coalesce(new.{name}, home.{name})")
    for name in _PLAIN
)
UPDATE = f"""
UPDATE households_household AS home
SET {_KEPT},
    position = CASE WHEN {_MOVED}
        THEN ST_SetSRID(ST_MakePoint(new.lon, new.lat), 4326) ELSE home.position END,
    -- Who placed it there first is worth more than that a file says so too.
    position_source = CASE WHEN {_MOVED}
        THEN new.position_source ELSE home.position_source END,
    -- Metres about another place.
    position_accuracy = CASE WHEN {_MOVED} THEN NULL ELSE home.position_accuracy END,
    position_missing = CASE
        WHEN new.lon IS NOT NULL THEN ''
        WHEN home.position IS NULL AND new.position_missing <> 'not_given'
            THEN new.position_missing
        ELSE home.position_missing END
FROM {_TABLE} AS new
WHERE home.id = new.known AND new.differs AND NOT {_GONE} AND ({_HELD}) IS NOT TRUE
"""  # noqa: S608 - our own names
INSERT = f"""
INSERT INTO households_household (
    commune_id, code, head_name, head_birth_year, size, village_id, group_id, phone, address,
    poverty_status, poverty_decision_number, is_policy_family, policy_decision_number, left_reason,
    position, position_source, position_missing)
SELECT %(commune)s, code, head_name, head_birth_year, size, village_id, group_id,
    coalesce(phone, ''), coalesce(address, ''), coalesce(poverty_status, 'none'), '',
    coalesce(is_policy_family, false), '', '',
    ST_SetSRID(ST_MakePoint(lon, lat), 4326),
    CASE WHEN lon IS NULL THEN '' ELSE position_source END,
    CASE WHEN lon IS NULL THEN position_missing ELSE '' END
FROM {_TABLE} WHERE known IS NULL ORDER BY line
"""  # noqa: S608 - our own names

# The head among the residents, where a list calls the household by another name: who bears just
# that name (``other``) is the head from now on, a spelling is put right, anybody else is told.
_HEADS = f"""
SELECT new.line, new.head_name, head.id AS head,
    lower(head.full_name) = lower(new.head_name) AS is_same,
    lower(unaccent(head.full_name)) = lower(unaccent(new.head_name)) AS is_like,
    (SELECT min(other.id) FROM households_householdmember AS other
     WHERE other.household_id = new.known AND other.left_on IS NULL AND other.id <> head.id
       AND lower(other.full_name) = lower(new.head_name) HAVING count(*) = 1) AS other
FROM {_TABLE} AS new
JOIN households_householdmember AS head
    ON head.household_id = new.known AND head.left_on IS NULL AND head.relation = 'head'
WHERE new.differs AND head.full_name <> new.head_name
"""  # noqa: S608 - our own names
_IS_SPELLING = "(found.is_same OR (found.is_like AND found.other IS NULL))"
# Whose head is none of the residents is remarked upon.
STRANGE_HEADS = f"""
UPDATE {_TABLE} AS new SET codes = coalesce(new.codes, '{{}}') || ARRAY['head_is_another']
FROM ({_HEADS}) AS found
WHERE new.line = found.line AND NOT found.is_like AND found.other IS NULL
RETURNING new.sheet, new.number
"""  # noqa: S608 - our own names
# One after the other: a household has one head.
FORMER_HEADS = f"""
UPDATE households_householdmember AS head SET relation = 'member'
FROM ({_HEADS}) AS found
WHERE head.id = found.head AND NOT found.is_same AND found.other IS NOT NULL
RETURNING found.other
"""  # noqa: S608 - our own names
SPELL_HEADS = f"""
UPDATE households_householdmember AS head SET full_name = found.head_name
FROM ({_HEADS}) AS found WHERE head.id = found.head AND {_IS_SPELLING}
"""  # noqa: S608 - our own names
NEW_HEADS = "UPDATE households_householdmember SET relation = 'head' WHERE id = ANY(%s)"

# What a change is told of, in people's words: units by their names.
COMPARED = (
    "head_name",
    "head_birth_year",
    "size",
    "village",
    "group",
    "phone",
    "address",
    "poverty_status",
    "is_policy_family",
    "position_missing",
)
_TOLD = {
    "village": ("new_village.name", "old_village.name"),
    "group": (
        # "": there was one, and there will be none.
        f"""CASE WHEN new.group_id IS NULL AND home.group_id IS NOT NULL AND {_OTHER_VILLAGE}
            THEN '' ELSE new_group.name END""",
        "old_group.name",
    ),
    "position_missing": (
        """CASE WHEN home.position IS NULL AND new.position_missing <> 'not_given'
            THEN new.position_missing END""",
        "home.position_missing",
    ),
}
_PAIRS = ", ".join(", ".join(_TOLD.get(name, (f"new.{name}", f"home.{name}"))) for name in COMPARED)
COMPARE = f"""
SELECT new.sheet, new.number, new.code, new.codes, new.known IS NOT NULL, new.differs,
    coalesce(new.lon, ST_X(home.position)), coalesce(new.lat, ST_Y(home.position)),
    {_PAIRS},
    {_MOVED}, new.lon, new.lat, ST_X(home.position), ST_Y(home.position)
FROM {_TABLE} AS new
LEFT JOIN households_household AS home ON home.id = new.known
LEFT JOIN areas_village AS new_village ON new_village.id = new.village_id
LEFT JOIN areas_village AS old_village ON old_village.id = home.village_id
LEFT JOIN areas_selfmanagedgroup AS new_group ON new_group.id = new.group_id
LEFT JOIN areas_selfmanagedgroup AS old_group ON old_group.id = home.group_id
ORDER BY new.line
"""  # noqa: S608 - our own names
