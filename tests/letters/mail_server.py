"""A mail server in the test process, which can refuse, keep silent, hang up and hold letters."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

DRIPS = 60


@dataclass
class MailServer:
    """Orders to the server, and the letters it took; commands are named as in SMTP."""

    port: int = 0
    tls: ssl.SSLContext | None = None  # offered after STARTTLS
    is_encrypted_at_once: bool = False
    logins: int = 0
    commands: list[str] = field(default_factory=list)
    taken: list[Message] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)  # by command, or by address
    hangs_up_at: str = ""
    is_silent_at: str = ""
    drips_at: str = ""  # answers one byte at a time, for some seconds
    is_holding: bool = False
    held: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def recipients(self) -> list[str]:
        """Return the addresses of the letters taken, in their order."""
        return [str(message["To"]) for message in self.taken]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        mails: MailServer = self.server.mails  # type: ignore[attr-defined]
        if mails.is_encrypted_at_once:
            self._encrypt(mails)
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            command = line.split()[0].upper()
            mails.commands.append(command)
            if mails.hangs_up_at == command:
                return
            if mails.is_silent_at == command:
                mails.ended.wait(60)
                return
            for _ in range(DRIPS if mails.drips_at == command else 0):
                mails.ended.wait(0.05)
                self.wfile.write(b"2")
            self._say(self._reply(mails, command, line))
            if command == "STARTTLS":
                self._encrypt(mails)
            if command == "QUIT":
                return

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.connection.close()

    def _reply(self, mails: MailServer, command: str, line: str) -> str:
        address = line.partition("<")[2].partition(">")[0] if command == "RCPT" else ""
        if reply := mails.replies.get(address) or mails.replies.get(command):
            return reply
        if command == "EHLO":
            return f"250-here\r\n{'250-STARTTLS' if mails.tls else '250-HELP'}\r\n250 AUTH PLAIN"
        mails.logins += command == "AUTH"
        codes = {"AUTH": "235 OK", "STARTTLS": "220 OK", "DATA": ""}
        return codes.get(command, "250 OK") or self._take(mails)

    def _encrypt(self, mails: MailServer) -> None:
        assert mails.tls
        self.connection = mails.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)

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
        try:
            yield mails
        finally:
            mails.ended.set()
            server.shutdown()
            thread.join()
