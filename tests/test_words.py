"""No page, letter or report says what docs/words.md says we do not say."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from clayton_review.demo import methodology_statement, questionnaire

ROOT = Path(settings.BASE_DIR)
WORDS = ROOT / "docs" / "words.md"
CATALOG = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
PACKAGES = ("clayton_review", "surveys", "findings", "incidents")
TAG = re.compile(r"{%[^%]*%}|{#[^#]*#}", re.DOTALL)
MARKED = re.compile(r'{% (?:translate|block_text) "([^"]+)"')
ENTRY = re.compile(r'^(msgid|msgstr)[^"]*"(.*)"$', re.MULTILINE)


def phrases(language: str) -> list[str]:
    """Return the phrases listed for a language in docs/words.md."""
    _, _, after = WORDS.read_text().partition(f"### Never in {language}\n")
    return re.findall(r"^- `([^`]+)`$", after.partition("\n##")[0], re.MULTILINE)


def in_templates() -> Iterator[tuple[str, str]]:
    """Yield each template's place and its text, with what it marks for translation."""
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            source = path.read_text()
            text = " ".join([TAG.sub(" ", source), *MARKED.findall(source)])
            yield str(path.relative_to(ROOT)), text


def in_code() -> Iterator[tuple[str, str]]:
    """Yield the place and text of each sentence in the program: strings, but no docstrings."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                tree = ast.parse(path.read_text())
                for line, text in _sentences(tree):
                    yield f"{path.relative_to(ROOT)}:{line}", text


def _sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and id(node) not in docstrings
            and isinstance(node.value, str)
            and " " in node.value
        ):
            yield node.lineno, node.value


def in_catalog(side: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of one side of the Spanish catalog: `msgid` or `msgstr`."""
    for kind, text in ENTRY.findall(CATALOG.read_text()):
        if kind == side:
            yield f"{CATALOG.relative_to(ROOT)}: {text[:60]}", text


def in_spanish() -> Iterator[tuple[str, str]]:
    """Yield Spanish texts: the catalog, the demonstration's survey and its methodology."""
    yield from in_catalog("msgstr")
    for line in questionnaire.NOTATION.splitlines():
        english, _, spanish = line.partition(" | ")
        yield f"questionnaire: {english[:60]}", spanish
    for name, text in methodology_statement.ITEMS_ES.items():
        yield f"methodology: {name}", text
    for path in (ROOT / "templates").rglob("*.es.txt"):
        yield str(path.relative_to(ROOT)), path.read_text()


def _phrases_in(listed: list[str], texts: Iterator[tuple[str, str]]) -> list[str]:
    matches = []
    for place, text in texts:
        flat = " ".join(text.split()).casefold()
        matches += [f"{place}: {phrase}" for phrase in listed if phrase.casefold() in flat]
    return matches


@pytest.mark.parametrize("source", [in_templates, in_code])
def test_no_english_text_says_what_we_do_not_say(source: object) -> None:
    listed = phrases("English")
    assert len(listed) > 20
    assert callable(source)
    assert _phrases_in(listed, source()) == []


def test_no_english_entry_of_the_catalog_says_what_we_do_not_say() -> None:
    assert _phrases_in(phrases("English"), in_catalog("msgid")) == []


def test_no_spanish_text_says_what_we_do_not_say() -> None:
    listed = phrases("Spanish")
    assert len(listed) > 5
    assert _phrases_in(listed, in_spanish()) == []


def test_a_phrase_is_found_whatever_the_case_of_its_letters() -> None:
    """Sabotage: a sentence of the old kind is told with its place."""
    texts = iter([("a page", "3 dates Stand in the\n  next 30 days.")])
    assert _phrases_in(phrases("English"), texts) == ["a page: stand in the next"]
