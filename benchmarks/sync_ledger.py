"""What the phones were told, held against what the table holds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from benchmarks.sync_phones import Ledger

Connection = psycopg.Connection[tuple[Any, ...]]

_ROWS = """
SELECT client_uuid::text, id, household_id, note, channel, said_at, day
FROM visits_contact WHERE client_uuid = ANY(%s::uuid[]) OR note = ANY(%s)
"""
_HISTORY = """
SELECT pgh_obj_id, count(*) FROM visits_contactevent
WHERE pgh_obj_id = ANY(%s) AND pgh_label = 'insert' GROUP BY pgh_obj_id
"""


@dataclass(frozen=True, slots=True)
class Row:
    uuid: str
    pk: int
    household: int
    note: str
    channel: str
    said_at: datetime
    day: str

    def holds(self, item: Mapping[str, Any]) -> bool:
        return (
            self.household == item["household"]
            and self.note == item["note"]
            and self.channel == item["channel"]
            and self.said_at == datetime.fromisoformat(item["said_at"])
        )

    def is_told_by(self, answer: Mapping[str, Any]) -> bool:
        return (answer["contact"], answer["day"]) == (self.pk, self.day)


@dataclass
class Verdict:
    """Keys of what is wrong; all empty is what is wanted.

    ``lost``: accepted, and no row that holds it, or one that its answer does not name.
    ``doubled``: more than one row, or more than one entry in the history. ``uncalled``: refused,
    and a row all the same. ``unanswered``: the phone was never told. ``differing``: told this and
    then that.
    """

    accepted: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    uncalled: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not any((self.lost, self.doubled, self.uncalled, self.unanswered, self.differing))


def rows_of(connection: Connection, items: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Of these items: by their keys, and by their notes, whatever key those came under."""
    wanted = list(items)
    uuids = [item["uuid"] for item in wanted]
    notes = [item["note"] for item in wanted]
    found = connection.execute(_ROWS, [uuids, notes]).fetchall()
    return [
        Row(uuid, pk, household, note, channel, said_at, str(day))
        for uuid, pk, household, note, channel, said_at, day in found
    ]


def entries_of(connection: Connection, keys: Iterable[int]) -> dict[int, int]:
    """How often the history says that each contact was written."""
    return dict(connection.execute(_HISTORY, [list(keys)]).fetchall())


def judge(ledgers: Iterable[Ledger], connection: Connection) -> Verdict:
    """The ledgers of all phones against the table and its history."""
    verdict = Verdict()
    for ledger in ledgers:
        rows = rows_of(connection, ledger.items.values())
        entries = entries_of(connection, [row.pk for row in rows])
        _judge_one(ledger, rows, entries, verdict)
    return verdict


def _judge_one(
    ledger: Ledger, rows: list[Row], entries: Mapping[int, int], verdict: Verdict
) -> None:
    times = Counter(row.note for row in rows)
    by_key = {row.uuid: row for row in rows}
    accepted, refused = ledger.accepted, ledger.refused
    verdict.accepted += len(accepted)
    verdict.refused += len(refused)
    verdict.unanswered += ledger.open
    verdict.differing += sorted(ledger.differing)
    for uuid in accepted:
        item, row, answer = ledger.items[uuid], by_key.get(uuid), ledger.answers[uuid]["answer"]
        kept = row is not None and row.holds(item) and row.is_told_by(answer)
        if row is None or not kept or row.pk not in entries:
            verdict.lost.append(uuid)
        if times[item["note"]] > 1 or (row is not None and entries.get(row.pk, 0) > 1):
            verdict.doubled.append(uuid)
    verdict.uncalled += [uuid for uuid in refused if times[ledger.items[uuid]["note"]]]
