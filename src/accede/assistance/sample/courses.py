"""What fills the sample up: some hundreds of activities of every kind and state, and those who took part in them.

Rows are made as the functions of :mod:`accede.assistance.domain` would leave them, but many at a time.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any, TypeVar

from django.db import models

from accede.assistance.activity_kinds import WITH_PEOPLE
from accede.assistance.domain.training_after import ALPHABET as SIGNS
from accede.assistance.domain.training_after import CERTIFIED_FROM, QUESTIONS, check_letter
from accede.assistance.models import (
    Activity,
    ActivityState,
    Attendance,
    Call,
    Cascade,
    Certificate,
    Enrolment,
    Feedback,
    Nomination,
    Plan,
    Score,
    Session,
    Trainee,
)
from accede.assistance.models.activities import ActivityKind
from accede.assistance.models.themes import Theme
from accede.assistance.models.training import Profession
from accede.assistance.numbering import next_references
from accede.assistance.sample.cycle import Stage

AnyModel = TypeVar("AnyModel", bound=models.Model)
_DAY = timedelta(days=1)
_FIRST = timedelta(days=1060)
_LAST = timedelta(days=170)
_AT_ONCE = 500
_HELD = ("completed", "reported", "evaluated")


@dataclass
class Sizes:
    """How much of it."""

    activities: int = 400
    trainees: int = 6000
    seats: int = 30


@dataclass
class _Made:
    """Rows to be stored, in the order in which they need each other."""

    states: list[ActivityState] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    nominations: list[Nomination] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)


def fill(stage: Stage, *, sizes: Sizes, seed: int = 20110726) -> None:
    """Activities over three years back and half a year ahead, with calls, nominations, attendance, tests and certificates."""
    chance = random.Random(seed)  # noqa: S311 -- sample data, the same each time
    trainees = _trainees(stage, sizes.trainees, chance)
    activities = _activities(stage, sizes.activities, chance)
    made, by_activity = _Made(), _states_of(activities, stage, chance)
    # Everyone takes part once before some take part again.
    takes = {code: cycle(people) for code, people in trainees.items()}
    for it in activities:
        codes = by_activity[it.pk]
        done = it.status not in ("idea", "planned", "cancelled")
        made.states += [_state(it, code, nominated=done) for code in codes]
        if it.kind in WITH_PEOPLE and it.status not in ("idea", "cancelled"):
            _people_of(it, [(code, takes[code]) for code in codes], made, sizes=sizes, now=stage.now)
    for rows in (made.states, made.calls, made.sessions, made.nominations, made.enrolments, made.feedback):
        _store(rows)
    _what_came_of_it(made, chance, now=stage.now)
    _hang(activities, by_activity, stage)
    _cascades(trainees, chance, now=stage.now)


def _store(rows: Sequence[AnyModel]) -> Sequence[AnyModel]:
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=_AT_ONCE)
    return rows


def _stamps(at: datetime) -> dict[str, Any]:
    return {"created_at": at, "changed_at": at, "sample": True}


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)


def _trainees(stage: Stage, number: int, chance: random.Random) -> dict[str, list[Trainee]]:
    codes = sorted(stage.cast.focal)
    professions, joined = list(Profession.values), stage.now - _FIRST
    rows = [
        Trainee(
            participant_id=codes[index % len(codes)], organisation=stage.cast.bodies[codes[index % len(codes)]],
            name=f"Sample Person {index + 1:05d}", email=f"person.{index + 1:05d}@sample.example",
            job_title="Sample post", profession=chance.choice(professions), sex=chance.choice(("f", "f", "m", "m", "m", "")),
            language=chance.choice(("en", "fr", "es", "ar")), national_trainer=index % 97 == 0, **_stamps(joined),
        )
        for index in range(number)
    ]  # fmt: skip
    _store(rows)
    by_state: dict[str, list[Trainee]] = {code: [] for code in codes}
    for row in rows:
        by_state[row.participant_id].append(row)
    return by_state


def _activities(stage: Stage, number: int, chance: random.Random) -> list[Activity]:
    today, kinds, themes = stage.now.date(), list(ActivityKind.values), list(Theme.values)
    codes = sorted(stage.cast.focal)
    rows = []
    for index in range(number):
        day = today - _FIRST + (_FIRST + _LAST) * index / number
        kind, theme, length = chance.choice(kinds), chance.choice(themes), chance.choice((1, 2, 3, 5))
        ends = day + timedelta(days=length - 1)
        code = codes[index % len(codes)]
        plan = _plan_on(stage, code, day) if index % 5 else None
        status = _status(day, ends, today, index)
        if plan is None and index % 5:
            status = "idea" if day > today else "cancelled"
        made = min(_at(day) - 60 * _DAY, stage.now)
        past = status in _HELD
        rows.append(
            Activity(
                title=f"Sample {ActivityKind(kind).label.lower()}: {Theme(theme).label.lower()}", kind=kind, theme=theme,
                scope="country" if index % 5 else "regional", status=status, status_since=min(_at(ends), stage.now),
                description="Sample text.", starts=day, ends=ends, place=f"Capital of Sample State {code[2]}",
                held_in_id=code, language=("en", "fr", "ar", "es")[index % 4], plan=plan,
                request=plan.request if plan else None,
                lead=stage.cast.office if index % 4 else stage.cast.partners[index % 3],
                officer_id=stage.cast.officer[code].person, budget=Decimal(8000 + 1500 * chance.randint(0, 30)),
                outcome_text="Sample outcome: what was learned is in use." if status in ("reported", "evaluated") else "",
                evaluation="Sample evaluation." if status == "evaluated" else "",
                evaluation_score=chance.randint(3, 5) if status == "evaluated" else None,
                cancel_reason="Sample reason." if status == "cancelled" else "", public=past and index % 3 == 0,
                **_stamps(made),
            )
        )  # fmt: skip
    for year in sorted({it.created_at.year for it in rows}):
        of_year = [it for it in rows if it.created_at.year == year]
        for it, reference in zip(of_year, next_references("A", year, count=len(of_year)), strict=True):
            it.reference = reference
    _store(rows)
    return rows


def _status(starts: date, ends: date, today: date, index: int) -> str:
    """What an activity of these dates has come to; some are late, which their officers see."""
    if index % 23 == 0:
        return "cancelled"
    if starts > today + 90 * _DAY:
        return ("idea", "planned")[index % 2]
    if starts > today:
        return ("planned", "confirmed", "confirmed")[index % 3]
    if ends >= today:
        return "under_way"
    if ends > today - 45 * _DAY:
        return ("under_way", "completed", "completed")[index % 3]
    if ends > today - 120 * _DAY:
        return ("completed", "reported", "evaluated")[index % 3]
    # Most of what is long past was evaluated.
    return "reported" if index % 12 == 0 else "evaluated"


def _plan_on(stage: Stage, code: str, day: date) -> Plan | None:
    for plan in reversed(stage.plans.get(code, [])):
        if plan.starts and plan.ends and plan.in_force_since and plan.in_force_since.date() <= day <= plan.ends:
            return plan
    return None


def _states_of(activities: list[Activity], stage: Stage, chance: random.Random) -> dict[int, list[str]]:
    codes = sorted(stage.cast.focal)
    return {
        it.pk: [str(it.held_in_id)] if it.scope == "country" else sorted(chance.sample(codes, 3)) for it in activities
    }


def _state(it: Activity, code: str, *, nominated: bool) -> ActivityState:
    at = it.created_at + 20 * _DAY if nominated else None
    return ActivityState(activity=it, participant_id=code, nominated_at=at)


def _people_of(it: Activity, groups: list[tuple[str, Any]], made: _Made, *, sizes: Sizes, now: datetime) -> None:
    """A call, nominations, and, once the activity is confirmed, seats; once it was held, sessions and feedback."""
    starts, ends = it.starts or now.date(), it.ends or now.date()
    stamps = _stamps(it.created_at)
    closes = max(_at(starts) - 10 * _DAY, it.created_at + _DAY)
    call = Call(
        activity=it, seats=sizes.seats, per_state=sizes.seats, opens_at=it.created_at, closes_at=closes, **stamps
    )
    made.calls.append(call)
    held, seated = it.status in _HELD, 0
    each = max(sizes.seats // len(groups), 1)
    for code, people in groups:
        # Where the course is still to come, each State has nominated one more than there are seats.
        for _ in range(each if held else each + 1):
            selected = it.status != "planned" and seated < sizes.seats
            who, status = next(people), "selected" if selected else "nominated"
            nomination = Nomination(call=call, trainee=who, participant_id=code, status=status, **stamps)
            made.nominations.append(nomination)
            if selected:
                seated += 1
                made.enrolments.append(Enrolment(activity=it, trainee=who, nomination=nomination, **stamps))
    if not held:
        return
    for number in range((ends - starts).days + 1):
        made.sessions.append(Session(activity=it, day=starts + number * _DAY, title=f"Day {number + 1}", **stamps))
    for number in range(0, seated, 2):
        answers: dict[str, Any] = {question: 3 + (number + place) % 3 for place, question in enumerate(QUESTIONS)}
        made.feedback.append(Feedback(activity=it, on=ends, answers=answers))


def _what_came_of_it(made: _Made, chance: random.Random, *, now: datetime) -> None:
    sessions: dict[int, list[Session]] = {}
    for session in made.sessions:
        sessions.setdefault(session.activity_id, []).append(session)
    attendance, scores, certificates = [], [], []
    for seat in made.enrolments:
        held = sessions.get(seat.activity_id, [])
        present = [chance.random() < 0.93 for _ in held]
        attendance += [
            Attendance(session=session, enrolment=seat, present=here)
            for session, here in zip(held, present, strict=True)
        ]
        if not held:
            continue
        before = chance.randint(3, 7)
        scores.append(Score(enrolment=seat, test="pre", points=before, out_of=10))
        scores.append(Score(enrolment=seat, test="post", points=min(before + chance.randint(0, 4), 10), out_of=10))
        if Decimal(sum(present)) / len(held) >= CERTIFIED_FROM and seat.activity.status != "completed":
            body = "".join(chance.choice(SIGNS) for _ in range(11))
            at = min(_at(held[-1].day) + 5 * _DAY, now)
            certificates.append(Certificate(enrolment=seat, code=body + check_letter(body), issued_at=at))
    for rows in (attendance, scores, certificates):
        _store(rows)


def _hang(activities: list[Activity], states: dict[int, list[str]], stage: Stage) -> None:
    """Each hangs in the programme of its State or region, and some in a thematic one as well."""
    by_code = {it.code: it for it in stage.programmes}
    through = Activity.programmes.through
    rows = []
    for it in activities:
        trees = {f"SAMPLE-{states[it.pk][0]}" if it.scope == "country" else "SAMPLE-R"}
        trees |= {code for code, theme in (("SAMPLE-F", "financing"), ("SAMPLE-C", "cooperation")) if it.theme == theme}
        rows += [through(activity_id=it.pk, programme_id=by_code[code].pk) for code in sorted(trees)]
    _store(rows)


def _cascades(trainees: dict[str, list[Trainee]], chance: random.Random, *, now: datetime) -> None:
    rows = [
        Cascade(
            trainer=it, title="Sample course at home", starts=now.date() - timedelta(days=chance.randint(20, 500)),
            persons=chance.randint(8, 40), **_stamps(now - 15 * _DAY),
        )
        for people in trainees.values() for it in people if it.national_trainer
    ]  # fmt: skip
    _store(rows)
