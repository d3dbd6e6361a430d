"""Static files with content hashes in their names, also inside JavaScript imports."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Rewrites ``import … from "./x.js"`` to the hashed name, so modules can be cached for ever."""

    support_js_module_import_aggregation = True
