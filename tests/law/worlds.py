"""Small worlds for property tests: few instruments, participants and days, so that everything meets everything."""

from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st

from accede.law.actions import ActionKind, OpenQuestion, Question, Source, Standing, StatusList, TreatyAction
from accede.law.catalogue import Catalogue, Instrument
from accede.law.facts import Facts
from accede.law.participants import Participant, ParticipantKind, Participants, Statehood

ADOPTED = date(2000, 1, 10)
IN_FORCE = date(2001, 3, 1)


def instrument(name: str, counting: str, **fields: object) -> Instrument:
    """An instrument with one way of counting; *fields* override the rest."""
    delay = fields.pop("delay", None)
    each: dict[str, object] = {"counting": counting, "article": "2"}
    first: dict[str, object] = {
        "counting": counting,
        "article": "1",
        "count": 3,
        "counts": ["ratification", "accession"],
    }
    if delay is not None:
        each["delay"] = first["delay"] = delay
    raw: dict[str, object] = {
        "id": name, "type": "convention", "binding": True, "counter_terrorism": True, "scope": "universal",
        "theme": "x", "title": name, "short_title": name, "verified": True, "source": "made for a test",
        "adopted": ADOPTED, "entered_into_force": IN_FORCE,
        "entry_into_force_rule": {"first": first, "each_state": each},
        "withdrawal": {"article": "9", "delay": {"months": 6}},
    }  # fmt: skip
    return msgspec.convert({**raw, **fields}, Instrument)


NTH, FIRSTS, EXPIRY, DEPOSIT = "nth-day", "firsts", "expiry", "deposit"
INSTRUMENTS = [
    instrument(NTH, "nth-day-after-deposit", delay={"days": 30}, amended_by=[FIRSTS], signature_closed=date(2001, 1, 10)),
    instrument(
        FIRSTS, "first-day-of-second-month-following-deposit", amends=NTH, entered_into_force=date(2002, 2, 1),
        ratification_effect={"effect": "", "article": "21(2)", "joins": NTH, "by": ["ratification", "acceptance"]},
    ),
    instrument(
        EXPIRY, "day-after-n-months-from-deposit", delay={"months": 3},
        withdrawal={"article": "14", "counting": "on-notification-or-later-date-stated"},
    ),
    instrument(
        "month-after-three", "first-day-of-month-following-expiry-of-three-months-after-deposit",
        withdrawal={"article": "31", "counting": "first-day-of-month-following-expiry-of-three-months"},
    ),
    instrument(DEPOSIT, "on-deposit", withdrawal={"delay": {"months": 6}}),
    instrument("days", "n-days-after-deposit", delay={"days": 90}, entered_into_force=None, withdrawal=None),
    instrument("months", "n-months-after-deposit", delay={"months": 1}, withdrawal={"article": "8", "delay": {"years": 1}}),
    instrument("unread", "unknown"),
]  # fmt: skip

STATEHOOD = [
    Statehood(participant="NEW", existed_from=date(2002, 5, 1), succession_from=date(2002, 5, 1)),
    Statehood(participant="LAT", existed_from=date(2002, 3, 31), succession_from=date(2002, 5, 1)),
    Statehood(participant="OPN", existed_from=date(2003, 2, 28)),
    Statehood(participant="SUC", succession_from=date(2002, 5, 1)),
]
CODES = ("OLD", "NEW", "LAT", "OPN", "SUC")

DAYS = [
    ADOPTED, date(2000, 2, 29), date(2000, 3, 31), date(2000, 12, 31), date(2001, 1, 30), date(2001, 2, 28),
    IN_FORCE, date(2001, 12, 1), date(2002, 1, 31), date(2002, 4, 30), date(2002, 5, 1), date(2002, 11, 30),
    date(2003, 2, 28), date(2003, 8, 31), date(2004, 1, 31), date(2004, 2, 29), date(2004, 12, 31), date(2005, 6, 15),
]  # fmt: skip
acts_days = st.sampled_from(DAYS)


@st.composite
def asked_days(draw: st.DrawFn) -> date:
    """A day to ask about: near an act, or some time after one, so that periods of notice end in between."""
    return draw(acts_days) + timedelta(days=draw(st.sampled_from([-1, 0, 1, 29, 30, 31, 89, 91, 181, 184, 366])))


