"""Legal bases for extradition and mutual legal assistance between two States, and for the whole world.

>>> from datetime import date
>>> from accede.law import shipped_facts
>>> from accede.law.basis import Kind, Question, find_basis, shipped_rules
>>> question = Question(requesting="FRA", requested="DEU", offence="hague-1970:seizure", kind=Kind.EXTRADITION,
...                     on=date(2012, 1, 1))
>>> answer = find_basis(shipped_facts(), shipped_rules(), question)
>>> answer.conclusion.value, answer.text
('binding', 'hague-1970')
"""

from functools import cache

from accede.law.amendments import Bound
from accede.law.basis.finder import find_basis
from accede.law.basis.model import Answer, Conclusion, Kind, Label, Mechanism, OwnLaw, Question
from accede.law.basis.rules import Rules, Statement, Subject, load_rules
from accede.law.shipped import shipped_catalogue

__all__ = [
    "Answer", "Bound", "Conclusion", "Kind", "Label", "Mechanism", "OwnLaw", "Question", "Rules", "Statement", "Subject",
    "find_basis", "load_rules", "shipped_rules",
]  # fmt: skip


@cache
def shipped_rules() -> Rules:
    """The shipped rules, read once."""
    return load_rules(shipped_catalogue())
