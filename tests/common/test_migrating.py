"""Our migrations do in the database exactly what Django's do, and make far fewer classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.test.utils import CaptureQueriesContext
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from apps.common import migrating

pytestmark = pytest.mark.django_db

Operations = list[Operation]


@pytest.fixture
def before() -> ProjectState:
    """The project as it was when its areas had just been made."""
    return MigrationLoader(connection).project_state(("areas", "0001_initial"))


def trigger(statement: str) -> Trigger:
    sql = UpsertTriggerSql(
        func=f"{statement} RETURN NULL;",
        hash=statement,
        operation="INSERT",
        pgid="pgtrigger_probe_insert",
        table="common_probe",
        when="AFTER",
    )
    return Trigger(name="insert", sql=sql)


def key(kind: Any = models.AutoField) -> tuple[str, Any]:
    return "id", kind(primary_key=True, serialize=False)


def to(target: str, **options: Any) -> models.ForeignKey[Any, Any]:
    options = {"related_name": "+"} | options
    return models.ForeignKey(target, on_delete=models.CASCADE, **options)


def probe(*fields: tuple[str, Any]) -> migrations.CreateModel:
    return migrations.CreateModel("Probe", [key(), ("name", models.TextField()), *fields])


def in_the_order_of_makemigrations() -> Operations:
    unique = models.UniqueConstraint(fields=["village", "name"], name="probe_once")
    named = models.CheckConstraint(condition=~models.Q(name=""), name="probe_named")
    return [
        probe(("parent", to("self", null=True))),
        migrations.CreateModel("Sample", [key(), ("probe", to("common.probe"))]),
        migrations.AddField("probe", "sample", to("common.Sample", null=True)),
        migrations.AddField("probe", "village", to("areas.Village")),
        migrations.AddField("probe", "sources", models.ManyToManyField("common.Sample")),
        migrations.AddIndex("probe", models.Index(fields=["name"], name="probe_name")),
        migrations.AddConstraint("probe", unique),
        migrations.AddConstraint("probe", named),
        AddTrigger("probe", trigger("")),
    ]


def a_part_again_and_again() -> Operations:
    """The database must see every step, not only the last."""
    return [
        probe(),
        migrations.AddField("probe", "size", models.IntegerField(default=3), False),
        migrations.AlterField("probe", "size", models.BigIntegerField(null=True)),
        migrations.AddIndex("probe", models.Index(fields=["size"], name="probe_size")),
        migrations.AlterField("probe", "size", models.IntegerField(db_index=True)),
        AddTrigger("probe", trigger("")),
        RemoveTrigger("probe", "insert"),
        AddTrigger("probe", trigger("PERFORM 1;")),
        migrations.AlterField("probe", "name", models.CharField(max_length=9, unique=True)),
    ]


def what_others_point_to() -> Operations:
    """The type of a key changes in the tables that point to it, too."""
    through: Any = models.ManyToManyField("areas.Village", through="common.Link", related_name="+")
    return [
        probe(),
        migrations.CreateModel(
            "Link",
            [
                key(),
                ("probe", to("common.probe", related_name="links")),
                ("village", to("areas.Village")),
            ],
        ),
        migrations.CreateModel(
            "Sample", [key(), ("probe", to("common.probe", related_name="samples"))]
        ),
        migrations.AlterField("probe", *key(models.BigAutoField)),
        migrations.AlterField("probe", "name", models.CharField(max_length=9, unique=True)),
        migrations.AddField(
            "sample", "named", to("common.probe", to_field="name", related_name="named")
        ),
        migrations.AlterField("probe", "name", models.CharField(max_length=20, unique=True)),
        migrations.CreateModel("Shown", [], {"proxy": True}, ("common.probe",)),
        migrations.RunSQL("SELECT 1"),
        migrations.AddField("probe", "villages", through),
    ]


def taking_away() -> Operations:
    return [
        probe(("village", to("areas.Village"))),
        migrations.AddIndex("probe", models.Index(fields=["name"], name="probe_name")),
        migrations.RunSQL("UPDATE common_probe SET name = 'x'"),
        migrations.RemoveIndex("probe", "probe_name"),
        migrations.RenameField("probe", "name", "title"),
        migrations.RemoveField("probe", "village"),
        migrations.RenameModel("Probe", "Sample"),
        migrations.AddField("sample", "note", models.TextField(default="")),
        migrations.DeleteModel("Sample"),
    ]


def by_python() -> Operations:
    def look(apps: Any, schema_editor: Any) -> None:
        # The whole project is there, and what points to a table too.
        assert apps.get_model("areas", "Village")._meta.get_field("events")
        apps.get_model("common", "Probe").objects.filter(village__name="x").delete()

    return [
        probe(("village", to("areas.Village"))),
        migrations.RunPython(look, migrations.RunPython.noop),
        migrations.AddField("probe", "note", models.TextField(default="")),
    ]


SEQUENCES = [
    in_the_order_of_makemigrations,
    a_part_again_and_again,
    what_others_point_to,
    taking_away,
    by_python,
]


def made(kind: type[migrations.Migration], operations: Operations) -> migrations.Migration:
    migration: Any = kind("0009_probe", "common")
    migration.operations = operations
    return migration  # type: ignore[no-any-return]


def apply(migration: migrations.Migration, state: ProjectState) -> ProjectState:
    with connection.schema_editor() as editor:
        return migration.apply(state.clone(), editor)


def statements(migration: migrations.Migration, state: ProjectState) -> list[str]:
    """What the database is told, which forgets it again."""
    with CaptureQueriesContext(connection) as told, transaction.atomic():
        apply(migration, state)
        transaction.set_rollback(True)
    own = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
    return [query["sql"] for query in told if not query["sql"].startswith(own)]


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_the_database_is_told_the_same(
    before: ProjectState, sequence: Callable[[], Operations]
) -> None:
    expected = statements(made(migrations.Migration, sequence()), before)
    assert len(expected) > len(sequence()) / 2
    assert statements(made(migrating.Migration, sequence()), before) == expected


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_the_next_migration_finds_the_same(
    before: ProjectState, sequence: Callable[[], Operations]
) -> None:
    after = apply(made(migrating.Migration, sequence()), before)
    expected = made(migrations.Migration, sequence()).mutate_state(before)
    assert after == expected
    names = {model._meta.label for model in after.apps.get_models(include_auto_created=True)}
    assert names == {
        model._meta.label for model in expected.apps.get_models(include_auto_created=True)
    }


def test_a_migration_of_djangos_own_may_follow(before: ProjectState) -> None:
    after = apply(made(migrating.Migration, in_the_order_of_makemigrations()), before)
    last = apply(made(migrations.Migration, [migrations.DeleteModel("Probe")]), after)
    assert ("common", "probe") not in last.models
    assert "common_probe" not in connection.introspection.table_names()


def test_it_can_be_taken_back(before: ProjectState) -> None:
    migration = made(migrating.Migration, in_the_order_of_makemigrations())
    tables = connection.introspection.table_names()
    apply(migration, before)
    assert "common_probe" in connection.introspection.table_names()
    with connection.schema_editor() as editor:
        migration.unapply(before.clone(), editor)
    assert connection.introspection.table_names() == tables


def test_only_what_is_touched_is_rendered(
    before: ProjectState, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    render = ModelState.render

    def noted(model: ModelState, apps: Any) -> Any:
        if (model.app_label, model.name_lower) in after.models:
            rendered.append(model.name)
        return render(model, apps)

    monkeypatch.setattr(ModelState, "render", noted)
    number: Any = models.IntegerField(default=0)
    added: Operations = [migrations.AddField("probe", f"n{i}", number) for i in range(9)]
    migration = made(migrating.Migration, [probe(), *added])
    after = migration.mutate_state(before)
    after = apply(migration, before)
    # Once as it is made; then without the new fields, and with them.
    assert rendered == ["Probe"] * 3
    assert after.apps.get_model("areas", "Village")
    assert len(rendered) == 3 + len(after.models)


@pytest.mark.parametrize(
    ("name", "field", "expected"),
    [
        ("name", models.CharField(max_length=9), True),
        # Its type is that of a column in the table between.
        ("id", models.BigAutoField(primary_key=True, serialize=False), False),
        ("villages", models.ManyToManyField("common.Probe", related_name="+"), False),
    ],
)
def test_a_change_of_a_field_may_be_one_of_other_tables(
    before: ProjectState, name: str, field: models.Field[Any, Any], expected: bool
) -> None:
    villages: Any = models.ManyToManyField("areas.Village", related_name="+")
    probe(("villages", villages)).state_forwards("common", before)
    operation = migrations.AlterField("probe", name, field)
    assert migrating.is_of_one_table(operation, "common", before) is expected


def test_what_a_class_needs_comes_along(before: ProjectState) -> None:
    """Those it points to, and those they point to; none of those that point to it."""
    narrow = migrating.narrowed(before, [("areas", "village"), ("areas", "nowhere")])
    assert ("areas", "commune") in narrow.models
    assert ("areas", "villageevent") not in narrow.models
    assert narrow.apps.get_model("areas", "Village")


def test_a_preview_of_the_sql_is_djangos(before: ProjectState) -> None:
    with connection.schema_editor(collect_sql=True) as editor:
        made(migrating.Migration, [probe()]).apply(before.clone(), editor, collect_sql=True)
    assert "-- Create model Probe" in editor.collected_sql
    assert "common_probe" not in connection.introspection.table_names()
