"""A small IMAP server in the test process, with one folder."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

DRIPS = 200  # 10 seconds


@dataclass
class Inbox:
    """Messages of the folder, those that were read, and who signed in to which folder."""

    messages: list[bytes]
    port: int = 0
    seen: set[int] = field(default_factory=set)
    logins: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    drips_at: str = ""  # the start of a command, answered one byte at a time
    has_dripped_out: bool = False
    ended: threading.Event = field(default_factory=threading.Event)


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"* OK IMAP4rev1 ready\r\n")
        inbox: Inbox = self.server.inbox  # type: ignore[attr-defined]
        while line := self.rfile.readline().decode().strip():
            tag, command, *rest = line.split(" ", 2)
            if inbox.drips_at and line.partition(" ")[2].startswith(inbox.drips_at):
                self._drip(inbox)
            answer = getattr(self, f"_{command.lower()}", None)
            if answer:
                answer(self.server.inbox, rest[0] if rest else "")  # type: ignore[attr-defined]
            self.wfile.write(f"{tag} OK done\r\n".encode())
            if command == "LOGOUT":
                return

    def _drip(self, inbox: Inbox) -> None:
        for _ in range(DRIPS):
            inbox.ended.wait(0.05)
            with suppress(OSError):  # the other side may have given up
                self.wfile.write(b" ")
        inbox.has_dripped_out = not inbox.ended.is_set()

    def _capability(self, inbox: Inbox, words: str) -> None:
        self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")

    def _login(self, inbox: Inbox, words: str) -> None:
        inbox.logins.append(words)

    def _select(self, inbox: Inbox, words: str) -> None:
        inbox.folders.append(words)
        self.wfile.write(f"* {len(inbox.messages)} EXISTS\r\n".encode())

    def _search(self, inbox: Inbox, words: str) -> None:
        """Answer with the unread messages whose header names a report."""
        inbox.searches.append(words)
        numbers = [
            str(number)
            for number, message in enumerate(inbox.messages, 1)
            if number not in inbox.seen and b"multipart/report" in message.partition(b"\n\n")[0]
        ]
        self.wfile.write(f"* SEARCH {' '.join(numbers)}\r\n".encode())

    def _fetch(self, inbox: Inbox, words: str) -> None:
        number = int(words.split(maxsplit=1)[0])
        message = inbox.messages[number - 1]
        self.wfile.write(f"* {number} FETCH (BODY[] {{{len(message)}}}\r\n".encode())
        self.wfile.write(message + b")\r\n")

    def _store(self, inbox: Inbox, words: str) -> None:
        if re.search(r"\+FLAGS.*\\Seen", words):
            inbox.seen.add(int(words.split(maxsplit=1)[0]))


@contextmanager
def inbox_server(messages: list[bytes]) -> Iterator[Inbox]:
    """Run an IMAP server on a port of its own until the block ends."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        inbox = Inbox(messages, port=server.server_address[1])
        server.inbox = inbox  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield inbox
        finally:
            inbox.ended.set()
            server.shutdown()
            thread.join()
