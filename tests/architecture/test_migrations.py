"""An empty database is filled in seconds, and stays so."""

from django.db.migrations.loader import MigrationLoader

from apps.common import migrating


def test_every_migration_renders_only_what_it_touches() -> None:
    """``makemigrations`` writes Django's class; see docs/decisions/027 for what to put instead."""
    written = MigrationLoader(None).disk_migrations
    ours = {key: one for key, one in written.items() if type(one).__module__.startswith("apps.")}
    assert len(ours) > 40
    assert not [key for key, one in ours.items() if not isinstance(one, migrating.Migration)]
