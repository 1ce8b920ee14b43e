"""What to ratify next: for one State its missing instruments by partners gained; for a region or the world a plan."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, gettext

from accede.cooperation import background
from accede.cooperation.presenters import choices
from accede.cooperation.presenters.choices import OptionGroup
from accede.cooperation.presenters.question import check_existed
from accede.cooperation.queries import current_rules
from accede.kit.charts import Bar, bar_chart, chart_directory, render_chart
from accede.kit.on import AsOf, BadQuestion
from accede.kit.tables import Table, Twin
from accede.law.basis import Rules
from accede.law.basis.answers import plan_report
from accede.law.basis.plan import gains_for, plan_deposits
from accede.law.matrix import World
from accede.law.participants import ParticipantKind
from accede.treaties.presenters.common import Links, name_of, title_of
from accede.treaties.presenters.words import GROUPS, REGIONS, THEMES, word
from accede.treaties.queries import Snapshot

#: The report of :func:`accede.law.basis.answers.plan_report`, as it comes back from the file in which it is kept.
Report = dict[str, Any]
DEFAULT_DEPOSITS = 10
MOST_DEPOSITS = 20
MOST_BARS = 12
#: Raised when what is kept changes its form.
FORM = 1


@dataclass(frozen=True)
class NextQuestion:
    """For whom: a State's code, or "world", "region:Africa", "group:WEOG"; and how many deposits a plan has."""

    who: str
    deposits: int

    @property
    def is_state(self) -> bool:
        """Whether one State is asked about."""
        return self.who != "world" and ":" not in self.who

    @property
    def parameters(self) -> dict[str, str]:
        """As they stand in addresses."""
        return {"for": self.who, "deposits": "" if self.is_state else str(self.deposits)}


@dataclass(frozen=True, slots=True)
class GainLine:
    """A missing instrument: partners gained for each theme, in the order of the columns, and their sum."""

    title: SafeString
    plain_title: str
    href: str
    counts: Sequence[int]
    total: int


@dataclass(frozen=True)
class Ranking:
    """The missing instruments of a State."""

    name: str
    href: str
    themes: Sequence[str]
    lines: Sequence[GainLine]
    without_gain: Sequence[GainLine]
    charts: Sequence[SafeString]


@dataclass(frozen=True, slots=True)
class DepositLine:
    """One deposit of the plan, and how many other States would do as well."""

    number: int
    state: str
    state_href: str
    title: SafeString
    href: str
    equals: int | None


@dataclass(frozen=True)
class PlanPart:
    """The plan of a region or the world."""

    name: str
    lines: Sequence[DepositLine]
    greedy: Sequence[DepositLine]
    gain: int
    bound: int
    gap: str
    exact: bool
    greedy_gain: int
    greedy_short: int
    charts: Sequence[SafeString]


def read_next(snap: Snapshot, query: QueryDict, asked: AsOf) -> NextQuestion:
    """The parameters of the page. Raises :class:`BadQuestion` for what there is not."""
    who = query.get("for", "").strip() or "world"
    facts = snap.facts
    kind, _, value = who.partition(":")
    if not (who == "world" or (kind == "region" and value in REGIONS) or (kind == "group" and value in GROUPS)):
        code = who.upper()
        if code not in facts.participants or facts.participants[code].kind is ParticipantKind.ORGANISATION:
            message = gettext("There is no State, region or group “%(key)s”; choose one from the list.")
            detail = f"for: '{who[:40]}' is none of world, region:<name>, group:<name> or a State's three-letter code."
            raise BadQuestion(message % {"key": who[:40]}, field="for", given=who[:40], detail=detail)
        check_existed(facts, code, asked)
        who = code
    return NextQuestion(who, _deposits(query))


def _deposits(query: QueryDict) -> int:
    given = query.get("deposits", "").strip()
    if not given:
        return DEFAULT_DEPOSITS
    if given.isascii() and given.isdecimal() and 1 <= int(given[:6]) <= MOST_DEPOSITS:
        return int(given)
    message = gettext("The number of deposits is a whole number from 1 to %(most)s.") % {"most": MOST_DEPOSITS}
    detail = f"deposits: '{given[:20]}' is no whole number from 1 to {MOST_DEPOSITS}."
    raise BadQuestion(message, field="deposits", given=given[:20], detail=detail)


def who_groups(snap: Snapshot, question: NextQuestion) -> list[OptionGroup]:
    """The choices: the world, regions, groups, States."""
    states = choices.states(snap.facts, question.who)
    return [*choices.areas(question.who), OptionGroup(gettext("States"), states)]


def area_name(question: NextQuestion) -> str:
    """The world, the region or the group by name."""
    kind, _, value = question.who.partition(":")
    if kind == "world":
        return gettext("The world")
    return word(REGIONS if kind == "region" else GROUPS, value)


# One State


def ranking(snap: Snapshot, code: str, asked: AsOf) -> Ranking:
    """The instruments that the State has not joined, those with most partners first."""
    rules, facts, links = current_rules(snap), snap.facts, Links(asked)
    gains = gains_for(snap.world, rules, code, asked.on)
    themes = [it for it in choices.theme_keys(facts) if any(counted.get(it) for _, counted in gains)]
    lines = [
        GainLine(
            title_of(facts.catalogue[instrument]),
            facts.catalogue[instrument].short_title,
            links.instrument(instrument),
            [counted.get(theme, 0) for theme in themes],
            sum(counted.values()),
        )
        for instrument, counted in gains
    ]
    name = name_of(facts.participants[code])
    return Ranking(
        name=name,
        href=links.state(code),
        themes=[word(THEMES, theme) for theme in themes],
        lines=[it for it in lines if it.total],
        without_gain=[it for it in lines if not it.total],
        charts=_bars(
            [Bar(it.plain_title, it.total) for it in lines if it.total][:MOST_BARS],
            title=gettext("Partners gained by each deposit"),
            x_title=gettext("Partners, summed over the themes"),
        ),
    )


