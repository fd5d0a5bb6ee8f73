"""The error of a start that fails for a reason on this machine."""


class StartError(Exception):
    """The portal cannot start; the message is one sentence for the person at the terminal."""


class StopRequested(Exception):
    """Raised on Ctrl-C, SIGTERM, or when the terminal is closed."""
