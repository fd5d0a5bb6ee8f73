"""The addresses of residents' own pages: surveys and “Tell us what happened”, in any language."""

import re

_RESIDENTS = re.compile(r"/(?:[a-z]{2}/)?(?:survey|tell)(?:/|$)")


def is_for_residents(path: str) -> bool:
    """True if a page at this path, without the host, is one that residents fill in or read."""
    return bool(_RESIDENTS.match(path))
