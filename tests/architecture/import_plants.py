"""Leaks to plant in the import assistant; see ``plants``."""

from collections.abc import Callable
from typing import Any

from apps.accounts.access import only
from apps.accounts.roles import MAP_ROLES
from apps.imports import api, batches, querysets, services, views
from tests.architecture import import_leaks as leaks
from tests.architecture.plants import Patch, Plant, keep_answers


def _unscoped(*owners: type) -> Callable[[Patch], None]:
    def plant(patch: Patch) -> None:
        for owner in owners:
            patch.setattr(owner, "visible_to", lambda rows, actor: rows.all())

    return plant


def _any_role(patch: Patch) -> None:
    patch.setattr(views._Page, "access", only(MAP_ROLES))
    patch.setattr(api._AssistantView, "access", only(MAP_ROLES))


def _of_any_commune(patch: Patch) -> None:
    """The files say themselves whose they are."""

    def import_files(*files: Any, commune: Any, **options: Any) -> services.ImportResult:
        return services.import_files(*files, **options)

    patch.setattr(batches, "import_files", import_files)


IMPORT_PLANTS = (
    Plant(
        "batches of every commune",
        _unscoped(querysets.BatchQuerySet),
        (leaks.files_of_other_communes, leaks.batches_of_other_communes_changed),
    ),
    Plant(
        "files and correction workbooks of every commune",
        _unscoped(querysets.UploadQuerySet, querysets.OfUploadQuerySet),
        (leaks.files_of_other_communes,),
    ),
    Plant(
        "every map role brings files in",
        _any_role,
        (leaks.files_of_other_communes, leaks.batches_of_other_communes_changed),
    ),
    Plant("outlines of every commune", _of_any_commune, (leaks.other_communes_written,)),
    Plant("rows of files kept by caches", keep_answers, (leaks.rows_kept_by_caches,)),
)
