"""A file that takes over the reader of types and archives finds nothing, and is not believed."""

import io
import json
import subprocess
import sys
import threading
import uuid
import zipfile
from pathlib import Path
from typing import IO, Any

import pytest
from django.conf import settings

from clayton_review.accounts.models import User
from clayton_review.documents import (
    actions,
    received_files,
    received_files_script,
)
from clayton_review.documents.actions import intake as intake_actions
from clayton_review.documents.archives import ArchivedFile, Limits, UnusableArchive
from clayton_review.documents.filetypes import PDF, TEXT, NotAccepted
from clayton_review.documents.models import FileOutcome
from clayton_review.documents.received_files import OVER_LIMIT, ReceivedFiles
from tests.documents.factories import PDF_BYTES, sent, zipped

LIMITS = Limits(n_files=10, file_bytes=1_000_000, all_bytes=5_000_000)
FOLDER = Path(received_files_script.__file__).parent


def command(*lines: str) -> tuple[str, ...]:
    """Return the command of a reader that runs these lines before it takes orders."""
    script = [
        "import sys",
        f"sys.path.append({str(FOLDER)!r})",
        "import received_files_script as script",
        "import json, os, socket, time",
        *lines,
        "script.main()",
    ]
    return (sys.executable, "-I", "-W", "ignore", "-c", "\n".join(script))


def after_takeover(does: str) -> ReceivedFiles:
    """Return a reader whose files run this code, as a hole in a parser would let them."""
    takes_over = f"script.filetypes.recognize = lambda content, name: {does}"
    refuses = "refuse = lambda words: (_ for _ in ()).throw(script.filetypes.NotAccepted(words))"
    return ReceivedFiles(command=command(refuses, takes_over))


def answering(answer: str) -> ReceivedFiles:
    """Return a reader that gives this answer to each order."""
    code = f"import sys\nwhile sys.stdin.buffer.readline(): print({answer!r}, flush=True)"
    return ReceivedFiles(command=(sys.executable, "-I", "-c", code))


def archive_of(files: dict[str, bytes]) -> IO[bytes]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed


def listed(reader: ReceivedFiles, files: dict[str, bytes]) -> list[ArchivedFile]:
    return reader.files_of(archive_of(files), LIMITS)


def test_types_and_archives_are_read() -> None:
    with ReceivedFiles() as reader:
        assert reader.recognize(PDF_BYTES, "a.pdf") == PDF
        assert reader.recognize("é".encode(), "a.txt") == TEXT
        with pytest.raises(NotAccepted, match="actual type is PDF"):
            reader.recognize(PDF_BYTES, "a.txt")
        files = listed(reader, {"a.txt": b"one", "näme.txt": b"two", "x.exe": b"three"})
        assert [(file.path, file.n_bytes, bool(file.refusal)) for file in files] == [
            ("a.txt", 3, False), ("näme.txt", 3, False), ("x.exe", 5, True),
        ]  # fmt: skip
        assert [file.read() for file in files[:2]] == [b"one", b"two"]


def test_the_reader_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_OPENING_KEY", "the-opening-key")
    reader = after_takeover("refuse(json.dumps(dict(os.environ)))")
    with reader, pytest.raises(NotAccepted) as refusal:
        reader.recognize(b"x", "a.txt")
    assert "OPENING_KEY" not in str(refusal.value)


@pytest.mark.parametrize(
    "does",
    [
        "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
        "socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
        "open('/proc/%d/environ' % os.getppid(), 'rb')",
        "open('/etc/hostname', 'rb')",
        "os.pipe()",
        "os._exit(0)",
    ],
)
def test_what_a_file_tries_ends_its_reader_and_the_next_file_has_a_new_one(does: str) -> None:
    evil = (
        "script.filetypes.recognize = lambda content, name:"
        f" (({does}) if content == b'evil' else None, real(content, name))[1]"
    )
    with ReceivedFiles(command=command("real = script.filetypes.recognize", evil)) as reader:
        with pytest.raises(NotAccepted, match="It could not be read"):
            reader.recognize(b"evil", "a.txt")
        assert reader.recognize(b"honest", "a.txt") == TEXT


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received_files, "SECONDS", 0.5)
    reader = after_takeover("time.sleep(60)")
    with reader, pytest.raises(NotAccepted, match="It took too long to read"):
        reader.recognize(b"x", "a.txt")


def test_a_delivery_has_a_limit_of_its_own() -> None:
    with ReceivedFiles(all_seconds=0) as reader, pytest.raises(NotAccepted, match=OVER_LIMIT):
        reader.recognize(b"x", "a.txt")