@st.composite
def actions(draw: st.DrawFn, kinds: list[ActionKind] | None = None) -> TreatyAction:
    """One row, dated or bounded, as the checks of the data allow it."""
    kind = draw(st.sampled_from(kinds or list(ActionKind)))
    first, second, third = sorted(draw(st.tuples(acts_days, acts_days, acts_days)))
    form = draw(st.sampled_from(["dated", "dated", "dated", "latest", "bounded"]))
    if kind is ActionKind.LISTED_AS_PARTY:
        form = "latest"
    rough: dict[str, Any] = {
        "dated": {"date": first}, "latest": {"latest": second}, "bounded": {"earliest": first, "latest": second},
    }[form]  # fmt: skip
    recorded = kind is not ActionKind.SUCCESSION and draw(st.integers(0, 9)) == 0
    return TreatyAction(
        instrument=draw(st.sampled_from([it.id for it in INSTRUMENTS])),
        participant=draw(st.sampled_from(CODES)),
        action=kind,
        effective=third if recorded else None,
        succession_from=first if kind is ActionKind.SUCCESSION and draw(st.integers(0, 3)) == 0 else None,
        standing=draw(st.sampled_from([*[Standing.STATED] * 5, Standing.CONFLICTING, Standing.SET_ASIDE])),
        sources=("list",),
        **rough,
    )


#: Acts that decide a status, so that a world is not filled with declarations.
DECIDING = [
    ActionKind.SIGNATURE, ActionKind.RATIFICATION, ActionKind.ACCESSION, ActionKind.SUCCESSION, ActionKind.WITHDRAWAL,
    ActionKind.WITHDRAWAL, ActionKind.LISTED_AS_PARTY, ActionKind.DEFINITIVE_SIGNATURE, ActionKind.ACCEPTANCE,
]  # fmt: skip


@st.composite
def crowded_cell(draw: st.DrawFn, kinds: list[ActionKind]) -> list[TreatyAction]:
    """Several rows about one participant, under one instrument or the two that belong together."""
    code = draw(st.sampled_from(CODES))
    name = draw(st.sampled_from([it.id for it in INSTRUMENTS]))
    names = [NTH, FIRSTS] if name in (NTH, FIRSTS) else [name]
    rows = draw(st.lists(actions(kinds), min_size=1, max_size=5))
    return [msgspec.structs.replace(row, participant=code, instrument=draw(st.sampled_from(names))) for row in rows]


@st.composite
def worlds(draw: st.DrawFn, *, withdrawals: bool = True, questions: bool = True) -> Facts:
    """Facts of a small world; every instrument may have no list, one or two."""
    kinds = [kind for kind in DECIDING if withdrawals or kind is not ActionKind.WITHDRAWAL]
    everything = [kind for kind in ActionKind if withdrawals or kind is not ActionKind.WITHDRAWAL]
    rows = draw(crowded_cell(kinds)) + draw(st.lists(actions(everything), max_size=4))
    lists = [
        StatusList(instrument=it.id, source=source, complete_as_of=draw(acts_days), signatures=draw(st.booleans()))
        for it in INSTRUMENTS
        for source in draw(st.sampled_from([[], ["list"], ["list"], ["list", "depositary"]]))
    ]
    asked = [
        OpenQuestion(
            instrument=rows[0].instrument, participant=rows[0].participant, question=draw(st.sampled_from(Question)),
            since=draw(st.none() | acts_days), sources=draw(st.sampled_from([(), ("list",), ("depositary",)])),
        )
    ]  # fmt: skip
    return world(rows, lists, asked if questions and draw(st.integers(0, 5)) == 0 else [])


def world(
    rows: list[TreatyAction], lists: list[StatusList] | None = None, questions: list[OpenQuestion] | None = None
) -> Facts:
    """Facts about the participants and instruments of this module."""
    names: dict[str, Any] = dict.fromkeys(("name_fr", "name_es", "name_ru", "name_ar", "name_zh"), "")
    people = [Participant(code=code, kind=ParticipantKind.MEMBER, name=code, **names) for code in CODES]
    return Facts(
        catalogue=Catalogue(INSTRUMENTS),
        participants=Participants(people, STATEHOOD),
        actions=rows,
        lists=lists or [],
        sources={
            "list": Source(id="list", title="List", publisher="A publisher", prints_withdrawals=False),
            "depositary": Source(id="depositary", title="Status", publisher="The depositary", depositary=True),
        },
        questions=questions or [],
    )
