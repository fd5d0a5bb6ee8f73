"""Fingerprint of the renderers: versions of libraries, and a hash of all that shapes the bytes.

The files are computed: the modules that the renderers and their template tags import, the
templates they include, and the styles and fonts of printed documents. Some settings shape dates
and templates, and the system's libraries lay out type, cut fonts down and compress. Catalogs do not
count: the renderers draw in English whatever the language in use.
"""

import ast
import hashlib
import platform
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from clayton_review.reports.printing import type_libraries

LIBRARIES = ("django", "weasyprint", "pydyf", "pikepdf", "fonttools", "tinycss2", "tinyhtml5")
# Those with a smaller part, which are hashed only: a name has room for some.
FURTHER_LIBRARIES = ("brotli", "cssselect2", "lxml", "pillow", "pyphen", "webencodings")
SETTINGS = ("FORMAT_MODULE_PATH", "TEMPLATES", "TIME_ZONE", "USE_THOUSAND_SEPARATOR", "USE_TZ")
PACKAGES = ("clayton_review", "incidents", "surveys", "findings")
# Where rendering starts: the renderers, and the module that the printing process runs.
ENTRANCES = (
    "clayton_review.reports.renderers",
    "clayton_review.reports.printing.document",
)
TEMPLATE = re.compile(r"""["']([\w/]+\.html)["']""")
TAGS = re.compile(r"{% load ([\w ]+) %}")
ASSETS = ("static/css/report*.css", "static/fonts/**/*.woff2", "static/fonts/**/*.ttf")


@lru_cache(maxsize=1)
def renderer_name() -> str:
    """Return the versions that decide the bytes: libraries, and a hash of everything else."""
    return f"{_versions(LIBRARIES)} source {fingerprint(Path(settings.BASE_DIR))}"


def fingerprint(root: Path) -> str:
    """Return 16 hexadecimal digits of the hash of all that shapes an issued file.

    Files below `root`, settings, and the libraries that the name does not list.
    """
    further = f"{_settings()} {_versions(FURTHER_LIBRARIES)} {_system_versions()}"
    total = hashlib.sha256(further.encode())
    for path in source_files(root):
        total.update(str(path.relative_to(root)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def source_files(root: Path) -> list[Path]:
    """Return the project's files that a rendering imports or reads, sorted."""
    sources = _closure(root)
    return sorted(sources.union(*(root.glob(name) for name in ASSETS)))


def _closure(root: Path) -> set[Path]:
    """Return the modules and templates that can be reached from `ENTRANCES`."""
    sources: set[Path] = set()
    waiting = [path for name in ENTRANCES for path in _module(root, name)]
    while waiting:
        path = waiting.pop()
        if path not in sources:
            sources.add(path)
            text = path.read_text()
            waiting += _imports(root, text) if path.suffix == ".py" else _tags(root, text)
            waiting += _templates(root, text)
    return sources


def _imports(root: Path, text: str) -> Iterator[Path]:
    """Yield the project's files that a module imports."""
    for name in _imported_names(text):
        yield from _module(root, name)


@cache  # by the module's text: a tenth of a second for all of them
def _imported_names(text: str) -> tuple[str, ...]:
    names = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(names)


def _module(root: Path, name: str) -> Iterator[Path]:
    """Yield the file of a module, and of the packages that are imported on the way to it."""
    parts = name.split(".")
    if parts[0] not in PACKAGES:
        return
    for n in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:n])
        for path in (place / "__init__.py", place.with_suffix(".py")):
            if path.is_file():
                yield path


def _templates(root: Path, text: str) -> Iterator[Path]:
    """Return the templates that a module or a template names."""
    paths = (root / "templates" / name for name in TEMPLATE.findall(text))
    return (path for path in paths if path.is_file())


def _tags(root: Path, text: str) -> Iterator[Path]:
    """Yield the modules with template tags that a template loads."""
    for name in " ".join(TAGS.findall(text)).split():
        for package in PACKAGES:
            yield from (root / package).rglob(f"templatetags/{name}.py")


def _settings() -> str:
    """Return the settings that shape dates and templates, without the path of this checkout."""
    values = repr([getattr(settings, name) for name in SETTINGS])
    return values.replace(str(settings.BASE_DIR), "")


def _versions(names: tuple[str, ...]) -> str:
    return " ".join(f"{name} {version(name)}" for name in names)


def _system_versions() -> str:
    """Return the versions of Python, of its zlib, and of the libraries that set type."""
    python = f"python {platform.python_version()} zlib {zlib.ZLIB_RUNTIME_VERSION}"
    return f"{python} {type_library_versions()}"


@cache
def type_library_versions() -> str:
    """Return names and versions of the libraries that set type, asked in another process."""
    command = [sys.executable, "-I", str(Path(type_libraries.__file__))]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own module
    return answer.stdout
