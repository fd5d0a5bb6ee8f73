"""The files of a delivery, one by one and in order; what must not be taken says why."""

import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

MOST_DIRECTORY_BYTES = 4 * 1_048_576
MOST_RATIO = 200
MOST_FILES = 2_000  # of one delivery; the settings let so many uploads through
MOST_BYTES = 1_024 * 1_048_576  # of one delivery, packed or not
RATIO_COUNTS_FROM = 1_048_576
LONGEST_PATH = 400
PROGRAMS = frozenset(
    (
        *("exe", "bat", "cmd", "com", "scr", "msi", "msp", "dll", "sys", "drv", "cpl", "jar"),
        *("js", "jse", "vbs", "vbe", "wsf", "ps1", "sh", "bash", "py", "pl", "rb", "app", "apk"),
        *("deb", "rpm", "dmg", "pkg", "iso", "lnk", "url", "reg", "hta", "chm"),
        *("docm", "xlsm", "pptm"),
    )
)
TOO_LARGE = (
    "The files before it already reach the size limit for one delivery. Send the rest separately."
)
_PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_SYSTEM = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)", re.I)
_NAMES_ARCHIVE = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")


class UnusableArchive(ValueError):
    """An archive that cannot be opened at all; the message says why."""


@dataclass(frozen=True)
class ArchivedFile:
    """One file: its path, its declared size, how to read it, and why it is not taken."""

    path: str
    n_bytes: int
    read: Callable[[], bytes]
    refusal: str = ""


@dataclass(frozen=True)
class Limits:
    """Limits: files of a delivery, bytes of one file and of all together."""

    n_files: int
    file_bytes: int
    all_bytes: int


def is_archive(name: str, start: bytes) -> bool:
    """True if an upload is a ZIP archive, and not an Office file in ZIP form."""
    return name.lower().endswith(".zip") and start.startswith(b"PK")


def single(name: str, n_bytes: int, read: Callable[[], bytes], limits: Limits) -> ArchivedFile:
    """Return one file that was sent by itself."""
    path = clean_path(name)
    return ArchivedFile(path, n_bytes, read, _refusal(path, n_bytes, limits))


def files_of(archive: BinaryIO, limits: Limits) -> Iterator[ArchivedFile]:
    """Yield the files of a ZIP in its own order. Raise `UnusableArchive` if it cannot be opened."""
    _check_directory(archive, limits)
    try:
        opened = zipfile.ZipFile(archive)
    # NotImplementedError is zipfile's word for a compression or encryption that it does not know.
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise UnusableArchive(
            "The archive is damaged and cannot be opened. Create it again and send the new one."
        ) from error
    members = [member for member in opened.infolist() if not member.is_dir()]
    if len(members) > limits.n_files:
        raise UnusableArchive(
            f"The archive has {len(members):,} files, but you can send only "
            f"{limits.n_files:,} at a time. Send it in parts."
        )
    for member in members:
        refusal = _member_refusal(member, limits)
        yield ArchivedFile(
            clean_path(member.filename), member.file_size, _reader(opened, member), refusal
        )


def up_to_size(files: Iterable[ArchivedFile], limits: Limits) -> Iterator[ArchivedFile]:
    """Yield the files of a delivery; those beyond its size are refused."""
    n_bytes = 0
    for file in files:
        n_bytes += 0 if file.refusal else file.n_bytes
        is_beyond = n_bytes > limits.all_bytes and not file.refusal
        yield replace(file, refusal=TOO_LARGE) if is_beyond else file


def clean_path(path: str) -> str:
    """Return a path for storing and showing: forward slashes, no invisible characters."""
    shown = "".join(
        letter
        for letter in path.replace("\\", "/")
        if letter.isprintable() and unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return shown.encode("utf-8", "replace").decode()[-LONGEST_PATH:] or "without a name"


def is_program(content: bytes) -> bool:
    """True if the content is a program."""
    return content.startswith(_PROGRAM_STARTS)


def _check_directory(archive: BinaryIO, limits: Limits) -> None:
    """Raise `UnusableArchive` if the archive's end record is damaged or lists too much."""
    archive.seek(0, 2)
    size = archive.tell()
    archive.seek(max(size - 65_557, 0))
    tail = archive.read()
    place = tail.rfind(b"PK\x05\x06")
    archive.seek(0)
    if place < 0 or len(tail) < place + 22:
        raise UnusableArchive(
            "The archive is damaged or incomplete. Create it again and send the new one."
        )
    n_files = int.from_bytes(tail[place + 10 : place + 12], "little")
    n_directory = int.from_bytes(tail[place + 12 : place + 16], "little")
    if n_directory > MOST_DIRECTORY_BYTES or n_files == 0xFFFF:
        raise UnusableArchive(
            f"The archive lists more than {limits.n_files:,} files, the most "
            "you can send at a time."
        )


def _member_refusal(member: zipfile.ZipInfo, limits: Limits) -> str:
    if member.flag_bits & 0x1:
        return "It is encrypted. Send it without a password."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "It is a shortcut to another file. Send the file itself."
    if _leads_outside(member.orig_filename):
        return "Its path points outside the archive."
    packed = max(member.compress_size, 1)
    if member.file_size > RATIO_COUNTS_FROM and member.file_size / packed > MOST_RATIO:
        return f"It is compressed more than {MOST_RATIO} to 1, as harmful archives are."
    return _refusal(clean_path(member.filename), member.file_size, limits)


def _refusal(path: str, n_bytes: int, limits: Limits) -> str:
    """Return the reason to refuse a file by its name or size; empty if there is none."""
    name = path.rpartition("/")[2].lower()
    if _SYSTEM.search(path):
        return "It is a system file from the computer that made the archive, not a record."
    if name.rpartition(".")[2] in PROGRAMS:
        return "It is a program or contains one. We do not accept programs."
    if name.endswith(_NAMES_ARCHIVE):
        return "It is an archive inside the delivery. Send the files in it directly."
    if n_bytes > limits.file_bytes:
        return f"It is larger than {limits.file_bytes // 1_048_576} MB."
    return ""


def _leads_outside(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\")) or ".." in parts or bool(re.match(r"[A-Za-z]:", path))


def _reader(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with opened.open(member) as stream:
                content = stream.read(member.file_size + 1)
        # RuntimeError: a password; NotImplementedError: a compression that zipfile does not know.
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
            raise UnusableArchive("It is damaged inside the archive. Send it again.") from error
        except Exception as error:  # zlib, lzma and bz2 have errors of their own
            if type(error).__module__ not in {"zlib", "_lzma", "lzma", "bz2"}:
                raise
            raise UnusableArchive("It is damaged inside the archive. Send it again.") from error
        if len(content) != member.file_size:
            raise UnusableArchive("Its size does not match what the archive says.")
        return content

    return read
