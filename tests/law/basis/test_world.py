"""The labels of the whole world are those of the one-pair finder, and every sum is the sum of those labels."""

import random
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from accede.law.basis import Bound, Kind, OwnLaw, Question, Rules, Statement, Subject, find_basis, shipped_rules
from accede.law.basis.rules import Bilateral
from accede.law.basis.world import KINDS, LABELS, NOT_APPLICABLE, Labels, counts, coverage, series, world_labels, yearly
from accede.law.errors import LawError
from accede.law.matrix import World

CELLS_A_DATE = 500
DATES = 42
BASES_BY_NOTIFICATION = ("untoc-2000", "uncac-2003")


def crowd(world: World) -> list[str]:
    """States between which many treaties are supposed, in and out of Europe."""
    return [*world.participants[:9], "GBR", "FRA", "DEU", "KEN", "KOR", "USA", "IND", "MNE"]


def supposed_rules(world: World, draw: random.Random) -> Rules:
    """The shipped rules with notifications, an objection and bilateral treaties drawn at random."""
    shipped = shipped_rules()
    statements = [
        Statement(
            instrument=draw.choice(BASES_BY_NOTIFICATION), participant=draw.choice(world.participants),
            type=draw.choice(["declaration", "declaration", "objection"]), subject=Subject.TREATY_BASIS,
            date=date(draw.randint(2003, 2020), 1, 1), value=draw.choice(["yes", "no"]),
            withdrawn=draw.choice([None, None, date(2021, 1, 1)]),
        )
        for _ in range(250)
    ]  # fmt: skip
    treaties = []
    for number in range(400):  # among a few States, so that many pairs have several
        one, other = draw.sample(crowd(world), 2)
        since = draw.choice([None, date(draw.randint(1900, 2020), draw.randint(1, 12), 1)])
        treaties.append(
            Bilateral(
                id=f"supposed-{number}", kind=draw.choice(["extradition", "mutual-legal-assistance"]), title="Supposed",
                party_a=one, party_b=other, role=draw.choice(["principal", "principal", "listed", "amending"]),
                source="supposed", signed=since and since - timedelta(days=400), in_force_from=since,
                in_force_by=date(2007, 2, 7), terminated=draw.choice([None, None, date(2021, 6, 1)]),
                doubt=draw.choice(["", "", "a doubt"]),
            )
        )  # fmt: skip
    return Rules(shipped.file, shipped.catalogue, (*shipped.bilaterals, *treaties), tuple(statements))


def dates(draw: random.Random) -> list[date]:
    """Random days over the whole time, and days on which something changed."""
    found = [date(1962, 12, 31) + timedelta(days=draw.randrange(64 * 365)) for _ in range(DATES - 10)]
    return [
        *found, date(1971, 10, 14), date(1991, 5, 14), date(1993, 1, 1), date(2001, 5, 23), date(2003, 9, 29),
        date(2006, 6, 3), date(2014, 7, 10), date(2014, 7, 11), date(2016, 5, 8), date(2018, 7, 1),
    ]  # fmt: skip


def test_labels_of_the_world_are_those_of_the_finder(world: World) -> None:
    draw = random.Random(20231)
    supposed = supposed_rules(world, draw)
    codes = tuple(supposed.offences)
    compared: Counter[str] = Counter()
    for on in dates(draw):
        rules = draw.choice([shipped_rules(), supposed])
        known = draw.choice([[], list(Bound)])
        laws = {code: OwnLaw(draw.choice(known)) for code in world.participants} if known else {}
        complete = draw.random() < 0.5
        found, labels = world_labels(world, rules, on, own_laws=laws, bilaterals_complete=complete)
        assert found == codes
        for _ in range(CELLS_A_DATE):
            kind, code = draw.randrange(len(KINDS)), draw.randrange(len(codes))
            one, other = draw.sample(crowd(world) if draw.random() < 0.4 else world.participants, 2)
            row, column = world.row_of[one], world.row_of[other]
            question = Question(
                requesting=one, requested=other, offence=codes[code], kind=KINDS[kind], on=on,
                requesting_law=laws.get(one, OwnLaw()), requested_law=laws.get(other, OwnLaw()),
                bilateral=Bound.NO if complete else Bound.UNKNOWN,
            )  # fmt: skip
            try:
                answer = find_basis(world.facts, rules, question, timeline_of=world.timeline).conclusion.value
            except LawError:
                answer = "not-applicable"
            label = LABELS[labels[kind, code, row, column]]
            assert label == answer, (on, one, other, codes[code], KINDS[kind], complete, laws.get(one), laws.get(other))
            compared[label] += 1
    assert compared.total() >= 20_000
    assert set(compared) == set(LABELS), "a label that never came up was never compared"
    assert min(compared.values()) > 100, compared


