"""Messages in a mailbox: a file, an mbox file, a Maildir folder, or a folder of a mail server."""

import mailbox
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from imaplib import IMAP4, IMAP4_SSL
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from clayton_review.letters.deadline import deadline
from clayton_review.refusals import Refused

READING_SECONDS = 120.0  # for a whole mailbox; EMAIL_TIMEOUT bounds only how long a byte may take
GOODBYE_SECONDS = 10.0
LARGEST = 1_048_576  # bytes; a delivery report is far smaller
_REPORTS = ("UNSEEN", "SMALLER", str(LARGEST), "HEADER", "Content-Type", "multipart/report")


def messages_in(path: Path) -> Iterator[bytes]:
    """Yield the messages of a Maildir folder, an mbox file, or a file with one message.

    Messages larger than `LARGEST` are left out. Raises `Refused` for a folder that is no Maildir.
    """
    if path.is_dir():
        return _maildir_messages(path)
    with path.open("rb") as file:
        is_mbox = file.read(5) == b"From "
    return _mbox_messages(path) if is_mbox else _read_small(path)


def reports_at(address: str) -> Generator[bytes]:
    """Yield the unread delivery reports of a folder, and mark each as read afterward.

    `address` is `imaps://user:password@host/Folder`. Raises `OSError` or `imaplib.IMAP4.error`, the
    former also when all of it, with what is done about each report, takes too long.
    """
    with deadline(READING_SECONDS), _folder(address) as inbox:
        for number in inbox.search(None, *_REPORTS)[1][0].split():
            for item in inbox.fetch(number, "(BODY.PEEK[])")[1]:
                if isinstance(item, tuple):
                    yield item[1]
            inbox.store(number, "+FLAGS", r"(\Seen)")


@contextmanager
def _folder(address: str) -> Iterator[IMAP4]:
    """Sign in and open the folder; say goodbye in the end, which may fail or take long."""
    parts = urlsplit(address)
    server = IMAP4_SSL if parts.scheme == "imaps" else IMAP4
    default_port = 993 if parts.scheme == "imaps" else 143
    host, port = parts.hostname or "", parts.port or default_port
    inbox = server(host, port, timeout=settings.EMAIL_TIMEOUT)
    try:
        inbox.login(unquote(parts.username or ""), unquote(parts.password or ""))
        inbox.select(_quoted(unquote(parts.path.strip("/")) or "INBOX"))
        yield inbox
    finally:
        with suppress(OSError, IMAP4.error), closing(inbox.sock), deadline(GOODBYE_SECONDS):
            inbox.logout()


def _maildir_messages(path: Path) -> Iterator[bytes]:
    folders = [path / "new", path / "cur"]
    if not any(folder.is_dir() for folder in folders):
        raise Refused(f"{path} is no Maildir: it has neither new/ nor cur/.")
    for folder in folders:
        for file in sorted(folder.glob("*")):
            yield from _read_small(file)


def _mbox_messages(path: Path) -> Iterator[bytes]:
    with closing(mailbox.mbox(path, create=False)) as box:
        for key in box.iterkeys():
            raw = box.get_bytes(key)
            if len(raw) <= LARGEST:
                yield raw


def _read_small(path: Path) -> Iterator[bytes]:
    if path.stat().st_size <= LARGEST:
        yield path.read_bytes()


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
