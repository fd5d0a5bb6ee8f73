"""Everything that is marked for translation is there in Spanish, and public pages speak it."""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.checks import run_checks
from django.db.models import CharField, Model
from django.test import Client
from django.utils.translation import override

from clayton_review import languages
from clayton_review.stats.estimates.precision import OPT_IN_STATEMENT
from findings.stories.models import Story, TalkRequest
from surveys.analysis.method_notes import OPT_IN

ROOT = Path(settings.BASE_DIR)
CATALOG = ROOT / "locale" / "es" / "LC_MESSAGES"
TRANSLATE = re.compile(r'{% translate "([^"]+)"(?! context)')
BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)
TEXTS = {".html", ".txt"}
NAMES = {"_", "gettext", "lazy", "gettext_lazy", "gettext_noop"}


def in_templates() -> Iterator[str]:
    """List the texts that templates mark for translation."""
    for path in (path for path in (ROOT / "templates").rglob("*.*") if path.suffix in TEXTS):
        text = path.read_text()
        yield from TRANSLATE.findall(text)
        for block in BLOCK.findall(text):
            singular, _, _ = block.partition("{% plural %}")
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", singular)


def in_code() -> Iterator[str]:
    """List the texts that Python marks; those with context are checked on their pages."""
    for package in ("clayton_review", "surveys", "findings"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    words = node.args[0] if node.func.id in NAMES and node.args else None
                    if isinstance(words, ast.Constant):
                        yield str(words.value)


def compiled() -> dict[Any, str]:
    with (CATALOG / "django.mo").open("rb") as file:
        messages: dict[Any, str] = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return messages


@pytest.mark.parametrize("source", [in_templates, in_code])
def test_everything_marked_is_there_in_spanish(source: object) -> None:
    assert callable(source)
    known, marked = compiled(), set(source())
    assert len(marked) > 20
    plurals = {key[0] for key in known if isinstance(key, tuple)}
    assert sorted(words for words in marked - plurals if not known.get(words)) == []


def test_the_compiled_catalog_is_the_written_one() -> None:
    written = (CATALOG / "django.po").read_text()
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', written, re.MULTILINE)
    known = compiled()
    plain = [(key, value) for key, value in pairs if "\\" not in key + value]
    contextual = {key for key in known if "\x04" in key}
    missed = [key for key, value in plain if known.get(key) != value]
    assert [key for key in missed if not any(message.endswith(key) for message in contextual)] == []


def test_a_sentence_that_the_statistics_keep_too_is_the_same() -> None:
    with override("en"):
        assert str(OPT_IN) == OPT_IN_STATEMENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "Participe"),
        ("/about/", "Quién hace este estudio"),
        ("/reports/", "Todavía no se ha publicado"),
        ("/documents/", "Todavía no hay documentos"),
        ("/found/", "Todavía no se ha publicado nada"),
        ("/tell/", "Esto no es una queja"),
        ("/tell/story/", "¿Qué pasó?"),
        ("/tell/talk/", "Número de teléfono"),
    ],
)
def test_each_public_page_speaks_both_languages(client: Client, address: str, words: str) -> None:
    spanish = client.get(f"/es{address}").content.decode()
    english = client.get(address).content.decode()
    assert words in spanish
    assert words not in english
    assert '<html lang="es"' in spanish
    assert '<main id="main" tabindex="-1" lang="en"' not in spanish
    assert f'href="{address}"' in spanish or f'formaction="{address}"' in spanish
    assert f'href="/es{address}"' in english or f'formaction="/es{address}"' in english


@pytest.mark.django_db
def test_an_address_with_nothing_behind_it_says_so_in_its_language(client: Client) -> None:
    spanish, english = client.get("/es/nothing/"), client.get("/nothing/")
    assert (spanish.status_code, english.status_code) == (404, 404)
    assert "No hay nada en esta dirección" in spanish.content.decode()
    assert 'lang="es"' in spanish.content.decode()
    assert "There is nothing at this address" in english.content.decode()


def refused_catalogs() -> list[str]:
    return [message.msg for message in run_checks() if message.id == "clayton_review.E001"]


def test_a_language_without_a_compiled_catalog_is_refused(settings: Any) -> None:
    assert refused_catalogs() == []
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]
    assert refused_catalogs() == [
        "LANGUAGES lists Deutsch (de), but locale/de/LC_MESSAGES/django.mo is missing: "
        "write django.po there and run `make messages`."
    ]


def test_a_regional_language_has_its_catalog_under_its_locale(settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("pt-br", "Português")]
    assert "locale/pt_BR/LC_MESSAGES/django.mo is missing" in refused_catalogs()[0]


def test_a_language_that_django_does_not_know_goes_by_its_own_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(languages.OWN_NAMES, "ht", "Kreyòl")
    assert languages.english_name("ht") == "Kreyòl"
    assert languages.english_name("pt-br") == "Brazilian Portuguese"


@pytest.mark.parametrize("model", [Story, TalkRequest])
def test_columns_have_room_for_the_code_of_any_language(model: type[Model]) -> None:
    longest = max(len(code) for code in LANG_INFO)
    column = model._meta.get_field("language")
    assert isinstance(column, CharField)
    assert (column.max_length or 0) >= longest


def test_the_example_of_a_language_quotes_sentences_as_they_are() -> None:
    """When a sentence there changes, its `django.po` follows, and `msgfmt` compiles it."""
    example = ROOT / "tests" / "extending" / "examples" / "language" / "django.po"
    quoted = set(re.findall(r'^msgid "(.+)"$', example.read_text(), re.MULTILINE))
    known = {key[0] if isinstance(key, tuple) else key for key in compiled()}
    assert sorted(quoted - known) == []
