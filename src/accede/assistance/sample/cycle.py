"""The sample States live the cycle, by the same functions that pages call, so that the rules and the trail are the real ones.

Each story is a generator: it yields the moment at which it goes on. All stories are played together in the order of time.
"""

import heapq
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accede.assistance.domain import assessments, plans, programmes, requests, results
from accede.assistance.models import Indicator, NeedsAssessment, Outcome, Plan, Programme, Request
from accede.assistance.sample.people import Cast
from accede.treaties import sample as treaties

Story = Iterator[datetime]

#: What a story is about: theme, instrument, title, what is wanted.
SUBJECTS = (
    ("legislation", "financing-1999", "Law on the financing of terrorism", "Comments on a bill, article by article."),
    (
        "cooperation",
        "hostages-1979",
        "Requests for extradition and legal assistance",
        "A course for the central authority.",
    ),
    (
        "borders",
        "montreal-1971",
        "Offences against civil aviation",
        "Training of airport investigators and prosecutors.",
    ),
    (
        "prosecution",
        "bombings-1997",
        "Prosecuting attacks with explosives",
        "Mentoring of prosecutors, and a bench book.",
    ),
    (
        "legislation",
        "nuclear-terrorism-2005",
        "Radioactive material in the penal code",
        "Help with accession and a bill.",
    ),
    ("rights", "financing-1999", "Safeguards in proceedings", "A review of detention and of access to a lawyer."),
)
#: What a plan undertakes for its objectives in turn: title, kind, and what its indicator measures.
_UNDERTAKINGS = (
    ("Advice on a bill", "advice", "Articles drafted"),
    ("Course", "training", "Officials trained"),
    ("Workshop", "workshop", "Requests with the form"),
)
_DAY = timedelta(days=1)


@dataclass
class Stage:
    """Who plays, when today is, and what has come about so far."""

    cast: Cast
    now: datetime
    plans: dict[str, list[Plan]] = field(default_factory=dict)
    programmes: list[Programme] = field(default_factory=list)
    _turns: Iterator[int] = field(default_factory=count)

    def subject(self) -> tuple[str, str, str, str]:
        """The next subject in turn."""
        return SUBJECTS[next(self._turns) % len(SUBJECTS)]


def play(stage: Stage) -> None:
    """Play all stories up to today."""
    treaties.record(_acts(stage.now.date()), now=stage.now)
    _programmes(stage)
    stories: list[Story] = []
    for number, code in enumerate(sorted(stage.cast.focal)):
        shift = number * 9
        stories += [
            _whole(stage, code, begins=1080 - shift, lasts=900), _whole(stage, code, begins=760 - shift, lasts=800),
            _closed(stage, code, begins=820 - shift), _offered(stage, code, begins=70 + shift),
            _waiting(stage, code, began=19 - number * 3), _asked(stage, code, began=30 + shift),
            _draft(stage, code, began=6 + number),
        ]  # fmt: skip
    stories += [_declined(stage, "XAC", began=400), _referred(stage, "XAE", began=300)]
    queue = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(queue)
    while queue:
        _, number, story = heapq.heappop(queue)
        upcoming = next(story, None)
        if upcoming is not None:
            heapq.heappush(queue, (upcoming, number, story))
    results.propose(now=stage.now)
    _judge_some(stage)


def _acts(today: date) -> list[tuple[str, str, str, date]]:
    """Acts of placeholder States under the instruments: some old, some after help."""
    rows = []
    for number, code in enumerate(("XAA", "XAB", "XAC", "XAD", "XAE", "XAF")):
        old = date(1995 + number, 3, 10)
        rows += [(code, it, "accession", old) for it in ("tokyo-1963", "hague-1970", "montreal-1971", "hostages-1979")]
        rows += [(code, it, "accession", date(2004, 5, 1 + number)) for it in ("bombings-1997",)[: number % 2]]
        rows.append((code, "financing-1999", "accession", today - timedelta(days=500 - 60 * number)))
        if number % 3 == 0:
            rows.append((code, "nuclear-terrorism-2005", "ratification", today - timedelta(days=90 + 20 * number)))
    return rows


def _programmes(stage: Stage) -> None:
    made: dict[str, Programme] = {}
    at = stage.now - 1100 * _DAY
    trees: list[tuple[str, str, str, dict[str, Any], tuple[str, ...]]] = [
        ("SAMPLE-G", "Sample global programme", "global", {}, ()),
        ("SAMPLE-R", "Sample regional programme, A to F", "regional", {}, ("SAMPLE-G",)),
        ("SAMPLE-F", "Sample programme on financing", "thematic", {"theme": "financing"}, ("SAMPLE-G",)),
        ("SAMPLE-C", "Sample programme on cooperation", "thematic", {"theme": "cooperation"}, ("SAMPLE-G",)),
        *(
            (
                f"SAMPLE-{code}",
                f"Sample country programme {code[2]}",
                "country",
                {"participant_id": code},
                ("SAMPLE-R",),
            )
            for code in sorted(stage.cast.focal)
        ),
    ]
    for code, title, kind, more, parents in trees:
        values = {"code": code, "title": title, "kind": kind, "starts": at.date(), **more}
        above = [made[parent] for parent in parents]
        made[code] = programmes.create(values, parents=above, by=stage.cast.coordinator, now=at)
    stage.programmes = list(made.values())


