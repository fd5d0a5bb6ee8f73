"""A file that takes over its reader finds no key, no network and no files, and is not believed."""

import sys
import time
from pathlib import Path

import pytest

from clayton_review.documents import text_extraction, text_extraction_script
from clayton_review.documents.text_extraction import OVER_LIMIT, Extraction, TextProcess

SCRIPT = Path(text_extraction_script.__file__).parent


def after_takeover(does: str) -> TextProcess:
    """Return a reader whose first file runs this code, as a hole in a parser would let it."""
    script = (
        f"import sys; sys.path.append({str(SCRIPT)!r}); import os, socket, json\n"
        f"import text_extraction_script as script\n"
        f"def evil(content):\n    {does}\n"
        f"script.READERS['.txt'] = evil\n"
        f"script.main()"
    )
    return TextProcess(command=(sys.executable, "-I", "-W", "ignore", "-c", script))


def test_the_reader_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_OPENING_KEY", "the-opening-key")
    with after_takeover("return [json.dumps(dict(os.environ))]") as reader:
        page = reader.read(".txt", b"x").pages[0]
    assert "the-opening-key" not in page
    assert "SURVEY_OPENING_KEY" not in page


@pytest.mark.parametrize(
    "does",
    [
        "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
        "socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
        "os.close(2); socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "open('/proc/%d/environ' % os.getppid(), 'rb')",
        "os.close(2); open('/etc/hostname', 'rb')",
        "open('/tmp/left-by-a-file', 'w')",
        "os.pipe()",
    ],
)
def test_the_reader_opens_nothing(does: str) -> None:
    with after_takeover(f"{does}; return ['opened']") as reader:
        answer = reader.read(".txt", b"x")
    assert (answer.state, answer.note) == ("failed", "OSError")


ANSWERS = [
    '{"state": "kept", "pages": [], "note": ""}',
    '{"state": "read", "pages": "text", "note": ""}',
    '{"state": "read", "pages": [1], "note": ""}',
    '{"state": ["read"], "pages": [], "note": ""}',
    '["read"]',
    "{}",
    "no JSON",
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_is_none_counts_as_unreadable(answer: str) -> None:
    script = f"import sys; sys.stdin.buffer.readline(); print({answer!r}, flush=True)"
    with TextProcess(command=(sys.executable, "-I", "-c", script)) as reader:
        assert reader.read(".txt", b"x") == Extraction("failed", note="It could not be read.")


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_extraction, "MOST_ANSWER_BYTES", 10_000)
    script = "import sys\nwhile True: sys.stdout.write('x' * 4096)"
    with TextProcess(command=(sys.executable, "-I", "-c", script)) as reader:
        assert reader.read(".txt", b"x").note == "It could not be read."


def test_a_delivery_is_read_up_to_its_letters() -> None:
    with TextProcess(all_letters=10) as reader:
        assert reader.read(".txt", b"twelve bytes").state == "read"
        assert reader.read(".txt", b"more") == Extraction("failed", note=OVER_LIMIT)


def test_a_delivery_is_read_up_to_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(0, 1_000, 40))
    with TextProcess(all_seconds=100) as reader:
        monkeypatch.setattr(reader, "_read", lambda *_: Extraction("read", ["text"]))
        monkeypatch.setattr(time, "monotonic", lambda: next(moments))
        states = [reader.read(".txt", b"x").state for _ in range(4)]
    assert states == ["read", "read", "read", "failed"]


@pytest.mark.parametrize(
    ("charset", "encoding", "body"),
    [
        ("iso-8859-1", "quoted-printable", b"Se=F1or"),
        ("utf-16", "base64", b"//5TAGUA8QBvAHIA"),
        ("gb2312", "base64", b"U2XI5Q=="),
        ("utf-8", "8bit", "Señor".encode()),
    ],
)
def test_a_letter_is_read_first_whatever_its_encoding(
    charset: str, encoding: str, body: bytes
) -> None:
    """Nothing is left to be loaded when the first file comes."""
    head = (
        f"From: a@example.org\r\nDate: Sat, 7 Jul 2018 22:12:00 -0500\r\n"
        f"Subject: =?utf-8?b?UmFkaW8gbG9n?=\r\nContent-Type: text/plain; charset={charset}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    with TextProcess() as reader:
        answer = reader.read(".eml", head.encode() + body)
    assert (answer.state, answer.note) == ("read", "")
    assert "Radio log" in answer.pages[0]
    assert answer.pages[0].splitlines()[-1].startswith("Se")
