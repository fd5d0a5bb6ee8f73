"""Rules of the house that no linter states."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template.loader import get_template

from clayton_review.accounts.access import required_access
from tests.product_functions import templates
from tests.test_access_matrix import Address, addresses

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("clayton_review", "incidents", "surveys", "findings")
FOLDERS = (*PACKAGES, "tests", "templates", "static", "docs", "deploy", "bench", ".ci")
TEXTS = {".py", ".html", ".css", ".js", ".md", ".txt", ".toml", ".sh", ".json", ".svg", ""}
WRITES = re.compile(r"save|delete|(bulk_|get_or_|update_or_)?(create|update)")
MOST_LINES = 400
MOST_TEMPLATE_LINES = 80


def files(*folders: str, suffix: str = "") -> Iterator[Path]:
    """The files of some folders, without what tools leave behind."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def modules() -> list[Path]:
    """The Python files of the portal itself."""
    return list(files(*PACKAGES, suffix=".py"))


def test_every_view_states_who_may_open_it() -> None:
    assert [a.name for a in addresses() if required_access(a.view, a.name) is None] == []


def is_view(node: ast.AST) -> bool:
    """True if a function or class carries `@public` or `@allow(…)`."""
    marks = getattr(node, "decorator_list", [])
    called = [mark.func if isinstance(mark, ast.Call) else mark for mark in marks]
    return any(isinstance(mark, ast.Name) and mark.id in {"public", "allow"} for mark in called)


def answers_requests(path: Path) -> bool:
    """True if a module holds a view, or lies among the helpers of views."""
    is_among_views = bool({"views", "api"} & {*path.relative_to(ROOT).parts, path.stem})
    return is_among_views or any(is_view(node) for node in ast.walk(ast.parse(path.read_text())))


def writes_in(source: str) -> list[str]:
    """The calls in a module that write to the database."""
    return [
        f"{node.lineno}: .{node.func.attr}()"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and WRITES.fullmatch(node.func.attr)
    ]


def test_views_and_api_write_nothing() -> None:
    writes_by_file = {named(p): writes_in(p.read_text()) for p in modules() if answers_requests(p)}
    served = {named(Path(str(sys.modules[a.view.__module__].__file__))) for a in own_views()}

    assert {name: writes for name, writes in writes_by_file.items() if writes} == {}
    assert served - set(writes_by_file) == set()
    assert len(served) > 20


def test_only_letters_are_handed_to_the_mail_server() -> None:
    handing = {
        named(path)
        for path in modules()
        if re.search(r"^(from|import) django\.core\.mail", path.read_text(), re.M)
    }
    assert handing == {
        "clayton_review/letters/content.py",
        "clayton_review/letters/delivery.py",
    }


def own_views() -> list[Address]:
    """The addresses that are answered by the portal's own modules."""
    return [a for a in addresses() if a.view.__module__.startswith(PACKAGES)]


def test_sabotage_a_write_in_a_view_is_seen() -> None:
    source = "@allow(Permission.X)\ndef page(r):\n    Incident.objects.create(title=r)"

    assert writes_in(source) == ["3: .create()"]
    assert any(is_view(node) for node in ast.walk(ast.parse(source)))
    assert not any(is_view(node) for node in ast.walk(ast.parse(source.replace("@allow", "@job"))))


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {
        named(path): len(path.read_text().splitlines())
        for path in modules()
        if "migrations" not in path.parts
    }

    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_no_template_is_longer_than_80_lines() -> None:
    lengths = {
        name: len((ROOT / "templates" / name).read_text().splitlines()) for name in templates()
    }

    assert {name: n for name, n in lengths.items() if n > MOST_TEMPLATE_LINES} == {}


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        named(path)
        for path in modules()
        if "migrations" not in path.parts and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_every_package_has_its_init_file() -> None:
    folders = {path.parent for path in files(*PACKAGES, "tests", suffix=".py")}

    assert [named(f) for f in sorted(folders) if not (f / "__init__.py").exists()] == []


def test_every_template_compiles() -> None:
    for name in templates():
        if name.endswith(".html"):
            get_template(name)