def ranking_twin(snap: Snapshot, code: str, asked: AsOf) -> Twin:
    """The ranking as data."""
    facts = snap.facts
    gains = gains_for(snap.world, current_rules(snap), code, asked.on)
    records = [
        {
            "rank": rank,
            "instrument": instrument,
            "theme": theme,
            "partners_gained": number,
            "total": sum(counted.values()),
        }
        for rank, (instrument, counted) in enumerate(gains, start=1)
        for theme, number in counted.items()
    ]
    value = {
        "on": asked.iso,
        "for": code,
        "ranking": [
            {"instrument": instrument, "themes": counted, "total": sum(counted.values())}
            for instrument, counted in gains
        ],
    }
    columns = ("rank", "instrument", "theme", "partners_gained", "total")
    return Twin(
        value,
        lambda: [Table.of(records, columns, name="Ranking")],
        f"accede-next-{facts.participants[code].code}-{asked.iso}",
    )


# A region or the world


def plan_of(
    snap: Snapshot, question: NextQuestion, on: date, *, patience: float = background.PATIENCE
) -> Report | None:
    """The plan's report; None while it is being worked out. Raises what :func:`background.result` does."""
    rules, world = current_rules(snap), snap.world
    states = members(snap, question)
    key = background.key_of("plan", FORM, snap.version, on.isoformat(), question.who, question.deposits)
    content = background.result(key, lambda: _work_out(world, rules, states, question.deposits, on), patience=patience)
    return None if content is None else dict(json.loads(content))


def members(snap: Snapshot, question: NextQuestion) -> list[str] | None:
    """The States that may deposit; None for all."""
    kind, _, value = question.who.partition(":")
    if kind == "world":
        return None
    return [
        code
        for code, it in snap.facts.participants.items()
        if (it.region if kind == "region" else it.regional_group) == value
    ]


def _work_out(world: World, rules: Rules, states: Sequence[str] | None, deposits: int, on: date) -> bytes:
    plan = plan_deposits(world, rules, deposits=deposits, on=on, states=states)
    return json.dumps(plan_report(plan, on=on.isoformat())).encode()


def plan_part(snap: Snapshot, question: NextQuestion, report: Report, asked: AsOf) -> PlanPart:
    """The plan in words."""
    links = Links(asked)

    def lines(rows: Sequence[Report]) -> list[DepositLine]:
        return [
            DepositLine(
                number,
                name_of(snap.facts.participants[row["participant"]]),
                links.state(row["participant"], row["instrument"]),
                title_of(snap.facts.catalogue[row["instrument"]]),
                links.instrument(row["instrument"]),
                row.get("others_equal"),
            )
            for number, row in enumerate(rows, start=1)
        ]

    gain, bound, greedy = report["gain"], report["bound"], report["greedy_gain"]
    bars = [
        Bar(gettext("No plan exceeds"), bound),
        Bar(gettext("This plan"), gain),
        Bar(gettext("Greedy, one by one"), greedy),
    ]
    return PlanPart(
        name=area_name(question),
        lines=lines(report["selected"]),
        greedy=lines(report["greedy"]),
        gain=gain,
        bound=bound,
        gap=f"{100 * report['gap']:.2f} %",
        exact=gain == bound,
        greedy_gain=greedy,
        greedy_short=gain - greedy,
        charts=_bars(
            bars if gain else [],
            title=gettext("What the deposits gain"),
            x_title=gettext("Ordered pairs of States × offences"),
        ),
    )


def plan_twin(question: NextQuestion, report: Report, asked: AsOf) -> Twin:
    """The plan as data: the library's own report; CSV has the deposits of the plan and of the greedy one."""
    records = [
        {"plan": name, "number": number, **row}
        for name, rows in (("best", report["selected"]), ("greedy", report["greedy"]))
        for number, row in enumerate(rows, start=1)
    ]
    value = {"for": question.who, "deposits": question.deposits, **report}
    columns = ("plan", "number", "participant", "instrument", "others_equal")
    name = f"accede-plan-{question.who.replace(':', '-').replace(' ', '-')}-{question.deposits}-{asked.iso}"
    return Twin(value, lambda: [Table.of(records, columns, name="Plan")], name)


def _bars(bars: Sequence[Bar], *, title: str, x_title: str) -> list[SafeString]:
    """The chart for wide and for narrow screens; none where there is nothing to draw."""
    if not bars:
        return []
    return [
        render_chart(
            bar_chart(
                bars=bars,
                x_title=x_title,
                y_title="",
                title=title,
                rtl=get_language_bidi(),
                locale=get_language() or "en",
                width=width,
            ),
            cache_dir=chart_directory(),
        )
        for width in (560, 150)
    ]


def next_address(code: str, asked: AsOf) -> str:
    """The page for one State."""
    return asked.address(reverse("cooperation-next"), **{"for": code})
