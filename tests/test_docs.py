"""The documents say what is: names, commands and links exist, diagrams come from the code."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.db.models import Model, TextChoices

from clayton_review import figures
from clayton_review.documents.models import (
    ANSWER_TRANSITIONS,
    INTAKE_TRANSITIONS,
    REQUEST_TRANSITIONS,
    Answer,
    DocumentRequest,
    Intake,
)
from clayton_review.reports.models import TRANSITIONS as REPORT_TRANSITIONS
from clayton_review.reports.models import Report
from findings.conclusions.models.findings import FINDING_TRANSITIONS, Finding
from findings.fieldwork.models.slots import SLOT_TRANSITIONS, Slot
from findings.interviews.models.interviews import INTERVIEW_TRANSITIONS, Interview
from findings.recommendations.models.recommendations import STATUS_TRANSITIONS, Recommendation
from findings.stories.models import STORY_TRANSITIONS, TALK_TRANSITIONS, Story, TalkRequest
from incidents.models import EVIDENCE_TRANSITIONS, EvidenceItem, Incident
from incidents.models import TRANSITIONS as INCIDENT_TRANSITIONS
from surveys.survey.models import TRANSITIONS as SURVEY_TRANSITIONS
from surveys.survey.models import Survey
from tests.test_architecture import contract_named, file_of, layers_of
from tests.test_names_in_docstrings import CONSTANT, is_defined

ROOT = Path(settings.BASE_DIR)
STATUSES = ROOT / "docs" / "statuses.md"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
OPENING = """# Statuses

What can become what. Drawn from the `TRANSITIONS` mappings in the code by `tests/test_docs.py`
(`make docs` draws them anew); every other step is refused with a sentence.
"""

Transitions = Mapping[Any, frozenset[Any]]
# Title, model, its field, the mapping beside its enum.
MAPPINGS: list[tuple[str, type[Model], str, Transitions]] = [
    ("Incident", Incident, "status", INCIDENT_TRANSITIONS),
    ("Evidence item", EvidenceItem, "state", EVIDENCE_TRANSITIONS),
    ("Request to the city", DocumentRequest, "status", REQUEST_TRANSITIONS),
    ("Answer to a request", Answer, "state", ANSWER_TRANSITIONS),
    ("Delivery of files", Intake, "state", INTAKE_TRANSITIONS),
    ("Survey", Survey, "status", SURVEY_TRANSITIONS),
    ("Interview", Interview, "state", INTERVIEW_TRANSITIONS),
    ("Slot", Slot, "state", SLOT_TRANSITIONS),
    ("Finding", Finding, "state", FINDING_TRANSITIONS),
    ("Recommendation", Recommendation, "status", STATUS_TRANSITIONS),
    ("Resident’s story", Story, "state", STORY_TRANSITIONS),
    ("Request to talk", TalkRequest, "state", TALK_TRANSITIONS),
    ("Monthly report", Report, "state", REPORT_TRANSITIONS),
]


def diagram(model: type[Model], name: str, transitions: Transitions) -> str:
    """The mapping as a mermaid diagram; states in the order of their enum."""
    states = list(transitions)
    enum = type(states[0])
    assert issubclass(enum, TextChoices)
    lines = [f'    state "{enum(state).label}" as {state}' for state in states]
    field: Any = model._meta.get_field(name)
    if first := field.get_default():
        lines += [f"    [*] --> {first}"]
    lines += [
        f"    {state} --> {to}" for state in states for to in states if to in transitions[state]
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def statuses() -> str:
    """The whole document."""
    parts = [
        f"## {title}\n\n{diagram(model, name, transitions)}\n"
        for title, model, name, transitions in MAPPINGS
    ]
    return "\n".join([OPENING, *parts])


def test_the_status_diagrams_are_those_of_the_code() -> None:
    if os.environ.get("UPDATE_DOCS"):
        STATUSES.write_text(statuses())

    assert STATUSES.read_text() == statuses()


def test_every_mapping_of_the_code_is_drawn() -> None:
    defined = re.compile(r"^(\w*TRANSITIONS)\b[^=\n]*=", re.M)
    folders = ("clayton_review", "incidents", "surveys", "findings")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]

    assert sum(len(defined.findall(path.read_text())) for path in files) == len(MAPPINGS)


def words_of(path: Path) -> list[str]:
    """List the words in backticks in a document, and each line of its code blocks."""
    text = path.read_text()
    blocks = re.findall(r"^```(?!mermaid)\w*\n(.*?)^```", text, re.M | re.S)
    blocks += re.findall(r"(?:^    .*\n)+", text, re.M)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    return inline + [line for block in blocks for line in block.splitlines()]


def missing_commands(words: list[str]) -> Iterator[str]:
    """Makefile targets and management commands that are named and do not exist."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for word in words:
        for target in re.findall(r"^\s*make ([a-z]+)", word):
            if target not in targets:
                yield f"make {target}"
        for command in re.findall(r"manage\.py ([a-z_]+)", word):
            if command not in get_commands():
                yield f"manage.py {command}"


