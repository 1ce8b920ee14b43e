"""Faults of the ledger in the reader's language, as pages show them beside the field."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext

from accede.assistance.steps import Blocked, Problem
from accede.funding.ledger.book import Account
from accede.funding.ledger.faults import Fault
from accede.funding.models import ACCOUNTS

_NAMES = {Account(name): label for name, label in ACCOUNTS}


def in_words(fault: Fault) -> str:
    """The fault in the active language."""
    values = dict(fault.values)
    if "account" in values:
        values["account"] = _NAMES[Account(str(values["account"]))]
    text = gettext(fault.template)
    return text % values if values else text


@contextmanager
def telling(**fields: str) -> Iterator[None]:
    """Turn faults of the ledger into :class:`Blocked`; *fields* renames the field at fault as the form has it."""
    try:
        yield
    except Fault as fault:
        field = fields.get(fault.field, fault.field)
        raise Blocked([Problem("ledger", in_words(fault), field)]) from fault


def refuse(check: str, message: str, field: str = "") -> Blocked:
    """A refusal with one problem."""
    return Blocked([Problem(check, message, field)])
