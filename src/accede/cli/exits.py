"""Exit codes of every command, and the error that ends a command with one of them."""

from typing import Final

OK: Final = 0
FAULTS: Final = 1
"""The command worked and found faults, or refused to do what was asked."""
USAGE: Final = 2
"""Wrong usage, a name that is not known, or a setting that cannot be used."""
ENVIRONMENT: Final = 3
"""What the command needs cannot be set up or reached: the Python packages, the database, the server."""
INTERRUPTED: Final = 130
"""Stopped by the person before it was done."""


class CommandError(Exception):
    """Ends a command. The message goes to standard error as it is, so it says what is wrong and what to do about it."""

    def __init__(self, message: str, *, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code