def is_override(name: str) -> bool:
    """True if the template replaces one of another package."""
    homes = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    django_forms = Path(sys.modules["django"].__file__ or "").parent / "forms" / "templates"
    allauth = Path(sys.modules["allauth"].__file__ or "").parent / "templates"
    return any((home / name).exists() for home in [*homes, django_forms, allauth])


def test_every_template_is_used() -> None:
    """By name in code or in another template, by building its name, or in a package's place."""
    text = "\n".join(p.read_text() for p in [*modules(), *files("templates")])

    def is_used(name: str) -> bool:
        built = re.compile(rf"f\"{re.escape(Path(name).parent.name)}/")
        stem = f'"{Path(name).stem}"'
        return f'"{name}"' in text or is_override(name) or bool(built.search(text) and stem in text)

    assert [name for name in templates() if not is_used(name)] == []


INLINE = re.compile(
    r"\son[a-z]+\s*=|\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I
)


def test_templates_carry_no_inline_script_or_style() -> None:
    matches = {
        name: hit.group()
        for name in templates()
        if name.endswith(".html")
        and (hit := INLINE.search((ROOT / "templates" / name).read_text()))
    }

    assert matches == {}


@pytest.mark.parametrize(
    "html", ['<a onclick="x">', '<p style="x">', "<style>", "<script>x</script>"]
)
def test_sabotage_inline_script_or_style_is_seen(html: str) -> None:
    assert INLINE.search(html)


def test_the_example_environment_lists_what_the_settings_read() -> None:
    source = (ROOT / "clayton_review" / "settings.py").read_text()
    read = set(re.findall(r"(?:env\.\w+|secret)\(\s*[\"']([A-Z_]+)[\"']", source))
    example = (ROOT / ".env.example").read_text()
    listed = set(re.findall(r"^([A-Z_]+)=", example, re.M))
    elsewhere = "\n".join(p.read_text() for p in [*modules(), *files("tests", suffix=".py")])

    assert read - listed == set()
    assert [name for name in sorted(listed - read) if f'"{name}"' not in elsewhere] == []


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))

    assert detector.changes(graph=loader.graph) == {}


def lint_imports(root: Path) -> str:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def contracts() -> list[dict[str, Any]]:
    """The import contracts of `pyproject.toml`."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    listed: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return listed


def contract_named(opening: str) -> dict[str, Any]:
    """Return the one contract whose name begins with `opening`."""
    [match] = [contract for contract in contracts() if contract["name"].startswith(opening)]
    return match


def layers_of(contract: dict[str, Any]) -> list[list[str]]:
    """The layers of a contract from the top down, each with its modules."""
    return [re.findall(r"[\w.]+", layer) for layer in contract.get("layers", ())]


def file_of(module: str) -> Path | None:
    """The file of a module, from the root of the project."""
    path = Path(*module.split("."))
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in files if (ROOT / file).exists()), None)


def upward_imports() -> dict[str, str]:
    """For each contract inside a room, a file of its lowest layer that imports its highest."""
    sabotage = {}
    for contract in contracts():
        for room in contract.get("containers", ())[:1]:
            layers = [
                [name for name in layer if file_of(f"{room}.{name}")]
                for layer in layers_of(contract)
            ]
            highest, *_, lowest = [layer for layer in layers if layer]
            file = file_of(f"{room}.{lowest[0]}")
            sabotage[str(file)] = f"import {room}.{highest[0]}"
    return sabotage


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    """A copy of the portal's modules and its import contracts."""
    for package in PACKAGES:
        leave = shutil.ignore_patterns("__pycache__", "migrations")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_each_import_contract_refuses_what_it_is_there_for(copied_tree: Path) -> None:
    """Every contract broken once on purpose, in a copy of the tree."""
    sabotage = upward_imports() | {
        "clayton_review/audit/actions.py": "import clayton_review.accounts.models",
        "clayton_review/stats/__init__.py": "import django",
        "clayton_review/settings.py": "import clayton_review.reports.actions",
        "findings/releases/models.py": "import findings.coding.models.quotable_texts",
    }
    for name, line in sabotage.items():
        with (copied_tree / name).open("a") as module:
            module.write(f"\n{line}\n")
    output = lint_imports(copied_tree)

    kept_contracts = [c["name"] for c in contracts() if f"{c['name']} BROKEN" not in output]
    assert kept_contracts == [], output[-3_000:]


