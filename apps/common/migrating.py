"""Migrations that render no more models than they touch.

Django hands every operation the whole project as model classes, before and after it, and makes all
that are related anew each time. Nearly every table here is related to every other, so that took
nine tenths of the time in which an empty database was filled. Most operations look at one table
and at those it points to; ``Migration`` shows them just these. See docs/decisions/027.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import (  # type: ignore[attr-defined]
    field_is_referenced,
    resolve_relation,
)
from django.utils.functional import SimpleLazyObject
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# An app and one of its models, in lower case.
Key = tuple[str, str]
# A model and what of it an operation makes or changes; "" is the whole of it.
Touched = tuple[str, str]

# What they do to a table depends on nothing that points to it.
_OF_ONE_TABLE = (
    migrations.CreateModel,
    migrations.AddField,
    migrations.AddConstraint,
    migrations.AddIndex,
    AddTrigger,
    RemoveTrigger,
)


class Migration(migrations.Migration):
    """A migration like Django's, with the same operations and the same effect; only faster.

    Only on the way forwards, and only in one transaction; the rest is left to Django.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        if collect_sql or not schema_editor.atomic_migration:
            return super().apply(project_state, schema_editor, collect_sql)
        _forget_classes(project_state)
        run = _Run(self.app_label, project_state)
        for operation in self.operations:
            alone = not is_of_one_table(operation, self.app_label, project_state)
            if alone or run.touches(operation):
                run.apply(schema_editor)
                run = _Run(self.app_label, project_state)
            if alone:
                self._only(operation).apply(project_state, schema_editor)
                _forget_classes(project_state)
            else:
                run.add(operation)
        run.apply(schema_editor)
        # Before the next migration Django renders a state without classes, needed or not.
        made: Any = StateApps
        classes = partial(made, project_state.real_apps, project_state.models)
        project_state.__dict__["apps"] = SimpleLazyObject(classes)
        return project_state

    def _only(self, operation: Operation) -> migrations.Migration:
        migration: Any = migrations.Migration(self.name, self.app_label)
        migration.operations = [operation]
        return cast(migrations.Migration, migration)


class _Run:
    """Successive operations of which no two touch the same, so that one rendering serves all."""

    def __init__(self, app: str, state: ProjectState) -> None:
        self._app = app
        self._state = state
        self._before = state
        self._operations: list[Any] = []
        self._seen: set[Touched] = set()

    def touches(self, operation: Operation) -> bool:
        """Whether the run has touched what the operation is about to."""
        model, part = touched(operation)
        return any(
            model == one and (part == other or "" in {part, other}) for one, other in self._seen
        )

    def add(self, operation: Operation) -> None:
        """Let the state move on; the database waits for ``apply``."""
        if not self._operations:
            self._before = self._state.clone()
        operation.state_forwards(self._app, self._state)
        self._operations.append(operation)
        self._seen.add(touched(operation))

    def apply(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        keys = {(self._app, model) for model, _ in self._seen}
        before, after = narrowed(self._before, keys), narrowed(self._state, keys)
        for operation in self._operations:
            operation.database_forwards(self._app, schema_editor, before, after)


def is_of_one_table(operation: Operation, app: str, state: ProjectState) -> bool:
    """Whether the operation needs to know nothing of the tables that point to its own."""
    if type(operation) is not migrations.AlterField:
        return type(operation) in _OF_ONE_TABLE
    key = (app, operation.model_name_lower)
    fields = (state.models[key].get_field(operation.name), operation.field)
    return not any(
        field.primary_key
        or field.many_to_many
        or field_is_referenced(state, key, (operation.name, field))
        for field in fields
    )


def touched(operation: Any) -> Touched:
    """What the operation makes or changes: a model, or a named part of one."""
    if isinstance(operation, migrations.CreateModel):
        return operation.name_lower, ""
    if isinstance(operation, migrations.AlterField):
        # It looks at what else there is on the table.
        return operation.model_name_lower, ""
    for part in ("constraint", "index", "trigger"):
        if hasattr(operation, part):
            return operation.model_name_lower, getattr(operation, part).name
    return operation.model_name_lower, operation.name


def narrowed(state: ProjectState, keys: Iterable[Key]) -> ProjectState:
    """The state with those of the models that are there, and all that they point to."""
    found: dict[Key, ModelState] = {}
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found and key in state.models:
            found[key] = state.models[key]
            waiting.extend(_pointed_to(found[key]))
    return ProjectState(found, state.real_apps)


def _pointed_to(model: ModelState) -> list[Key]:
    """The models without which this one's class cannot be made."""
    named: list[Any] = [base for base in model.bases if isinstance(base, str)]
    for field in model.fields.values():
        remote: Any = field.remote_field
        if remote:
            named += [remote.model, getattr(remote, "through", None)]
    return [resolve_relation(name, model.app_label, model.name_lower) for name in named if name]


def _forget_classes(state: ProjectState) -> None:
    """Make changes to the state cheap; whoever asks for its classes has them made anew."""
    state.__dict__.pop("apps", None)
    state.is_delayed = False
