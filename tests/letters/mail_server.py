"""A mail server in the test process, which can refuse, keep silent, hang up and hold letters."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any


@dataclass
class MailServer:
    """Orders to the server, and the letters it took; commands are named as in SMTP."""

    port: int = 0
    taken: list[Message] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)  # by command, or by address
    hangs_up_at: str = ""
    is_silent_at: str = ""
    is_holding: bool = False
    held: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def recipients(self) -> list[str]:
        """Return the addresses of the letters taken, in their order."""
        return [str(message["To"]) for message in self.taken]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        mails: MailServer = self.server.mails  # type: ignore[attr-defined]
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            command = line.split()[0].upper()
            if mails.hangs_up_at == command:
                return
            if mails.is_silent_at == command:
                mails.ended.wait(60)
                return
            self._say(self._reply(mails, command, line))
            if command == "QUIT":
                return

    def _reply(self, mails: MailServer, command: str, line: str) -> str:
        address = line.partition("<")[2].partition(">")[0] if command == "RCPT" else ""
        if reply := mails.replies.get(address) or mails.replies.get(command):
            return reply
        return self._take(mails) if command == "DATA" else "250 OK"

    def _take(self, mails: MailServer) -> str:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if mails.hangs_up_at == "TEXT" or not line:
            raise ConnectionError
        mails.taken.append(message_from_bytes(b"".join(lines)))
        if mails.is_holding:
            mails.held.set()
            mails.ended.wait(60)
        return "250 taken"

    def _say(self, reply: str) -> None:
        self.wfile.write(f"{reply}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep silent about clients that were killed."""


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server on a port of its own until the block ends."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        mails = MailServer(port=server.server_address[1])
        server.mails = mails  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield mails
        mails.ended.set()
        server.shutdown()
        thread.join()
