"""Holds a list against the facts, row by row and then as a whole."""

from collections.abc import Iterable
from datetime import date

from accede.law.actions import (
    CONSENT,
    SIGNATURES,
    ActionKind,
    OpenQuestion,
    Question,
    Source,
    Standing,
    StatusList,
    TreatyAction,
)
from accede.law.errors import Fault
from accede.law.facts import Facts
from accede.law.names import NameKind, NameMatch, match_name
from accede.treaties.changes import Change
from accede.treaties.importers.base import MOST_FAULTS, ParsedCoverage, ParsedList, ParsedRow
from accede.treaties.preview.model import Decisions, Outcome, Preview, PreviewRow, UnknownDecision
from accede.treaties.preview.verdict import Judge, group, same_group


def make_preview(
    facts: Facts, parsed: ParsedList, *, today: date | None = None, decisions: Decisions | None = None
) -> Preview:
    """Hold a list against the facts. Raises :class:`UnknownDecision` for a decision that fits nothing.

    A list dated after *today* is a fault: nobody can know who will not be a party.
    """
    return _Comparison(facts, parsed, decisions or Decisions(), today).preview()


#: So many parties may have left without a word between two lists; more, and the file is a part of a list.
MOST_ABSENT = 5
MOST_SUGGESTED = 100


