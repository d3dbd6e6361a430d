"""Walks the URL resolver: every pattern of the site, those of nested includes too."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Full name and pattern of each URL; a pattern without a name goes by its path."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name or f'<{entry.pattern}>'}", entry
