"""What is known of files that were taken in."""

from collections.abc import Collection

from apps.imports.models import ImportedFile


def names_by_digest(digests: Collection[str]) -> dict[str, str]:
    """Names of files by the digest that the histories carry; the latest name of the same file."""
    rows = ImportedFile.objects.filter(sha256__in=digests).order_by("imported_at")
    return dict(rows.values_list("sha256", "name"))
