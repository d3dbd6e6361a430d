"""Everything in the database that an import may touch, for comparing before and after."""

from django.apps import apps as django_apps
from django.db import connection

APPS = ("areas", "people", "households", "assignments", "visits")


def dump_tables() -> dict[str, tuple[int, str | None]]:
    """Table → (rows, digest of all their values), the history's tables included."""
    tables = [
        model._meta.db_table
        for app in APPS
        for model in django_apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    dumped = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM {name} t"  # noqa: S608 - our own tables' names, quoted
            )
            count, digest = cursor.fetchone()
            dumped[table] = (count, digest)
    return dumped
