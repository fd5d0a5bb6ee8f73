"""Kinds of files that the library keeps, recognized by their content."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import puremagic

_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")


def _is_mail(content: bytes) -> bool:
    return _MAIL.match(content) is not None


def _is_any(content: bytes) -> bool:
    return True


@dataclass(frozen=True)
class FileType:
    """A kind of file the library keeps; the first extension is used for downloads.

    Text is known by `is_text`, a check of its content; an office file by `office_part`, a file in
    its archive; all others by their magic bytes.
    """

    label: str
    content_type: str
    extensions: tuple[str, ...]
    is_text: Callable[[bytes], bool] | None = None
    office_part: str = ""


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = FileType("PDF", "application/pdf", (".pdf",))
PNG = FileType("PNG image", "image/png", (".png",))
JPEG = FileType("JPEG image", "image/jpeg", (".jpg", ".jpeg"))
TEXT = FileType("plain text", "text/plain", (".txt",), is_text=_is_any)
CSV = FileType("CSV table", "text/csv", (".csv",), is_text=_is_any)
DOCX = FileType("Word document", _WORD, (".docx",), office_part="word/document.xml")
XLSX = FileType("Excel workbook", _EXCEL, (".xlsx",), office_part="xl/workbook.xml")
WAV = FileType("WAV sound", "audio/wav", (".wav",))
MP3 = FileType("MP3 sound", "audio/mpeg", (".mp3",))
MP4 = FileType("MP4 video", "video/mp4", (".mp4",))
EML = FileType("e-mail message", "message/rfc822", (".eml",), is_text=_is_mail)

# A new kind: its `FileType` here, and a reader in `READERS` of `text_extraction_script.py`.
ALLOWED = (PDF, PNG, JPEG, TEXT, CSV, DOCX, XLSX, EML, WAV, MP3, MP4)
_ENDINGS = [kind.extensions[0][1:].upper() for kind in ALLOWED]
ACCEPTED_WORDS = f"{', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}"
_MARKUP = ("<html", "<!doctype", "<svg", "<script", "<?xml", "<?php", "<body", "<iframe")
# What a browser takes for a page; files of other types may begin with XML of their own.
_WEB_PAGE = re.compile(rb"<(?:html|!doctype html|script|body|iframe|svg|\?php)\b", re.I)
_SNIFFED = 2_048  # browsers look at the beginning only
# Further in, where chance makes short words out of pictures and sound.
_PAGE_WITHIN = re.compile(rb"<(?:html|head|body|script|iframe)[\s/>]|<!doctype\s+html", re.I)
_PARTS = rb"head|title|meta|link|style|base|img|div|span|table|form|input|object|embed|math|h[1-6]"
_PAGE_PART = re.compile(rb"<(?:%b)[\s/>]|<a\s+href|<p>|<!doctype\s" % _PARTS, re.I)
_PDF_END = re.compile(rb"startxref\s{1,64}(\d{1,12})\s{1,64}%%EOF")
_PDF_INDEX = re.compile(rb"\s{0,64}(?:xref|\d{1,12}\s{1,64}\d{1,12}\s{1,64}obj)\b")
_TAG_BEHIND = re.compile(rb"<\x00?[a-z!?]", re.I)  # also in two bytes a letter
_TEXT_CONTROLS = {*range(32)} - {9, 10, 12, 13}


class NotAccepted(ValueError):
    """A file the library does not keep; the message says what to do."""


def recognize(content: bytes, name: str) -> FileType:
    """Return the file type by the content, which must agree with the extension of the name.

    Raises `NotAccepted` for an empty file, a type that is not on the list, or if the two disagree.
    """
    if not content:
        raise NotAccepted("The file is empty. Choose another one.")
    extension = "." + name.rpartition(".")[2].lower() if "." in name else ""
    kinds = _kinds(content)
    if kinds and _holds_web_page(content, kinds[0]):
        raise NotAccepted(
            f"The file begins like a {kinds[0].label} but holds a web page. "
            "Export it again and send the new file."
        )
    for kind in kinds:
        if extension in kind.extensions:
            return kind
    is_known = not extension or any(extension in kind.extensions for kind in ALLOWED)
    labels = [kind.label for kind in kinds] if is_known else []
    if labels:
        raise NotAccepted(
            f"The file’s actual type is {labels[0]}, but its name ends in "
            f"“{extension[:12] or 'nothing'}”. Change the ending to match and "
            "send it again."
        )
    raise NotAccepted(f"We do not accept this type of file. Send {ACCEPTED_WORDS}.")


def _holds_web_page(content: bytes, kind: FileType) -> bool:
    """True if a browser might take the file for a page.

    A whole PDF may hold pages of its own, such as rich text in a remark: there only its beginning
    and what comes behind its end are looked at.
    """
    if _WEB_PAGE.search(content, 0, _SNIFFED):
        return True
    if kind.is_text or kind.office_part:
        return False
    if _PAGE_PART.search(content, 0, _SNIFFED):
        return True
    end = _end_of_pdf(content) if kind is PDF else 0
    return bool(_TAG_BEHIND.search(content, end) if end else _PAGE_WITHIN.search(content))


def _end_of_pdf(content: bytes) -> int:
    """Return where the PDF ends; 0 if no end of it leads to a list of its objects.

    Programs that add remarks write them behind an end, as objects with an end of their own.
    """
    end = 0
    for match in _PDF_END.finditer(content):
        if _PDF_INDEX.match(content, int(match[1])):
            if end and not _PDF_INDEX.match(content, end):
                break
            end = match.end()
    return end


def _kinds(content: bytes) -> list[FileType]:
    """List the file types that the content can be; empty if none of them is accepted."""
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if _is_text(content):
        if content.startswith(b"%PDF-"):
            return [PDF]
        return [kind for kind in ALLOWED if kind.is_text and kind.is_text(content)]
    magic = _endings_by_content(content)
    others = [kind for kind in ALLOWED if not kind.is_text and not kind.office_part]
    return [kind for kind in others if magic & set(kind.extensions)]


def _endings_by_content(content: bytes) -> set[str]:
    try:
        matches = puremagic.magic_string(content)
    except puremagic.PureError:
        return set()
    except ValueError:  # raised by the library on some truncated files
        return set()
    best = max(match.confidence for match in matches)
    return {match.extension.lower() for match in matches if match.confidence == best}


def _office(content: bytes) -> list[FileType]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):  # the last: unknown compression
        return []
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotAccepted("The file contains macros. Save it without macros and send it again.")
    office = [kind for kind in ALLOWED if kind.office_part]
    return [kind for kind in office if {"[Content_Types].xml", kind.office_part} <= names]


def _is_text(content: bytes) -> bool:
    """True if the content is text, has no control characters, and is no page or script."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if text.startswith("#!") or not _TEXT_CONTROLS.isdisjoint(map(ord, set(text))):
        return False
    start = text[:2_000].lower()
    return not any(mark in start for mark in _MARKUP)
