"""Files are judged by their content, never by their name alone."""

import pytest

from clayton_review.documents.filetypes import (
    CSV,
    DOCX,
    JPEG,
    PDF,
    PNG,
    TEXT,
    XLSX,
    FileType,
    NotAccepted,
    _end_of_pdf,
    recognize,
)
from tests.documents.factories import JPEG_BYTES, PDF_BYTES, PNG_BYTES, office_bytes

_OBJECTS = (
    b"%PDF-1.7\n" + b"%" * 2_100 + b"\n1 0 obj (<?xml version='1.0'?><body >Fine.</body>) endobj\n"
)
_END = b"startxref\n%d\n%%%%EOF\n" % len(_OBJECTS)
WHOLE_PDF = _OBJECTS + b"xref\n0 1\ntrailer<<>>\n" + _END
_REMARK = b"2 0 obj (<?xml version='1.0'?><body >Better.</body>) endobj\nxref\n2 1\ntrailer<<>>\n"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF_BYTES, "Letter.PDF", PDF),
        (WHOLE_PDF, "remarks.pdf", PDF),
        (WHOLE_PDF + b"\n" + _REMARK + _END, "remarks.pdf", PDF),
        (PNG_BYTES, "map.png", PNG),
        (JPEG_BYTES, "receipt.jpeg", JPEG),
        ("Señor, ¿qué pasó?\n".encode(), "notes.txt", TEXT),
        (b"\xef\xbb\xbfdate,calls\n2018-07-07,45\n", "calls.csv", CSV),
        (b"BMW seen at 12:30\n", "notes.txt", TEXT),
        (office_bytes("word/document.xml"), "report.docx", DOCX),
        (office_bytes("xl/workbook.xml"), "stops.xlsx", XLSX),
    ],
)
def test_a_kind_on_the_list_is_recognized(content: bytes, name: str, kind: FileType) -> None:
    assert recognize(content, name) == kind


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.pdf", "empty"),
        (PNG_BYTES, "letter.pdf", "type is PNG image, but its name ends in “.pdf”"),
        (PDF_BYTES, "letter", "ends in “nothing”"),
        (b"MZ" + bytes(90), "setup.pdf", "do not accept this type"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "tool.txt", "do not accept this type"),
        (b"#!/bin/sh\nrm -rf /\n", "notes.txt", "do not accept this type"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "page.txt", "do not accept this type"),
        (
            b"  <svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
            "logo.csv",
            "do not accept this type",
        ),
        (
            b"%PDF-1.7\n<html><script>x()</script>",
            "a.pdf",
            "begins like a PDF but holds a web page",
        ),
        (b"%PDF-1.7\n%\xe2\xe3\n<!DOCTYPE html>", "a.html", "like a PDF but holds a web page"),
        (JPEG_BYTES + b"<SCRIPT >x()</SCRIPT>", "a.jpg", "like a JPEG image but holds a web page"),
        (b"%PDF-1.4\n<head></head><img src=x onerror=x()>", "a.pdf", "PDF but holds a web page"),
        (b"%PDF-1.4\n<form action=//evil><input>", "a.pdf", "PDF but holds a web page"),
        (b"%PDF-1.4\n<a  href=javascript:x()>", "a.pdf", "PDF but holds a web page"),
        (b"%PDF-1.4\n%" + b"x" * 2_100 + b"<html><script>", "a.pdf", "PDF but holds a web page"),
        (WHOLE_PDF + b"\n<html><script>x()", "a.pdf", "PDF but holds a web page"),
        (WHOLE_PDF + b"<html><script>x()" + _END, "a.pdf", "PDF but holds a web page"),
        (WHOLE_PDF + _REMARK + _END + b"<svg onload=x()>", "a.pdf", "PDF but holds a web page"),
        (WHOLE_PDF + b"<script/x>x()</script>", "a.pdf", "PDF but holds a web page"),
        (WHOLE_PDF + "<html>".encode("utf-16-le"), "a.pdf", "PDF but holds a web page"),
        (WHOLE_PDF + "<html>".encode("utf-16-be"), "a.pdf", "PDF but holds a web page"),
        (JPEG_BYTES + bytes(2_100) + b"<html><p>", "a.jpg", "image but holds a web page"),
        (b"GIF89a" + bytes(40), "moving.gif", "We do not accept this type of file. Send PDF"),
        (b"just text", "setup.exe", "We do not accept this type of file. Send PDF"),
        (b"text with a \x00 byte", "notes.txt", "do not accept this type"),
        (b"PK\x03\x04 cut off", "report.docx", "do not accept this type"),
        (office_bytes("payload.exe"), "report.docx", "do not accept this type"),
        (office_bytes("word/document.xml", "word/vbaProject.bin"), "report.docx", "macros"),
        (office_bytes("word/document.xml"), "stops.xlsx", "type is Word document"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(content: bytes, name: str, words: str) -> None:
    with pytest.raises(NotAccepted, match=words):
        recognize(content, name)


@pytest.mark.parametrize("n_digits", [30, 5_000])
def test_an_endless_number_at_the_end_of_a_pdf_breaks_nothing(n_digits: int) -> None:
    content = _OBJECTS + b"startxref\n" + b"9" * n_digits + b"\n%%EOF\n"
    with pytest.raises(NotAccepted):
        recognize(content, "remarks.pdf")


@pytest.mark.parametrize(("n_blanks", "has_end"), [(0, True), (64, True), (65, False)])
def test_an_end_of_a_pdf_leads_to_its_index_within_few_blanks(
    n_blanks: int, *, has_end: bool
) -> None:
    """Thousands of ends that all lead into the same blanks would be read for minutes."""
    content = b"%PDF-1.7\n" + b" " * n_blanks + b"xref\nstartxref 9 %%EOF"
    assert bool(_end_of_pdf(content)) == has_end
