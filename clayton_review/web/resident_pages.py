"""The addresses of residents' own pages: surveys and “Tell us what happened”, in any language."""

from django.conf import settings

RESIDENTS_PAGES = frozenset({"survey", "tell"})


def is_for_residents(path: str) -> bool:
    """True if a page at this path, without the host, is one that residents fill in or read."""
    first, *others = path.removeprefix("/").split("/")
    if others and first.lower() in dict(settings.LANGUAGES):
        first = others[0]
    return first in RESIDENTS_PAGES