def _submitted(stage: Stage, code: str, *, at: datetime) -> Request:
    theme, instrument, title, wanted = stage.subject()
    values = {
        "title": title, "themes": [theme], "instruments": [instrument], "wanted": wanted,
        "situation": "Sample text: the present law dates from before accession and has no special provision.",
        "summary": f"Sample State {code[2]} asks for help: {title.lower()}.", "audience": "Ministry, prosecutors, judges",
        "contact_name": f"Sample Contact of {code[2]}", "contact_email": f"contact.{code[2].lower()}@sample.example",
    }  # fmt: skip
    made = requests.create(participant=code, values=values, by=stage.cast.focal[code], now=at)
    return requests.move(made, "submit", by=stage.cast.focal[code], now=at)


def _accepted(stage: Stage, code: str, *, begins: int, answered: bool = True) -> Generator[datetime, None, Request]:
    """A request up to acceptance, which is the value of the generator."""
    at = stage.now - begins * _DAY
    yield at
    it = _submitted(stage, code, at=at)
    focal, officer = stage.cast.focal[code], stage.cast.officer[code]
    at += 4 * _DAY
    yield at
    it = requests.move(it, "acknowledge", by=officer, now=at)
    it = requests.consent(it, given=True, by=focal, now=at, seen=it.version)
    requests.circulate(it, stage.cast.partners[:2], by=officer, now=at)
    at += 6 * _DAY
    yield at
    if answered:
        text = "Sample answer: two experts, one week."
        requests.respond(it, answer="offers", text=text, by=stage.cast.partner, now=at)
    at += 5 * _DAY
    yield at
    return requests.move(it, "accept", by=officer, now=at)


def _whole(stage: Stage, code: str, *, begins: int, lasts: int) -> Iterator[datetime]:
    """From request to a plan in force whose indicators are read twice a year."""
    it = yield from _accepted(stage, code, begins=begins)
    focal, officer = stage.cast.focal[code], stage.cast.officer[code]
    at = stage.now - (begins - 20) * _DAY
    yield at
    assessment = assessments.start(it, title=f"Needs assessment: {it.title.lower()}", by=officer, now=at)
    at += 10 * _DAY
    yield at
    assessment = _findings(stage, assessment, code, at=at)
    at += 10 * _DAY
    yield at
    plan = plans.start(it, title=f"Plan: {it.title.lower()}", assessment=assessment, by=officer, now=at)
    plan = _written(stage, plan, code, at=at, lasts=lasts)
    at += 10 * _DAY
    yield at
    version = plans.offer(plan, note="Sample note: as discussed.", by=officer, now=at, seen=plan.version)
    plans.accept(plan, version=version.number, digest=version.hash, by=officer, now=at)
    at += 8 * _DAY
    yield at
    plan = plans.accept(plan, version=version.number, digest=version.hash, by=focal, now=at)
    stage.plans.setdefault(code, []).append(plan)
    yield from _read(stage, plan, code, since=at)


def _findings(stage: Stage, assessment: NeedsAssessment, code: str, *, at: datetime) -> NeedsAssessment:
    focal, officer = stage.cast.focal[code], stage.cast.officer[code]
    for theme, text, advice in (
        (
            "legislation",
            "The offence is not defined in the penal code.",
            "Draft a provision that defines and punishes it.",
        ),
        ("prosecution", "Prosecutors have had no course on the subject.", "Train prosecutors and judges together."),
        ("cooperation", "The central authority has no form for requests.", "Adopt model requests and train their use."),
    ):
        values = {"theme": theme, "text": f"Sample finding: {text}", "recommendation": advice}
        assessments.add_finding(assessment, values, by=officer, now=at)
    assessment = assessments.move(assessment, "to_findings", by=officer, now=at)
    assessment = assessments.move(assessment, "share", by=officer, now=at)
    ranks = {it.pk: (rank, "") for rank, it in enumerate(assessment.findings.order_by("pk"), 1)}
    assessments.set_priorities(assessment, ranks, by=focal, now=at)
    return assessments.move(assessment, "finish", by=officer, now=at)


def _written(stage: Stage, plan: Plan, code: str, *, at: datetime, lasts: int) -> Plan:
    """Fill the draft of a plan."""
    officer, day = stage.cast.officer[code], at.date()
    ends = day + timedelta(days=lasts)
    general = {
        "starts": day, "ends": ends, "due_diligence": "Sample check: no finding.", "due_diligence_on": day,
        "human_rights": "Every course has a part on safeguards; interviews are with a lawyer.",
        "state_provides": "Rooms, and the time of those who take part.",
    }  # fmt: skip
    plan = plans.edit(plan, general, by=officer, now=at, seen=plan.version)
    for number, objective in enumerate(plan.draft["objectives"]):
        title, kind, measured = _UNDERTAKINGS[number % 3]
        row = {
            "objective": objective["key"],
            "title": title,
            "kind": kind,
            "for_whom": "Ministry, courts",
            "cost": "24000",
        }
        plan = plans.put_row(plan, "activities", "", row, by=officer, now=at, seen=plan.version)
        measure = {
            "objective": objective["key"], "name": measured, "unit": "of those needed", "baseline": "0",
            "target": str(20 + 20 * number), "target_on": ends.isoformat(),
        }  # fmt: skip
        plan = plans.put_row(plan, "indicators", "", measure, by=officer, now=at, seen=plan.version)
    return plan


