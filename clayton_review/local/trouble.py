"""What may go wrong on a person's own machine, told in one plain sentence."""


class Trouble(Exception):
    """A situation the portal cannot start in; its message is shown as it is."""
