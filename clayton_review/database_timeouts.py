"""Limits on waiting in the database, for each kind of process."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Timeouts:
    """Seconds that a statement may run, wait for a lock, and leave a transaction idle; 0: no limit.

    The first two end the statement with an error, the third ends the connection.
    """

    statement: float
    lock: float
    idle_in_transaction: float

    @property
    def options(self) -> str:
        """Return the limits as options of a new connection."""
        milliseconds = {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle_in_transaction,
        }
        return " ".join(f"-c {name}={seconds * 1000:.0f}" for name, seconds in milliseconds.items())


# deploy/database-roles.sql gives the same to the roles, for installations with a pooler.
WEB, WORKER, NONE, ROLE = KINDS = ("web", "worker", "none", "role")
TIMEOUTS = {
    # A person waits for it, and so do others for the thread.
    WEB: Timeouts(statement=15, lock=5, idle_in_transaction=60),
    # Jobs and commands: a month's figures, a batch of answers. Nobody waits, yet nothing is held up
    # for good.
    WORKER: Timeouts(statement=300, lock=60, idle_in_transaction=600),
    # Migrations rewrite tables; whoever runs them watches.
    NONE: Timeouts(statement=0, lock=0, idle_in_transaction=0),
}


def connection_options(kind: str) -> dict[str, str]:
    """Return the `OPTIONS` of a connection for a kind of process.

    With `role` they are empty, and the settings of the database role hold: a pooler in transaction
    mode accepts no options.
    """
    return {} if kind == ROLE else {"options": TIMEOUTS[kind].options}