@pytest.mark.parametrize(
    "answer",
    ["{}", "[1]", "no JSON", '{"label": "web page"}', '{"label": ["PDF"]}', '{"n_follow": 1e99}',
     '{"n_follow": 999999999999}'],
)  # fmt: skip
def test_an_answer_about_a_type_that_is_none_is_not_believed(answer: str) -> None:
    with answering(answer) as reader, pytest.raises(NotAccepted, match="It could not be read"):
        reader.recognize(b"", "a.txt")


@pytest.mark.parametrize(
    "files",
    [None, "a.txt", [1], [["a.txt", 3]], [["a.txt", "3", ""]], [[1, 3, ""]],
     [["a.txt", 1, ""]] * 11],
)  # fmt: skip
def test_a_list_of_files_that_is_none_is_not_believed(files: object) -> None:
    with answering(json.dumps({"files": files})) as reader, pytest.raises(UnusableArchive):
        listed(reader, {"a.txt": b"one"})


def test_a_file_larger_than_is_taken_is_not_believed() -> None:
    too_much = command(
        "script.archives.files_of = lambda file, limits: [script.archives.ArchivedFile('a.txt', 1,"
        " lambda: bytes(limits.file_bytes + 1))]"
    )
    with ReceivedFiles(command=too_much) as reader:
        (file,) = listed(reader, {"a.txt": b"one"})
        with pytest.raises(UnusableArchive, match="It could not be read"):
            file.read()


def test_an_archive_of_another_storage_is_read_from_a_copy() -> None:
    with ReceivedFiles() as reader:
        assert listed(reader, {"a.txt": b"one"})[0].read() == b"one"  # a BytesIO has no descriptor


def test_a_file_that_breaks_the_reader_of_its_archive_keeps_no_other_from_being_read() -> None:
    dies = command(
        "open_member = script.archives.zipfile.ZipFile.open",
        "def die(archive, member, *rest):",
        "    if getattr(member, 'filename', '') == 'evil.txt': os._exit(1)",
        "    return open_member(archive, member, *rest)",
        "script.archives.zipfile.ZipFile.open = die",
    )
    with ReceivedFiles(command=dies) as reader:
        before, evil, after = listed(reader, {"a.txt": b"1", "evil.txt": b"2", "b.txt": b"3"})
        assert before.read() == b"1"
        with pytest.raises(UnusableArchive, match="It could not be read"):
            evil.read()
        assert after.read() == b"3"


def test_the_archives_of_a_delivery_have_one_process_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    with ReceivedFiles() as reader:
        first, second = (listed(reader, {"a.txt": name, "b.txt": b"b"}) for name in (b"1", b"2"))
        assert [file.read() for file in (first[0], second[0], first[1])] == [b"1", b"2", b"b"]
        assert sum(process.poll() is None for process in started) == 1


def test_a_clock_that_runs_out_just_after_an_answer_breaks_no_later_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class LateTimer(threading.Timer):
        def cancel(self) -> None:
            self.function()
            super().cancel()

    monkeypatch.setattr(threading, "Timer", LateTimer)
    with ReceivedFiles() as reader:
        assert [reader.recognize(b"x", "a.txt") for _ in range(2)] == [TEXT, TEXT]


@pytest.mark.django_db
def test_a_delivery_goes_on_after_a_file_that_broke_the_reader(
    consultant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = command(
        "real = script.filetypes.recognize",
        "script.filetypes.recognize = lambda content, name:"
        " os._exit(1) if content == b'evil' else real(content, name)",
    )
    monkeypatch.setattr(intake_actions, "ReceivedFiles", lambda: ReceivedFiles(command=evil))
    archive = zipped({"1.txt": b"one", "2.txt": b"evil", "3.txt": b"three"})
    intake = actions.receive(
        record_id=uuid.uuid4(), sent=sent({"all.zip": archive}), request=None, by=consultant
    )
    actions.take_in(intake_id=intake.pk)

    files = intake.files.order_by("position")
    assert [file.control for file in files] == ["CLY-000001", "", "CLY-000002"]
    refused = files.get(outcome=FileOutcome.REFUSED)
    assert refused.reason == "It could not be read."


def test_nothing_of_the_portal_opens_archives_or_recognizes_types_itself() -> None:
    """Only the script calls the parsers."""
    parsers = ("archives.files_of(", "filetypes.recognize(", "import recognize\n", "puremagic.")
    allowed = {"archives.py", "filetypes.py", "received_files_script.py"}
    room = Path(settings.BASE_DIR) / "clayton_review" / "documents"
    callers = {
        path.name
        for path in room.rglob("*.py")
        if any(parser in path.read_text() for parser in parsers)
    }
    assert callers <= allowed
