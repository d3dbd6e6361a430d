"""What the tables need of PostgreSQL itself: extensions and Vietnamese sort orders."""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    CreateCollation,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

from apps.common import migrating


class Migration(migrating.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    # Their columns use the extensions and collations made here.
    run_before = [("areas", "0001_initial"), ("people", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS postgis", migrations.RunSQL.noop),
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        # People and places in Vietnamese order.
        CreateCollation("vi_name", locale="vi-VN", provider="icu"),
        # Units with numbers in them: "Tổ 2" before "Tổ 10".
        CreateCollation("vi_unit", locale="vi-VN-u-kn-true", provider="icu"),
    ]
