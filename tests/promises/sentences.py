"""The sentences that people read in a template, or in a module that writes letters."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNREAD = re.compile(r"{% comment .*?{% endcomment %}|{#.*?#}|<script.*?</script>", re.DOTALL)
TRANSLATED = re.compile(r'{% translate "([^"]+)".*?%}')
TEMPLATE_TAG = re.compile(r"{%.*?%}", re.DOTALL)
INLINE_TAG = re.compile(r"</?(?:a|abbr|b|code|em|span|strong|time)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
VALUE = re.compile(r"{{.*?}}|{[^{}]*}")
END_OF_TEXT = "\n\n"


def page_sentences(page: str) -> list[str]:
    """Return the sentences of a file as they stand there, without tags."""
    source = (ROOT / page).read_text()
    texts = texts_of_module(source) if page.endswith(".py") else _texts_of_template(source)
    return [sentence for text in texts for sentence in sentences_of(text) if _has_words(sentence)]


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text that people read."""
    return [sentence for sentence in re.split(r"(?<=[.?!:]) +", plain(text)) if sentence]


def plain(text: str) -> str:
    """Return the text with one blank between words, so that line breaks do not matter."""
    return " ".join(text.split())


def without_tags(template: str) -> str:
    """Return the words of a template; a text ends where a tag begins, unless within a line."""
    words = TRANSLATED.sub(rf"{END_OF_TEXT}\1{END_OF_TEXT}", UNREAD.sub("", template))
    words = INLINE_TAG.sub("", TEMPLATE_TAG.sub(END_OF_TEXT, words))
    return TAG.sub(END_OF_TEXT, words)


def _texts_of_template(template: str) -> list[str]:
    return re.split(r"\n\s*\n|(?<=}})\n", without_tags(template))


def texts_of_module(source: str) -> Iterator[str]:
    """Return the texts of a module, each whole; those in its docstrings are not read."""
    tree = ast.parse(source)
    unread = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            unread.update(id(part) for part in node.values)
            yield ast.unparse(node)[2:-1]
        elif isinstance(node, ast.Constant) and id(node) not in unread:
            text = str(node.value)
            yield from re.split(r"\n\s*\n", text) if " " in text else ()


def _has_words(text: str) -> bool:
    """True if more is said than a value or a mark."""
    return re.search(r"[^\W\d_]{2}", VALUE.sub("", text)) is not None
