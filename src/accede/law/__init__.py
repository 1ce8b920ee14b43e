"""The law as data and pure functions: no Django, no database, no clock of its own.

    >>> from datetime import date
    >>> from accede.law import shipped_facts, status
    >>> answer = status(shipped_facts(), "KEN", "hostages-1979", date(2012, 1, 1))
    >>> answer.status.value, answer.consent_date.isoformat(), answer.in_force_from.isoformat()
    ('party', '1981-12-08', '1983-06-03')

``build_world`` (the whole world at once) needs NumPy and is imported from :mod:`accede.law.matrix`.
"""

from accede.law.actions import ActionKind, OpenQuestion, Source, StatusList, TreatyAction
from accede.law.amendments import TextBetween, text_between
from accede.law.catalogue import Catalogue, Instrument
from accede.law.entry_into_force import Effect, general_entry, state_entry, withdrawal_effect
from accede.law.errors import DataError, Fault, LawError, UnknownName
from accede.law.facts import Facts
from accede.law.participants import Participant, Participants, Statehood
from accede.law.shipped import check_data, load_facts, shipped_facts
from accede.law.status import StatusAnswer, status, statuses
from accede.law.timeline import Position, Status, Timeline, build_timeline

__all__ = [
    "ActionKind", "Catalogue", "DataError", "Effect", "Facts", "Fault", "Instrument", "LawError", "OpenQuestion",
    "Participant", "Participants", "Position", "Source", "Statehood", "Status", "StatusAnswer", "StatusList",
    "TextBetween", "Timeline", "TreatyAction", "UnknownName", "build_timeline", "check_data", "general_entry",
    "load_facts", "shipped_facts", "state_entry", "status", "statuses", "text_between", "withdrawal_effect",
]  # fmt: skip
