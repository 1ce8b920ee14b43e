"""Everything the rules are applied to, as one value: from the shipped files, or from the site's database."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from accede.law.actions import CONSENT, OpenQuestion, Source, Standing, StatusList, TreatyAction
from accede.law.catalogue import Catalogue, Instrument
from accede.law.entry_into_force import Deposit, Effect, general_entry
from accede.law.participants import ParticipantKind, Participants

Cell = tuple[str, str]


@dataclass(frozen=True)
class Facts:
    """Dated facts. The log of actions is in no particular order; later knowledge is simply more rows."""

    catalogue: Catalogue
    participants: Participants
    actions: Sequence[TreatyAction]
    lists: Sequence[StatusList]
    sources: dict[str, Source] = field(default_factory=dict)
    questions: Sequence[OpenQuestion] = ()

    @cached_property
    def actions_by_cell(self) -> dict[Cell, list[TreatyAction]]:
        """Actions of each (participant, instrument), in order of date; undated ones by their latest date."""
        cells: dict[Cell, list[TreatyAction]] = defaultdict(list)
        for action in self.actions:
            cells[action.participant, action.instrument].append(action)
        for rows in cells.values():
            rows.sort(key=lambda row: (row.certain_by or date.max, row.action))
        return dict(cells)

    @cached_property
    def questions_by_cell(self) -> dict[Cell, OpenQuestion]:
        """The open question about a (participant, instrument), where there is one."""
        return {(question.participant, question.instrument): question for question in self.questions}

    @cached_property
    def lists_by_instrument(self) -> dict[str, list[StatusList]]:
        """Lists of parties by instrument, oldest first."""
        lists: dict[str, list[StatusList]] = defaultdict(list)
        for row in sorted(self.lists, key=lambda row: row.complete_as_of):
            lists[row.instrument].append(row)
        return dict(lists)

    def actions_of(self, participant: str, instrument: str) -> list[TreatyAction]:
        """All rows about one participant under one instrument, those set aside included."""
        return self.actions_by_cell.get((participant, instrument), [])

    def newest_list(self, instrument: str) -> StatusList | None:
        """The list that reaches furthest."""
        lists = self.lists_by_instrument.get(instrument)
        return lists[-1] if lists else None

    def list_for(self, instrument: str, on: date) -> StatusList | None:
        """The list to rely on for *on*: complete as of that date, a depositary's own first; else the newest there is."""
        lists = self.lists_by_instrument.get(instrument, [])
        complete = [row for row in lists if row.complete_as_of >= on]
        if not complete:
            return lists[-1] if lists else None
        return min(complete, key=lambda row: (not self._is_depositary(row), row.complete_as_of))

    def signatures_complete_as_of(self, instrument: str) -> date | None:
        """Up to when all signatures are known. A list that reaches beyond the closing date is complete for good."""
        dates = [row.complete_as_of for row in self.lists_by_instrument.get(instrument, []) if row.signatures]
        if not dates:
            return None
        closed = self.catalogue[instrument].signature_closed
        return date.max if closed is not None and closed <= max(dates) else max(dates)

    def source(self, source_id: str) -> Source:
        """The source of that id; an id without a record is shown as itself."""
        return self.sources.get(source_id) or Source(id=source_id, title=source_id, publisher="")

    def deposits(self, instrument: str) -> list[Deposit]:
        """The first dated consent of each participant, as far as dates are known."""
        first: dict[str, Deposit] = {}
        for row in self.actions:
            if row.instrument != instrument or row.action not in CONSENT or row.standing is not Standing.STATED:
                continue
            if row.date is None or (row.participant in first and first[row.participant].date <= row.date):
                continue
            organisation = self.participants[row.participant].kind is ParticipantKind.ORGANISATION
            first[row.participant] = Deposit(row.participant, row.action, row.date, organisation)
        return list(first.values())

    def computed_general_entry(self, instrument: Instrument) -> Effect:
        """What the instrument's own clause gives over the deposits that are known (a check on the recorded date)."""
        rule = instrument.entry_into_force_rule
        parent = rule.first.of_parties_to if rule else None
        earlier = rule.first.not_before if rule else None
        return general_entry(
            instrument,
            self.deposits(instrument.id),
            parent_deposits=self.deposits(parent) if parent else (),
            not_before=self.catalogue[earlier].entered_into_force if earlier else None,
        )

    def _is_depositary(self, row: StatusList) -> bool:
        return self.source(row.source).depositary
