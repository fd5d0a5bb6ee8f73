"""README's table is true: an example of each row, added as the row says, works end to end."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from tests.environment import redis_url
from tests.extending.copied_project import ROOT, copy_with, run_checks
from tests.extending.example import FOLDER, Example

EXAMPLES: tuple[Example, ...] = tuple(
    import_module(f"tests.extending.examples.{folder.name}").EXAMPLE
    for folder in sorted(FOLDER.iterdir())
    if (folder / "__init__.py").exists()
)


def rows() -> dict[str, str]:
    """Return the rows of the table: the text of the second column by that of the first."""
    table = (ROOT / "README.md").read_text().partition("| to add | edit |")[2]
    table = table.partition("\n\n")[0]
    cells = re.findall(r"^\| ([^|]+?) \| (.+) \|$", table, re.MULTILINE)
    return dict(cells)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> dict[str, str]:
    """Run the checks of all examples in one copy of the project, with its own database."""
    copy = copy_with(EXAMPLES, tmp_path_factory.mktemp("extending") / "project")
    server = connection.settings_dict
    address = f"postgres://{server['USER']}@{str(server['HOST']).replace('/', '%2F')}:5432/clayton"
    return run_checks(copy, address, redis_url("gw7"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.folder)
def test_an_example_of_the_row_works(
    example: Example, outcomes: dict[str, str], request: pytest.FixtureRequest
) -> None:
    if example.needs_browser:
        request.getfixturevalue("chromium_program")  # without one the test is skipped
    own = {name: failure for name, failure in outcomes.items() if name.startswith(example.prefix)}

    assert own, sorted(outcomes)
    assert {name: failure[-1_500:] for name, failure in own.items() if failure} == {}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.folder)
def test_the_row_names_every_file_of_its_example(example: Example) -> None:
    row = rows()[example.row]
    touched = {edit.path for edit in example.edits} | set(example.new_files)
    touched -= set(example.free)

    assert [path for path in sorted(touched) if not is_named(path, row)] == []


def is_named(path: str, row: str) -> bool:
    """True if the row names the file, its folder, or its name within an app."""
    file = Path(path)
    if str(file) in row or f"`{file.parent}/`" in row or f"`{file.name}`" in row:
        return True
    if file.suffix == ".html":
        return "`templates/<app>/<noun>_<verb>.html`" in row
    return any(f"`{part.removesuffix('.py')}`" in row for part in file.parts)


def test_every_row_has_an_example() -> None:
    missing = set(rows()) - {example.row for example in EXAMPLES}

    assert missing == set()
