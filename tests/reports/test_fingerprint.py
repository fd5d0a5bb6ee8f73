"""The fingerprint of the renderers covers every file of the project that shapes issued bytes."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.utils.translation import override

from clayton_review.accounts.models import User
from clayton_review.reports import edition
from clayton_review.reports.brief import LIMITS
from clayton_review.reports.fingerprint import (
    FURTHER_LIBRARIES,
    LIBRARIES,
    fingerprint,
    renderer_name,
    source_files,
    type_library_versions,
)
from clayton_review.reports.printing.type_libraries import TYPE_LIBRARIES, library_version
from clayton_review.reports.renderers import brief, page, tables
from tests.reports.factories import issued

ROOT = Path(settings.BASE_DIR)
# Libraries that call others or serve the installation: none of them shapes a page.
SHAPE_NOTHING = {"cffi", "pycparser", "setuptools"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that the fingerprint covers, and of nothing else."""
    target = tmp_path_factory.mktemp("sources")
    for path in source_files(ROOT):
        place = target / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    return target


def test_a_copy_of_the_covered_files_has_the_same_fingerprint(copy: Path) -> None:
    assert fingerprint(copy) == fingerprint(ROOT)
    assert renderer_name().endswith(fingerprint(ROOT))


@pytest.mark.long
def test_a_change_of_any_covered_file_changes_the_fingerprint(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, files = fingerprint(copy), source_files(copy)
    # An empty line more changes no import: which files are covered is worked out once.
    monkeypatch.setattr("clayton_review.reports.fingerprint.source_files", lambda _root: files)
    unnoticed = []
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        if fingerprint(copy) == before:
            unnoticed.append(str(path.relative_to(copy)))
        path.write_bytes(content)

    assert unnoticed == []


def test_a_file_outside_does_not_change_it(copy: Path) -> None:
    before = fingerprint(copy)
    (copy / "clayton_review/reports/checks.py").write_text("")

    assert fingerprint(copy) == before


@pytest.mark.parametrize(
    ("name", "value"), [("TIME_ZONE", "UTC"), ("USE_THOUSAND_SEPARATOR", True), ("TEMPLATES", [])]
)
def test_a_setting_that_shapes_dates_or_templates_changes_it(
    settings: Any, name: str, value: object
) -> None:
    before = fingerprint(ROOT)
    setattr(settings, name, value)

    assert fingerprint(ROOT) != before


def test_another_version_of_a_library_that_sets_type_changes_it(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint(copy)
    versions = type_library_versions()
    numbered = [rf"{name} \d+\.\d+\.\d+" for name, _function in TYPE_LIBRARIES]
    assert re.fullmatch(" ".join(numbered), versions)
    assert library_version("no-such-type", "version") == "no-such-type"
    monkeypatch.setattr(
        "clayton_review.reports.fingerprint.type_library_versions", lambda: f"{versions}1"
    )
    assert fingerprint(copy) != before


def test_it_does_not_depend_on_the_folder_of_the_checkout(settings: Any) -> None:
    before = fingerprint(ROOT)
    moved = [{**engine, "DIRS": [Path("/elsewhere/templates")]} for engine in settings.TEMPLATES]
    settings.TEMPLATES, settings.BASE_DIR = moved, Path("/elsewhere")

    assert fingerprint(ROOT) == before


def test_every_library_that_printing_imports_is_covered() -> None:
    load = "import clayton_review.reports.printing.document, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", load], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules = {name.partition(".")[0] for name in done.stdout.split()}
    homes = packages_distributions()
    imported = {home.lower() for name in modules for home in homes.get(name, ())}

    assert imported - SHAPE_NOTHING <= {*LIBRARIES, *FURTHER_LIBRARIES}
    assert {"weasyprint", "cssselect2"} <= imported


@pytest.mark.django_db
def test_the_language_in_use_changes_no_byte(
    lead: User, consultant: User, second_consultant: User
) -> None:
    report = issued(by=lead, approvers=(consultant, second_consultant))
    read = edition.read(report.edition)
    drawn = []
    for language in ("en", "es"):
        with override(language):
            drawn.append((page.standalone(read), brief.document(read, LIMITS[0])))

    assert drawn[0] == drawn[1]


@pytest.mark.long
@pytest.mark.django_db
def test_every_file_that_a_rendering_uses_is_covered(
    lead: User, consultant: User, second_consultant: User, printing: None
) -> None:
    """Sabotage: without the filters of the portal's tags in `source_files`, this test is red."""
    report = issued(by=lead, approvers=(consultant, second_consultant))
    used: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            used.add(frame.f_code.co_filename)

    def opened(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and is_rendering:
            used.add(str(arguments[0]))

    is_rendering = True
    sys.addaudithook(opened)
    engines["django"].engine.template_loaders[0].reset()  # type: ignore[attr-defined]  # cached loader
    sys.setprofile(note)
    read = edition.read(report.edition)
    page.standalone(read)
    tables.bundle(read)
    brief.document(read, LIMITS[0])
    sys.setprofile(None)
    is_rendering = False
    inside = {
        str(path.relative_to(ROOT))
        for name in used
        if (path := Path(name)).is_relative_to(ROOT) and ".venv" not in path.parts
    }
    covered = {str(path.relative_to(ROOT)) for path in source_files(ROOT)}

    assert {
        n for n in inside if not n.startswith(("tests/", "var/")) and ".pyc" not in n
    } <= covered
    assert {"templates/reports/edition.html", "clayton_review/web/formatting.py"} <= inside