def test_each_room_refuses_a_module_that_is_in_none_of_its_layers(copied_tree: Path) -> None:
    rooms = {room for contract in contracts() for room in contract.get("containers", ())}
    for room in rooms:
        (copied_tree / room.replace(".", "/") / "newmodule.py").write_text('"""New."""\n')
    output = lint_imports(copied_tree)

    assert {"incidents", "findings", "findings.stories"} <= rooms
    assert sorted(room for room in rooms if f"{room}.newmodule\n" not in output) == [], output


# Modules in no layer of a room, each with its reason.
OUTSIDE_LAYERS = {
    "clayton_review": "a package that holds the version only",
    "clayton_review.celery": "the worker's entrance; started by name, imports settings only",
    "clayton_review.database_timeouts": "read by the settings, and knows nothing of the portal",
    "clayton_review.mail_settings": "read by the settings, before anything else is there",
    "clayton_review.production_settings": "read by the settings, before anything else is there",
    "clayton_review.settings": "read by Django by name; a contract of its own",
    "clayton_review.wsgi": "the server's entrance; started by name",
}


def is_in_a_layer(module: str) -> bool:
    """True if a contract orders the module: inside its room, or as a room of one module."""
    for contract in contracts():
        names = {name for layer in layers_of(contract) for name in layer}
        rooms = contract.get("containers")
        if rooms is None and module in names:
            return True
        for room in rooms or ():
            inside = module.removeprefix(f"{room}.")
            if module == room or (inside != module and inside.split(".")[0] in names):
                return True
    return False


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_every_module_is_in_a_layer_or_an_exception_with_its_reason() -> None:
    names = {module_name(path) for path in modules() if "migrations" not in path.parts}
    outside = {name for name in names if not is_in_a_layer(name)}

    assert outside - set(OUTSIDE_LAYERS) == set()
    assert set(OUTSIDE_LAYERS) - outside == set()
    assert not is_in_a_layer("clayton_review.reports.helpers")


def test_every_folder_with_modules_is_a_package() -> None:
    """import-linter does not look into folders without `__init__.py`."""
    bare = {named(path.parent) for path in modules() if not (path.parent / "__init__.py").exists()}

    assert bare == set()


def test_every_package_at_the_root_is_checked() -> None:
    """A package that import-linter does not know could import whatever it likes."""
    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    roots = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}

    assert roots == set(known["root_packages"]) == set(PACKAGES)


def test_work_and_figures_are_registered_at_start() -> None:
    """A module with `@job`, `@figure` or `@family` is imported by its app's `ready()`."""
    mark = re.compile(r"^@(?:job|figure|family)\(", re.M)
    needed = {
        named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in modules()
        if mark.search(path.read_text())
    }
    load = "import django, sys; django.setup(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", load],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert needed
    assert sorted(needed - set(done.stdout.split())) == []


PINNED = re.compile(r"^[\w.-]+(\[[\w,-]+\])?==[\w.!+]+( ;.*)?  # \S.*$")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_and_says_why(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    asked = [line for line in lines if line and not line.startswith(("#", "-r "))]

    assert [line for line in asked if not PINNED.match(line)] == []


FOREIGN = re.compile(
    r"(?<![\w/:.])/(?:work|home|root|Users)/\w|" + "py" + r"pi\.org|" + "python" + r"hosted\.org"
)


def test_nothing_names_a_machine_or_a_registry() -> None:
    tops = [p for p in ROOT.iterdir() if p.is_file() and p.name != ".git" and p.suffix in TEXTS]
    matches = {
        named(path): hit.group()
        for path in [*files(*FOLDERS), *tops]
        if path.suffix in TEXTS and (hit := FOREIGN.search(path.read_text(errors="replace")))
    }

    assert matches == {}