PACKAGES = r"(?:clayton_review|incidents|surveys|findings)"
TOPS = ("clayton_review", "incidents", "surveys", "findings", "templates", "static", "tests",
        "docs", "deploy", "bench", "locale", ".ci")  # fmt: skip


def missing_names(words: list[str]) -> Iterator[str]:
    """Modules, classes and functions that are named in full and do not exist."""
    for word in words:
        if re.fullmatch(rf"{PACKAGES}(\.\w+)+", word):
            if word in figures._FIGURES or word in figures._FAMILIES:
                continue
            try:
                resolve_name(word)
            except (ImportError, AttributeError):
                yield word


def missing_constants(words: list[str]) -> Iterator[str]:
    """Constants and settings that are named and do not exist."""
    for word in words:
        if CONSTANT.fullmatch(f"`{word}`") and not is_defined(word):
            yield word


def missing_paths(words: list[str]) -> Iterator[str]:
    """Files and folders that are named from the root and do not exist; `<…>` stands for any."""
    for word in words:
        fits = re.fullmatch(r"(?:[\w.-]+/)+[\w.-]*", word) and word.split("/")[0] in TOPS
        if fits and word != "deploy/" and not (ROOT / word).exists():
            yield word


def missing_links(path: Path) -> Iterator[str]:
    """Relative links of a document that lead nowhere, with their anchors."""
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.is_file() or (anchor and anchor not in anchors(target)):
            yield link


def anchors(path: Path) -> set[str]:
    """The anchors that headings of a document get."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", h.replace("`", "")).lower().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_exists(path: Path) -> None:
    words = words_of(path)

    names = [*missing_names(words), *missing_constants(words)]
    assert [*missing_commands(words), *names, *missing_paths(words)] == []
    assert list(missing_links(path)) == []


def test_sabotage_a_wrong_name_is_seen(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.md"
    wrong.write_text(
        "`make haste` `surveys.actions.lose` `NO_SUCH_ROOMS` `LIMITS`\n"
        "`findings/lost.py` [x](gone.md) [y](#nowhere)\n"
        "```sh\n.venv/bin/python manage.py lose_report\n```\n"
    )
    words = words_of(wrong)

    assert list(missing_commands(words)) == ["make haste", "manage.py lose_report"]
    assert list(missing_names(words)) == ["surveys.actions.lose"]
    assert list(missing_constants(words)) == ["NO_SUCH_ROOMS"]
    assert list(missing_paths(words)) == ["findings/lost.py"]
    assert list(missing_links(wrong)) == ["gone.md", "#nowhere"]


@pytest.mark.parametrize(
    "name",
    [
        "surveys.question_types.TYPES",
        "clayton_review.charts.shapes.Chart",
        "clayton_review.reports.sections.SECTIONS",
        "clayton_review.figures.figure",
        "clayton_review.accounts.access.allow",
        "clayton_review.accounts.access.public",
        "clayton_review.web.navigation.NavigationEntry",
        "findings.api.ROUTES",
        "clayton_review.jobs.registry.job",
        "clayton_review.jobs.actions.request_run",
    ],
)
def test_the_table_of_places_names_what_is_there(name: str) -> None:
    assert resolve_name(name)
    assert name.rpartition(".")[2] in (ROOT / "README.md").read_text()


def test_few_pictures_are_kept_and_each_is_shown() -> None:
    """All others are made by `make screens`, into `var/screens`."""
    pictures = [path for path in (ROOT / "docs" / "screens").rglob("*") if path.is_file()]
    shown = {
        (document.parent / link).resolve()
        for document in DOCUMENTS
        for link in re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", document.read_text())
    }

    assert 1 <= len(pictures) <= 15
    assert [picture for picture in pictures if picture not in shown] == []


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()


def stated_order(opening: str) -> list[list[str]]:
    """Return the layers that the architecture states after an opening, from the top down."""
    order = ARCHITECTURE.split(opening)[1].split("`")[1]
    return [layer.replace(":", " ").split() for layer in order.split(">")]


def test_the_architecture_states_the_order_inside_every_app() -> None:
    *layers, modules_without_models = layers_of(contract_named("Inside every app"))

    assert stated_order("Inside every app the order is") == layers
    assert "text_diff" in modules_without_models


def test_the_architecture_states_the_order_of_the_surveys() -> None:
    _, *features = layers_of(contract_named("Inside the surveys"))
    layered = {
        name.removeprefix("surveys.") for name in contract_named("Inside every app")["containers"]
    }

    assert stated_order("The surveys are cut by feature first:") == features
    assert [name for [name] in features if name in layered] == [name for [name] in features[:5]]


def test_the_architecture_lists_every_room() -> None:
    rooms = [name for layer in layers_of(contract_named("Rooms")) for name in layer]
    paths = [str(file).removesuffix("__init__.py") for room in rooms if (file := file_of(room))]

    assert [room for room in rooms if file_of(room) is None] == ["clayton_review.records"]
    assert [path for path in paths if f"`{path}`" not in ARCHITECTURE] == []


def test_the_readme_is_one_screen() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 60


def test_operations_tell_every_setting() -> None:
    listed = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    text = (ROOT / "docs" / "operations.md").read_text()

    assert [name for name in listed if f"`{name}`" not in text] == []