def _read(stage: Stage, plan: Plan, code: str, *, since: datetime) -> Story:
    """Readings every half year, towards the target."""
    at, turn = since + 180 * _DAY, 1
    while at < stage.now:
        yield at
        for number, it in enumerate(Indicator.objects.filter(plan=plan).order_by("pk")):
            target = it.target or Decimal(0)
            results.read_indicator(
                it, on=at.date(), numerator=min(target, target * turn * (3 + number) / 16).quantize(Decimal(1)),
                denominator=target or None, source="Sample count", by=stage.cast.officer[code], now=at,
            )  # fmt: skip
        at, turn = at + 180 * _DAY, turn + 1


def _closed(stage: Stage, code: str, *, begins: int) -> Iterator[datetime]:
    """Closed by the State, and to be asked again a year later."""
    it = yield from _accepted(stage, code, begins=begins)
    at = stage.now - (begins - 380) * _DAY
    yield at
    met = ("yes", "partly")[ord(code[2]) % 2]
    requests.close(it, met=met, comment="Sample answer.", by=stage.cast.focal[code], now=at, seen=it.version)


def _offered(stage: Stage, code: str, *, begins: int) -> Iterator[datetime]:
    """A plan that waits for the State, and a circulated request that waits for the partner."""
    it = yield from _accepted(stage, code, begins=begins, answered=False)
    at = stage.now - max(begins - 40, 5) * _DAY
    yield at
    officer = stage.cast.officer[code]
    plan = plans.start(it, title=f"Plan: {it.title.lower()}", by=officer, now=at)
    plan = _written(stage, plan, code, at=at, lasts=500)
    version = plans.offer(plan, note="", by=officer, now=at, seen=plan.version)
    plans.accept(plan, version=version.number, digest=version.hash, by=officer, now=at)


def _waiting(stage: Stage, code: str, *, began: int) -> Story:
    """Submitted and not acknowledged: the older ones are late."""
    at = stage.now - began * _DAY
    yield at
    _submitted(stage, code, at=at)


def _asked(stage: Stage, code: str, *, began: int) -> Story:
    """A question of the Office that waits for the State's answer."""
    at = stage.now - began * _DAY
    yield at
    it = _submitted(stage, code, at=at)
    at += 3 * _DAY
    yield at
    it = requests.move(it, "acknowledge", by=stage.cast.officer[code], now=at)
    at += 9 * _DAY
    yield at
    requests.move(it, "ask", by=stage.cast.officer[code], now=at, why="Sample question: which courts would take part?")


def _draft(stage: Stage, code: str, *, began: int) -> Story:
    """A draft that the focal point has begun."""
    at = stage.now - began * _DAY
    yield at
    theme, instrument, title, _ = stage.subject()
    values = {"title": title, "themes": [theme], "instruments": [instrument]}
    requests.create(participant=code, values=values, by=stage.cast.focal[code], now=at)


def _declined(stage: Stage, code: str, *, began: int) -> Story:
    at = stage.now - began * _DAY
    yield at
    it = _submitted(stage, code, at=at)
    yield at + 5 * _DAY
    it = requests.move(it, "acknowledge", by=stage.cast.officer[code], now=at + 5 * _DAY)
    yield at + 20 * _DAY
    why = "Sample reason: outside the mandate."
    requests.move(it, "decline", by=stage.cast.officer[code], now=at + 20 * _DAY, why=why)


def _referred(stage: Stage, code: str, *, began: int) -> Story:
    at = stage.now - began * _DAY
    yield at
    it = _submitted(stage, code, at=at)
    yield at + 5 * _DAY
    it = requests.move(it, "acknowledge", by=stage.cast.officer[code], now=at + 5 * _DAY)
    yield at + 25 * _DAY
    to, why = stage.cast.partners[1], "Sample reason: the network has a programme on it."
    requests.refer(it, to=to, why=why, by=stage.cast.officer[code], now=at + 25 * _DAY)


def _judge_some(stage: Stage) -> None:
    """Half of what the machine proposed is judged; the rest waits for the officers."""
    for number, it in enumerate(Outcome.objects.filter(sample=True, status="proposed").order_by("pk")):
        if number % 2 == 0:
            results.judge(
                it, contributed=number % 4 == 0, reason="Sample judgement, from the State's own letter.",
                by=stage.cast.officer[it.participant_id], now=stage.now,
            )  # fmt: skip