def test_a_state_with_itself_is_never_asked(world: World) -> None:
    _, labels = world_labels(world, shipped_rules(), date(2014, 7, 10))
    assert (np.diagonal(labels, axis1=2, axis2=3) == NOT_APPLICABLE).all()
    assert (labels[:, :, world.row_of["EUE"]] == NOT_APPLICABLE).all(), "an organization is asked for nobody"
    states = len(world.participants) - 1
    assert (labels[0, 0] != NOT_APPLICABLE).sum() == states * (states - 1)


def by_theme(world: World, rules: Rules, codes: tuple[str, ...], labels: Labels) -> dict[str, list[int]]:
    """Counts by theme, one code after another."""
    themes: dict[str, list[int]] = {}
    for index, code in enumerate(codes):
        theme = world.facts.catalogue[rules.offences[code][0]].theme
        found = [int((labels[index] == label).sum()) for label in range(len(LABELS))]
        themes[theme] = [a + b for a, b in zip(themes.get(theme, [0] * len(LABELS)), found, strict=True)]
    return themes


@pytest.mark.parametrize("on", [date(1963, 12, 31), date(1992, 3, 6), date(2014, 7, 10), date(2025, 1, 1)])
def test_coverage_is_the_sum_of_the_labels(world: World, on: date) -> None:
    rules = supposed_rules(world, random.Random(7))
    laws = {code: OwnLaw(list(Bound)[index % 3]) for index, code in enumerate(world.participants)}
    codes, labels = world_labels(world, rules, on, own_laws=laws)
    for index, kind in enumerate(KINDS):
        found = coverage(world, rules, on, kind=kind, own_laws=laws)
        assert {theme: list(it) for theme, it in found.items()} == by_theme(world, rules, codes, labels[index])
        total = sum(int(it.sum()) for it in found.values())
        assert total == len(codes) * len(world.participants) ** 2, "every pair has one label"


def test_counts_can_be_limited_to_some_requesting_states(world: World) -> None:
    _, labels = world_labels(world, shipped_rules(), date(2014, 7, 10))
    rows = [world.row_of[code] for code in ("KEN", "FRA")]
    one, other = (counts(labels[0, 0], rows=[row]) for row in rows)
    assert (counts(labels[0, 0], rows=rows) == one + other).all()


@pytest.mark.parametrize("kind", KINDS)
def test_the_series_is_the_count_at_the_end_of_each_year(world: World, kind: Kind) -> None:
    years = [1963, 1971, 1977, 1992, 2001, 2011, 2018, 2026]
    series = yearly(world, shipped_rules(), years, kind=kind)
    for index, year in enumerate(years):
        _, labels = world_labels(world, shipped_rules(), date(year, 12, 31))
        found = [int((labels[KINDS.index(kind)] == label).sum()) for label in range(len(LABELS))]
        assert list(series[index]) == found, year


def test_both_kinds_at_once_are_the_series_of_each(world: World) -> None:
    days = [date(1990, 12, 31), date(2020, 12, 31)]
    both = series(world, shipped_rules(), days)
    for index, kind in enumerate(KINDS):
        assert (both[index] == yearly(world, shipped_rules(), [1990, 2020], kind=kind)).all()


def test_what_lasts_is_kept_for_its_own_world_and_rules_only(world: World) -> None:
    on = date(2014, 7, 10)
    before = coverage(world, shipped_rules(), on, kind=Kind.EXTRADITION)
    supposed = coverage(world, supposed_rules(world, random.Random(7)), on, kind=Kind.EXTRADITION)
    again = coverage(world, shipped_rules(), on, kind=Kind.EXTRADITION)
    assert any((before[theme] != supposed[theme]).any() for theme in before)
    assert all((before[theme] == again[theme]).all() for theme in before)
