"""Saying no: which fields are at fault, and what to do about each. Nothing was changed."""

from typing import NamedTuple


class FieldFault(NamedTuple):
    """What is wrong with one field, with the remedy."""

    field: str
    message: str


class Refused(ValueError):
    """The document cannot be taken as it is; ``faults`` names every field, ``field`` and ``message`` the first."""

    def __init__(self, field: str, message: str, *more: FieldFault) -> None:
        self.faults = (FieldFault(field, message), *more)
        super().__init__("; ".join(f"{it.field}: {it.message}" for it in self.faults))
        self.field = field
        self.message = message
