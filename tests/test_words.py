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
ENTRY = re.compile(r'^(msgid|msgstr)[^"\n]*((?:"[^\n]*"\n?)+)', re.MULTILINE)


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
    for text in _entries(CATALOG.read_text(), side):
        yield f"{CATALOG.relative_to(ROOT)}: {text[:60]}", text


def _entries(catalog: str, side: str) -> list[str]:
    """Return the texts of one side of a catalog, each with all its lines."""
    return [
        "".join(re.findall(r'"(.*)"', lines)).replace(r"\n", "\n").replace(r"\"", '"')
        for kind, lines in ENTRY.findall(catalog)
        if kind == side
    ]


def in_scripts() -> Iterator[tuple[str, str]]:
    """Yield each script's place and its text."""
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        yield str(path.relative_to(ROOT)), path.read_text()


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


@pytest.mark.parametrize("source", [in_templates, in_code, in_scripts])
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


def test_an_entry_of_the_catalog_is_read_with_all_its_lines() -> None:
    """Sabotage: a phrase that goes over the end of a line is found."""
    catalog = 'msgid ""\n"3 dates stand "\n"in the next 30 days."\nmsgstr[0] "Hay"\n'
    assert _entries(catalog, "msgid") == ["3 dates stand in the next 30 days."]
    assert _entries(catalog, "msgstr") == ["Hay"]
    assert sum(len(text) > 80 for _, text in in_catalog("msgid")) > 50


def test_a_phrase_is_found_whatever_the_case_of_its_letters() -> None:
    """Sabotage: a sentence of the old kind is told with its place."""
    texts = iter([("a page", "3 dates Stand in the\n  next 30 days.")])
    assert _phrases_in(phrases("English"), texts) == ["a page: stand in the next"]
