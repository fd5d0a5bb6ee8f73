"""Print the versions of the system's libraries that set type, as a script on its own.

A process of its own, so that the libraries take no memory of the worker's.
"""

import ctypes
import sys

# Each with its function that returns its version.
TYPE_LIBRARIES = (
    ("pango-1.0", "pango_version_string"),
    ("harfbuzz", "hb_version_string"),
    ("harfbuzz-subset", "hb_version_string"),
)


def library_version(name: str, function: str) -> str:
    """Return the library's name and version; without a version where the system has none."""
    for file in (f"lib{name}.so.0", f"lib{name}.0.dylib"):
        try:
            version_of = getattr(ctypes.CDLL(file), function)
        except OSError:
            continue
        version_of.restype = ctypes.c_char_p
        return f"{name} {version_of().decode()}"
    return name


if __name__ == "__main__":
    sys.stdout.write(" ".join(library_version(*library) for library in TYPE_LIBRARIES))
