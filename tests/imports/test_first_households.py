"""A commune's first file goes straight into the register; what becomes of it is the same."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.areas.models import SelfManagedGroup
from apps.common.text import tidy
from apps.households.models import Household
from apps.imports.rows import cells, plain_columns
from apps.imports.rows.households import address_or_reject, code_or_reject, head_or_reject
from apps.imports.rows.outcome import RowRejectedError
from apps.imports.services import import_files
from apps.imports.writers import copy_text
from apps.imports.writers.household_first import FirstTable
from apps.webmap.models import HouseholdMark
from tests.conftest import NOW
from tests.factories.households import HouseholdFactory
from tests.imports.office import HUE
from tests.imports.test_ledger import Told

OTHER = "Z99"


def homes() -> dict[str, list[dict[str, Any]]]:
    """Rows of all kinds: without a place or a phone, rejected, skipped, with odd signs."""
    first, second = HUE.villages
    return {
        first: [
            HUE.home(0, 1, status="Hộ nghèo"),
            HUE.home(0, 2, lon=None, lat=None, x=None, y=None),
            HUE.home(0, 3, lon="chưa có", lat=None, phone="hỏi sau"),
            HUE.home(0, 4, head="Lò \\N Thị\tMận", phone=None, size=None, born=None),
            HUE.home(0, 5, head=None),
            HUE.home(0, 6, group=None, status="Gia đình chính sách"),
            HUE.home(0, 6, group=None, status="Gia đình chính sách"),
        ],
        second: [HUE.home(1, 1, lon=100.5, lat=1.25), HUE.home(1, 2, size="bốn")],
    }


def became_of(path: Path, ledger: Told | None) -> tuple[Any, ...]:
    """What the file leaves behind, which then is taken back."""
    with transaction.atomic():
        (report,) = import_files([path], at=NOW, ledger=ledger).reports
        fields = [f.name for f in Household._meta.concrete_fields if f.name != "id"]
        rows = list(Household.objects.exclude(code=OTHER).order_by("code").values_list(*fields))
        marks = HouseholdMark.objects.exclude(household__code=OTHER)
        about = marks.values_list("geom", "living", "poverty", "policy", "village", "group")
        seen = list(about.order_by("household__code"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT code, pgh_label, ST_AsText(position), phone, is_policy_family,"
                " metadata ->> 'reason' FROM households_householdevent"
                " LEFT JOIN pghistory_context ON pghistory_context.id = pgh_context_id"
                " WHERE code <> %s ORDER BY code",
                [OTHER],
            )
            past = cursor.fetchall()
        transaction.set_rollback(True)
    return report.as_json(), rows, seen, past


@pytest.mark.django_db
@pytest.mark.parametrize("together", [2, 5_000])
def test_the_same_becomes_of_it_as_of_any_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr("apps.imports.writers.households._TOGETHER", together)
    HUE.plant()
    path = HUE.write_homes(tmp_path, homes())
    told, told_later = Told(), Told()
    first = became_of(path, told)
    assert first == became_of(path, None)
    assert {row[0] for row in first[3]} >= {"A01", "A02", "A04"}
    assert {row[-1] for row in first[3]} == {"import"}
    group = SelfManagedGroup.objects.order_by("pk").first()
    assert group is not None
    HouseholdFactory.create(group=group, code=OTHER)
    assert became_of(path, told_later) == first
    assert told_later.rows == told.rows
    assert {row["outcome"] for row in told.rows} == {"new", "skipped", "rejected"}
    assert not Household.objects.filter(code="A01").exists()


@pytest.mark.django_db
def test_a_rule_of_the_register_gives_the_file_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    HUE.plant()
    path = HUE.write_homes(tmp_path, homes())
    copied = FirstTable._copy
    monkeypatch.setattr(FirstTable, "_copy", lambda table, text: copied(table, text + text))
    result = import_files([path], at=NOW)
    assert [left.code for left in result.unreadable] == ["changed_meanwhile"]
    assert not Household.objects.exists()


@pytest.mark.django_db
def test_points_come_out_as_postgis_makes_them() -> None:
    lons, lats = [106.1, None, -0.0, 105.98765432109876], [21.5, None, 1e-7, 9.1]
    written = copy_text.lines(
        [copy_text.points(lons, lats, 4326), copy_text.texts(["", "a", None, "b"], nothing="")]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied (place geometry(Point, 4326), words text) ON COMMIT DROP"
        )
        with cursor.copy("COPY copied FROM STDIN") as copy:
            copy.write(written)
        cursor.execute("SELECT place::geometry, words FROM copied")
        found = cursor.fetchall()
    assert [row[1] for row in found] == ["", "a", "", "b"]
    expected = [
        None if lon is None else Point(lon, lat, srid=4326).hexewkb.decode()
        for lon, lat in zip(lons, lats, strict=True)
    ]
    assert [row[0] for row in found] == expected


LETTERS = st.sampled_from("aAăĂđĐọỌ 1-'Ⅷⅷ/ß\u0301\u00ad\t")
WORDS = st.one_of(
    st.sampled_from(["Hà Văn Núi", "H01", "0912345678"]), st.text(LETTERS, max_size=8)
)
RULES = {
    plain_columns.are_codes: code_or_reject,
    plain_columns.are_heads: head_or_reject,
    plain_columns.are_phones: cells.phone,
    plain_columns.are_addresses: address_or_reject,
}


@given(st.lists(WORDS, min_size=1, max_size=4), st.booleans())
def test_what_is_seen_of_all_the_rule_says_of_each(texts: list[str], tidied: bool) -> None:
    if tidied:
        texts = [tidy(text) for text in texts]
    if not plain_columns.are_tidy(texts):
        return
    assert texts == [tidy(text) for text in texts]
    for stay, rule in RULES.items():
        if stay(texts):
            assert [rule(text) for text in texts] == texts


def test_what_is_too_long_is_left_to_the_rule() -> None:
    long = "Đ" + "a" * 300
    for stay, rule in RULES.items():
        assert not stay([long])
        with pytest.raises((RowRejectedError, ValueError)):
            rule(long)


def test_plain_columns_are_seen_as_such() -> None:
    assert plain_columns.are_codes(["H01", "H/2"])
    assert plain_columns.are_heads(["Hà Văn Núi", "Lò Thị Mai"])
    assert not plain_columns.are_heads(["HÀ VĂN NÚI"])
    assert plain_columns.are_phones(["0912345678"])
