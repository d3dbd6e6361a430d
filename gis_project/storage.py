"""Static files with content hashes in their names, also inside JavaScript imports."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# A file that a module imports: a path, not a bare name, which the import map resolves.
MODULE_PATH = re.compile(r"[./].*\.m?js")


def _is_in_comment(match: re.Match[str]) -> bool:
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    return line.lstrip().startswith(("*", "/*", "//"))


def _is_inside_word(match: re.Match[str]) -> bool:
    """``attachExport } from`` is no ``export … from``; Django's patterns know no case either."""
    before = match.string[max(match.start() - 1, 0) : match.start()]
    return before.isalnum() or before in ("_", "$")


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Rewrites ``import … from "./x.js"`` to the hashed name, so modules can be cached for ever."""

    support_js_module_import_aggregation = True
    # A name changes with the names a file imports, so the passes must outnumber the longest chain.
    max_post_process_passes = 30

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """Rewrite only paths of modules.

        Django would also look for files named in JSDoc types, as in ``import("leaflet").Map``;
        types may name each other in a circle, in which no hash ever settles.
        """
        convert: Any = super().url_converter(name, hashed_files, template)

        def converter(match: re.Match[str]) -> str:
            if name.endswith(".js") and (
                _is_in_comment(match)
                or _is_inside_word(match)
                or not MODULE_PATH.fullmatch(match["url"])
            ):
                return match["matched"]
            return str(convert(match))

        return converter
