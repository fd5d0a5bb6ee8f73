"""Text of received files: read in a process of its own, found without accents, marked in place."""

import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.db import connection

from clayton_review.accounts.models import User
from clayton_review.documents import text_extraction_script
from clayton_review.documents.models import IntakeFile, PageText
from clayton_review.documents.selectors import searching
from clayton_review.documents.text_extraction import Extraction, TextProcess
from clayton_review.web.search_text import folded
from tests.documents.factories import finished_intake, pdf_of

pytestmark = pytest.mark.django_db
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.fixture(scope="module")
def reader() -> Iterator[TextProcess]:
    with TextProcess() as process:
        yield process


def packed(**parts: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return buffer.getvalue()


DOCX = packed(word__document=f"<w:document {_W}><w:p><w:t>Field </w:t><w:t>contacts</w:t></w:p>"
                             "<w:p><w:t>Order</w:t></w:p></w:document>")  # fmt: skip
XLSX = packed(
    xl__sharedStrings=f"<sst {_S}><si><t>Officer</t></si></sst>",
    xl__worksheets__sheet1=f'<worksheet {_S}><row><c t="s"><v>0</v></c><c><v>12</v></c></row>'
    "</worksheet>",
)
EML = b"From: a@example.org\r\nSubject: Radio log\r\n\r\nThe log is attached.\r\n"


@pytest.mark.parametrize(
    ("kind", "content", "pages"),
    [
        (".pdf", pdf_of("First page", "Second"), ["First page", "Second"]),
        (".docx", DOCX, ["Field contacts\nOrder"]),
        (".xlsx", XLSX, ["Officer\t12"]),
        (".csv", b"a,b\nc,d\n", ["a,b\nc,d"]),
        (".txt", "\ufeffcafé\x00".encode(), ["café"]),
        (".eml", EML, ["From: a@example.org\nSubject: Radio log\n\nThe log is attached."]),
    ],
)
def test_the_text_of_each_kind(
    kind: str, content: bytes, pages: list[str], reader: TextProcess
) -> None:
    assert reader.read(kind, content) == Extraction("read", pages)


@pytest.mark.parametrize(
    ("kind", "content", "state"),
    [
        (".pdf", pdf_of("", ""), "empty"),
        (".pdf", b"%PDF-1.7 broken", "failed"),
        (".docx", b"PK\x03\x04", "failed"),
        (".docx", packed(word__document="<!DOCTYPE x [<!ENTITY a 'x'>]><x>&a;"), "failed"),
    ],
)
def test_what_has_no_text_or_is_broken_says_so(
    kind: str, content: bytes, state: str, reader: TextProcess
) -> None:
    assert reader.read(kind, content).state == state
    assert reader.read(".txt", b"still here").state == "read"


@pytest.mark.parametrize(
    ("does", "note"),
    [
        ("import time; time.sleep(60)", "It took too long to read."),
        ("raise SystemExit", "It could not be read."),
        ("x = 'x' * 10_000_000_000_000", "It could not be read."),
    ],
)
def test_a_file_that_hangs_or_breaks_the_reader_is_given_up(does: str, note: str) -> None:
    script = f"import sys; sys.stdin.buffer.readline(); {does}"
    seconds = 0.7 if "sleep" in does else 60
    with TextProcess(seconds=seconds, command=(sys.executable, "-I", "-c", script)) as process:
        assert process.read(".txt", b"x") == Extraction("failed", note=note)


def test_long_texts_are_cut_into_parts_between_lines() -> None:
    text = "".join(f"line {n:04}\n" for n in range(1_000))
    parts = text_extraction_script._parts(text)
    assert len(parts) == 4
    assert "".join(parts) == text
    assert all(
        part.endswith("\n") and len(part) <= text_extraction_script.PART_LETTERS for part in parts
    )


def references_with(typed: str) -> list[str]:
    rows = searching.matching(IntakeFile.objects.received(), typed).order_by("number")
    return [row.name for row in rows]


def test_words_phrases_and_exclusions_with_and_without_accents(consultant: User) -> None:
    finished_intake(
        {
            "es.pdf": pdf_of("nothing", "La policía ayuda a la gente"),
            "en.txt": b"The policia report was late; the late report",
            "radio log.csv": b"unit,time",
        },
        by=consultant,
    )
    assert references_with("policia") == references_with("POLICÍA") == ["es.pdf", "en.txt"]
    assert references_with('"report was"') == ["en.txt"]
    assert references_with('"was report"') == []
    assert references_with("policia -report") == ["es.pdf"]
    assert references_with("radio log") == ["radio log.csv"]
    assert references_with("CLY-000001") == ["es.pdf"]
    assert references_with("'\\:*&|!()<->") == []

    row = IntakeFile.objects.get(number=1)
    hit = searching.hits([row], "policia")[row.file_id]
    assert (hit.page, str(hit.excerpt)) == (2, "La <mark>policía</mark> ayuda a la gente")
    assert [page.number for page in searching.pages_of(row, "policía")] == [2]


def test_a_sabotaged_fold_would_miss_the_accent(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished_intake({"es.txt": "La policía".encode()}, by=consultant)
    monkeypatch.setattr(searching, "folded", lambda text: text)
    assert references_with("policía") == []


def test_the_excerpt_escapes_what_it_shows() -> None:
    text = f"{'word ' * 60}<b>stop</b> & search {'more ' * 60}"
    shown = str(searching.excerpt(text, searching.terms_of('"stop"')))
    assert "&lt;b&gt;<mark>stop</mark>&lt;/b&gt; &amp; search" in shown
    assert shown.startswith("… word")
    assert shown.endswith("more …")


def test_folding_keeps_every_letter_in_its_place() -> None:
    text = "Straße ÁÉñ ﬁ İ 🚓 e\u0301"
    assert len(folded(text)) == len(text)
    assert folded("POLICÍA") == "policia"


_PAGES = """
    INSERT INTO documents_pagetext (file_id, number, text, words)
    SELECT (%s::uuid[])[1 + n %% 100], n / 100 + 2, body, to_tsvector('simple', body)
    FROM (SELECT n, repeat('officer contact report night street witness radio record ', 25)
                    || 'needle' || n %% 100 || ' officer stop ' || n AS body
          FROM generate_series(0, 9999) AS n) AS made
"""


def test_ten_thousand_pages_are_searched_through_their_index(
    consultant: User, record_property: Callable[[str, object], None]
) -> None:
    names = {f"{n}.txt": f"file {n}".encode() for n in range(100)}
    files = [row.file_id for row in finished_intake(names, by=consultant).files.all()]
    with connection.cursor() as cursor:
        cursor.execute(_PAGES, [files])
    seconds = []
    for typed in ("needle77", '"needle77 officer"', "officer stop needle5 -absent"):
        start = time.perf_counter()
        matches = searching.matching(IntakeFile.objects.received(), typed).order_by("number")
        rows = list(matches[:25])
        hits = searching.hits(rows, typed)
        seconds.append(time.perf_counter() - start)
        assert rows
        assert hits
        plan = matches[:25].explain()
        assert "Bitmap Index Scan on page_words" in plan, plan
        assert "Seq Scan on documents_pagetext" not in plan, plan
    record_property("search of 10,000 pages, ms", round(min(seconds) * 1000, 1))


def test_a_file_shows_its_first_pages_or_the_first_twenty_with_the_words(consultant: User) -> None:
    row = finished_intake({"a.txt": b"The word dispatch."}, by=consultant).files.get()
    first = PageText.objects.get(file=row.file)
    PageText.objects.bulk_create(
        PageText(file=row.file, number=n, text="dispatch " + "x" * 5_000, words=first.words)
        for n in range(30, first.number, -1)
    )
    opening = searching.pages_of(row, " ")
    assert [page.number for page in opening] == [1, 2, 3]
    assert [len(page.text) for page in opening] == [18, 4_000, 4_000]
    assert [page.number for page in searching.pages_of(row, "dispatch")] == list(range(1, 21))
    assert searching.pages_of(row, "nothing") == []
