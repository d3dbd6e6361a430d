"""Static files with content hashes in their names, also inside JavaScript imports."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# A file that a module imports: a path, not a bare name, which the import map resolves.
MODULE_PATH = re.compile(r"[./].*\.m?js")


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Rewrites ``import … from "./x.js"`` to the hashed name, so modules can be cached for ever."""

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """Rewrite only paths of modules.

        Django would also look for files named in JSDoc types, as in ``import("leaflet").Map``.
        """
        convert: Any = super().url_converter(name, hashed_files, template)

        def converter(match: re.Match[str]) -> str:
            if name.endswith(".js") and not MODULE_PATH.fullmatch(match["url"]):
                return match["matched"]
            return str(convert(match))

        return converter
