"""Finds Vietnamese written straight into code, where only a gettext call may hold it."""

import ast
import re
import unicodedata
from collections.abc import Iterator

# Letters that Vietnamese has and English has not.
LETTER = re.compile(
    r"[\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd"
    r"\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd"
    r"\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)
GETTEXT = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
TRANSLATED_BLOCK = re.compile(
    r"{%-?\s*(?P<tag>blocktranslate|blocktrans|comment)\b.*?{%\s*end(?P=tag)\s*%}", re.DOTALL
)
TRANSLATED_TAG = re.compile(r"{%\s*trans(?:late)?\s.*?%}|{#.*?#}", re.DOTALL)
TRANSLATED_ARGUMENT = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")
JAVASCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)


def is_vietnamese(text: str) -> bool:
    """Whether the text has a letter that only Vietnamese has."""
    return LETTER.search(unicodedata.normalize("NFC", text)) is not None


def bare_in_python(source: str) -> list[str]:
    """Vietnamese string literals outside gettext calls and docstrings, in their order."""
    tree = ast.parse(source)
    allowed = set(_allowed(tree))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in allowed
        and is_vietnamese(node.value)
    ]


def _allowed(tree: ast.Module) -> Iterator[int]:
    """The ids of the nodes that a gettext call holds, and of texts that stand alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield id(node.value)
        elif isinstance(node, ast.Call) and _name(node.func) in GETTEXT:
            yield from (id(inside) for inside in ast.walk(node))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def bare_in_template(source: str) -> list[str]:
    """Lines of a template that still hold Vietnamese once its translated parts are taken out."""
    rest = TRANSLATED_BLOCK.sub("", source)
    rest = TRANSLATED_ARGUMENT.sub("", TRANSLATED_TAG.sub("", rest))
    return [line.strip() for line in rest.splitlines() if is_vietnamese(line)]


def bare_in_javascript(source: str) -> list[str]:
    """Lines of a script that hold Vietnamese outside comments."""
    rest = JAVASCRIPT_COMMENT.sub("", source)
    return [line.strip() for line in rest.splitlines() if is_vietnamese(line)]