class _Comparison:
    """Works the preview out, step by step."""

    def __init__(self, facts: Facts, parsed: ParsedList, decisions: Decisions, today: date | None) -> None:
        self.facts = facts
        self.parsed = parsed
        self.decisions = decisions
        self.source = self._source()
        self.judge = Judge(facts, parsed, source=self.source.id)
        self.rows: list[PreviewRow] = []
        self.matches: dict[str, NameMatch] = {}
        self.suggested = 0
        self.faults = list(parsed.faults)
        self.warnings = list(parsed.warnings)
        self.retract: dict[TreatyAction, None] = {}
        self.questions: list[OpenQuestion] = []
        self.close: list[OpenQuestion] = []
        self.absent: list[tuple[str, str]] = []
        self._check_decisions()
        self._check_days(today)

    def preview(self) -> Preview:
        for row in self.parsed.rows:
            self.rows.append(self._decide(row))
        self._check_doubles()
        lists = [it for coverage in self.parsed.coverage for it in self._coverage(coverage)]
        change = Change(
            sources=(self.source,),
            add=tuple(row.action for row in self.rows if row.action is not None),
            retract=tuple(self.retract),
            lists=tuple(lists),
            questions=tuple(self.questions),
            close=tuple(self.close),
        )
        codes = {code for row in self.rows for code in (row.participant, *row.suggestions) if code}
        codes |= {code for _, code in self.absent}
        return Preview(
            parsed=self.parsed, source=self.source, rows=tuple(self.rows), change=change, absent=tuple(self.absent),
            faults=tuple(self.faults), warnings=tuple(dict.fromkeys(self.warnings)),
            names={code: self.facts.participants[code].name for code in sorted(codes)},
        )  # fmt: skip

    def _source(self) -> Source:
        parsed = self.parsed
        day = parsed.as_at.isoformat() if parsed.as_at else f"undated-{parsed.digest[:8]}"
        return Source(
            id=f"{parsed.source_key}@{day}", title=parsed.title, publisher=parsed.publisher, as_at=parsed.as_at,
            depositary=parsed.depositary, prints_withdrawals=parsed.prints_withdrawals,
        )  # fmt: skip

    def _check_decisions(self) -> None:
        borne = {row.name for row in self.parsed.rows}
        for option, names in (
            ("--map", self.decisions.names), ("--skip", self.decisions.skipped), ("--outside", self.decisions.outside),
        ):  # fmt: skip
            for name in names:
                if name not in borne:
                    raise UnknownDecision(
                        f"{option}: no row of the list bears the name '{name}'. Write it as the list does."
                    )
        for name, code in self.decisions.names.items():
            if code not in self.facts.participants:
                raise UnknownDecision(f"--map: '{name}' is given the code '{code}', which no participant has.")

    def _check_days(self, today: date | None) -> None:
        days = {it for it in (self.parsed.as_at, *(it.complete_as_of for it in self.parsed.coverage)) if it}
        late = max(days, default=date.min)
        if today is not None and late > today:
            message = f"The list is dated {late}, which is still to come. Correct the date."
            self.faults.append(Fault(self.parsed.file_name, "", "date of the list", message))

    # Names

    def _decide(self, row: ParsedRow) -> PreviewRow:
        if row.name in self.decisions.skipped:
            return PreviewRow(row=row, outcome=Outcome.SKIPPED, message="left out, as decided")
        if row.name in self.decisions.outside:
            return PreviewRow(row=row, outcome=Outcome.OUTSIDE, message="no participant, as decided")
        code = self.decisions.names.get(row.name)
        if code is None:
            found = self._match(row.name)
            if found.code is None:
                return self._without_participant(row, found)
            code = found.code
        return self._compare(row, code)

    def _match(self, name: str) -> NameMatch:
        if len(name) == 3 and name in self.facts.participants:
            return NameMatch(name, NameKind.PARTICIPANT, name)
        found = self.matches.get(name)
        if found is None:
            # Near names are looked for only so often: they serve a person, and no person decides on a hundred names.
            found = match_name(name, self.facts.participants, suggest=self.suggested < MOST_SUGGESTED)
            self.suggested += found.kind is NameKind.UNKNOWN
            self.matches[name] = found
        return found

    def _without_participant(self, row: ParsedRow, found: NameMatch) -> PreviewRow:
        match found.kind:
            case NameKind.TERRITORY:
                return PreviewRow(row=row, outcome=Outcome.TERRITORY, message="a territory, not a State: not entered")
            case NameKind.OUTSIDE:
                return PreviewRow(
                    row=row, outcome=Outcome.OUTSIDE, message="not in the table of participants: not entered"
                )
        names = " or ".join(f"{code} ({self.facts.participants[code].name})" for code in found.suggestions)
        what = (
            "two participants bear or bore this name"
            if found.kind is NameKind.AMBIGUOUS
            else "no participant of this name"
        )
        hint = f"; did the list mean {names}?" if names else ""
        return PreviewRow(row=row, outcome=Outcome.UNMATCHED, message=f"{what}{hint}", suggestions=found.suggestions)

    # Rows against what we hold

    def _compare(self, row: ParsedRow, code: str) -> PreviewRow:
        held = tuple(it for it in self.facts.actions_of(code, row.instrument) if same_group(it.action, row.action))
        verdict = self.judge.judge(row, held)
        action = verdict.instead
        if action is None and verdict.outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICTING):
            conflicting = verdict.outcome is Outcome.CONFLICTING
            action = TreatyAction(
                instrument=row.instrument, participant=code, action=row.action, date=row.date, earliest=row.earliest,
                latest=row.latest, effective=row.effective, succession_from=row.succession_from,
                standing=Standing.CONFLICTING if conflicting else Standing.STATED, sources=(self.source.id,), note=row.note,
            )  # fmt: skip
        self.retract |= dict.fromkeys(verdict.replaces)
        return PreviewRow(
            row=row, outcome=verdict.outcome, participant=code, message=verdict.message, held=held, action=action
        )

    def _check_doubles(self) -> None:
        """One participant twice with the same kind of act: which row counts is not for us to choose."""
        seen: dict[tuple[object, ...], ParsedRow] = {}
        for found in self.rows:
            row = found.row
            if found.participant is None:
                continue
            kind = group(row.action)
            exact = (row.action, row.date, row.note) if kind == "other" or self.parsed.importer == "csv" else ()
            key = (row.instrument, found.participant, kind, *exact)
            if key in seen and len(self.faults) <= MOST_FAULTS:
                self.faults.append(
                    Fault(
                        self.parsed.file_name, row.place, "",
                        f"{row.name} has a second {row.action.value} under {row.instrument}; the first stands in "
                        f"{seen[key].place}.",
                    )
                )  # fmt: skip
            seen.setdefault(key, row)

    # The list as a whole

    def _coverage(self, coverage: ParsedCoverage) -> Iterable[StatusList]:
        instrument = coverage.instrument
        rows = [row for row in self.rows if row.row.instrument == instrument]
        left = {row.participant for row in rows if row.row.action is ActionKind.WITHDRAWAL and row.participant}
        named = {row.participant for row in rows if row.participant and row.row.action in CONSENT}
        parties = named - left
        outside = sorted({row.row.name for row in rows if row.outcome is Outcome.OUTSIDE and row.row.action in CONSENT})
        self._check_totals(coverage, rows, len(parties), len(outside))
        skipped = sorted({row.row.name for row in rows if row.outcome is Outcome.SKIPPED})
        day = coverage.complete_as_of
        self._question_undated_withdrawals(coverage, rows)
        if day is None and self.parsed.importer == "csv":
            return  # single acts, and no list
        if day is None:
            self.warnings.append(
                f"{instrument}: the list has no date, so that it shows parties, and nobody as not party."
            )
            return
        if skipped:
            self.warnings.append(
                f"{instrument}: rows were left out ({', '.join(skipped)}), so that the list shows parties, and nobody as not "
                "party."
            )
            return
        newest = self.facts.newest_list(instrument)
        if newest is not None and day < newest.complete_as_of:
            self.warnings.append(
                f"{instrument}: this list, as of {day}, is older than the newest we hold, as of {newest.complete_as_of}."
            )
        if not self._absent(instrument, parties | left, day, is_newest=newest is None or day >= newest.complete_as_of):
            return
        self._reappeared(instrument, parties, day)
        signatories = {row.participant for row in rows if row.participant and row.row.action in SIGNATURES}
        if not self._list_held(coverage):
            yield StatusList(
                instrument=instrument, source=self.source.id, complete_as_of=day, signatures=coverage.signatures,
                parties=len(parties), signatories=len(signatories) if coverage.signatures else None,
                parties_outside_table="; ".join(outside),
            )  # fmt: skip

    def _list_held(self, coverage: ParsedCoverage) -> bool:
        return any(
            it.complete_as_of == coverage.complete_as_of
            and it.signatures >= coverage.signatures
            and self.facts.source(it.source).publisher == self.parsed.publisher
            for it in self.facts.lists_by_instrument.get(coverage.instrument, [])
        )

    def _check_totals(self, coverage: ParsedCoverage, rows: list[PreviewRow], parties: int, outside: int) -> None:
        """The list's own totals against its rows. Unmatched rows count: they are States whose name is not decided yet."""
        open_names = {row.row.name for row in rows if row.outcome in (Outcome.UNMATCHED, Outcome.SKIPPED)}
        counted = (
            parties
            + outside
            + len({row.row.name for row in rows if row.row.name in open_names and row.row.action in CONSENT})
        )
        stated = coverage.stated_parties
        if stated is not None and stated not in {counted, counted - outside}:
            self.warnings.append(
                f"{coverage.instrument}: the list states {stated} parties, and its rows have {counted}."
            )
        stated = coverage.stated_signatories
        if stated is not None:
            signed = len({row.participant or row.row.name for row in rows if row.row.action in SIGNATURES})
            if signed != stated:
                self.warnings.append(
                    f"{coverage.instrument}: the list states {stated} signatories, and its rows have {signed}."
                )

    def _absent(self, instrument: str, named: set[str], day: date, *, is_newest: bool) -> bool:
        """Parties of ours that the list does not name; False where so many are missing that it is a part of a list.

        The acts in a part of a list are as good as any, but nobody becomes "not party" by it.
        """
        ours = [code for code in self.facts.participants if self._party_of_ours(code, instrument, day)]
        missing = [code for code in ours if code not in named]
        if len(missing) > max(MOST_ABSENT, len(ours) // 10):
            self.warnings.append(
                f"{instrument}: {len(missing)} of the {len(ours)} parties known by {day} are not in the list: it is taken as a "
                "part of one, which shows parties, and nobody as not party."
            )
            return False
        if not is_newest and missing:
            names = ", ".join(self.facts.participants[code].name for code in missing)
            self.warnings.append(f"{instrument}: parties by our newer list, and absent from this one: {names}.")
            return True
        for code in missing:
            if (code, instrument) in self.facts.questions_by_cell:
                continue
            self.absent.append((instrument, code))
            self.questions.append(
                OpenQuestion(
                    instrument=instrument, participant=code, question=Question.ABSENT_FROM_NEWER_LIST, since=day,
                    sources=(self.source.id,), note=f"{self.source}.",
                )
            )  # fmt: skip
        return True

    def _party_of_ours(self, code: str, instrument: str, day: date) -> bool:
        """Whether by what we hold it had consented by *day* and not notified a withdrawal."""
        rows = [it for it in self.facts.actions_of(code, instrument) if it.standing is Standing.STATED]
        consents = [it.certain_by for it in rows if it.action in CONSENT and it.certain_by and it.certain_by <= day]
        ends = [it.certain_by for it in rows if it.action is ActionKind.WITHDRAWAL and it.certain_by]
        return bool(consents) and not any(end >= max(consents) and end <= day for end in ends)

    def _reappeared(self, instrument: str, parties: set[str], day: date) -> None:
        """A State absent from an earlier list and named by this later one: the question is answered."""
        for code in sorted(parties):
            question = self.facts.questions_by_cell.get((code, instrument))
            if (
                question is not None
                and question.question is Question.ABSENT_FROM_NEWER_LIST
                and (question.since is None or question.since <= day)
                and self.source.id not in question.sources
            ):
                self.close.append(question)
                self.warnings.append(
                    f"{instrument}: {self.facts.participants[code].name} is listed again; the open question about it is closed."
                )

    def _question_undated_withdrawals(self, coverage: ParsedCoverage, rows: list[PreviewRow]) -> None:
        """Denounced on a day that is not printed: from the date of the list on, its status is left open."""
        for row in rows:
            code, action = row.participant, row.action
            if code is None or action is None or action.action is not ActionKind.WITHDRAWAL or action.date is not None:
                continue
            if (code, coverage.instrument) in self.facts.questions_by_cell:
                continue
            self.questions.append(
                OpenQuestion(
                    instrument=coverage.instrument, participant=code, question=Question.STATUS_DISPUTED,
                    since=action.latest, sources=(self.source.id,),
                    note=f"{self.source} shows it as having denounced, without the date.",
                )
            )  # fmt: skip
