"""The plan of deposits against every set there is, on small worlds; and what each State gains, recomputed from the rules."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accede.law.actions import ActionKind, Standing, StatusList, TreatyAction
from accede.law.basis import Kind, Question, Rules, find_basis, shipped_rules
from accede.law.basis import plan as plan_module
from accede.law.basis.board import Deposit
from accede.law.basis.plan import Plan, gains_for, plan_deposits
from accede.law.basis.rules import RuleFile, Treaty
from accede.law.catalogue import Catalogue, Offence
from accede.law.facts import Facts
from accede.law.matrix import World, build_world
from accede.law.participants import Participant, ParticipantKind, Participants, Statehood
from accede.law.timeline import PARTY_POSITIONS, Position
from tests.law.worlds import instrument

ON = date(2005, 1, 1)
STATES = ("AAA", "BBB", "CCC", "DDD", "EEE")
#: A State that does not exist yet, and an organization: neither counts.
OTHERS = ("FFF", "ORG")
Shapes = dict[str, tuple[int, list[str], str]]
#: Instruments with how many offences each has, what it requires, and whether any State may join it.
SHAPES: Shapes = {
    "old": (3, [], "universal"),
    "new": (2, [], "universal"),
    "other": (1, [], "universal"),
    "addition": (4, ["other"], "universal"),
    "further": (2, ["addition"], "universal"),
    "revision": (1, ["old"], "universal"),
    "regional": (9, [], "regional"),
}
#: "new" and "revision" cover conduct of "old" too.
REPLACED = {"old:0": "new:0", "old:1": "revision:0"}


def offences(name: str, number: int) -> list[Offence]:
    return [Offence(code=f"{name}:{index}", title="x", article="1", form="principal") for index in range(number)]


def small_world(held: Iterable[tuple[str, str]], *, shapes: Shapes = SHAPES) -> tuple[World, Rules]:
    """A world in which the given States are party to the given instruments."""
    catalogue = Catalogue(
        [
            instrument(name, "on-deposit", scope=scope, requires_party_to=requires, offences=offences(name, number))
            for name, (number, requires, scope) in shapes.items()
        ]
    )
    people = [
        Participant(
            code=code, kind=ParticipantKind.ORGANISATION if code == "ORG" else ParticipantKind.MEMBER, name=code, name_fr="",
            name_es="", name_ru="", name_ar="", name_zh="",
        )
        for code in (*STATES, *OTHERS)
    ]  # fmt: skip
    actions = [
        TreatyAction(
            instrument=text, participant=code, action=ActionKind.ACCESSION, date=date(2002, 1, 1), standing=Standing.STATED,
            sources=("list",),
        )
        for code, text in held
    ]  # fmt: skip
    facts = Facts(
        catalogue=catalogue,
        participants=Participants(people, [Statehood(participant="FFF", existed_from=date(2010, 1, 1))]),
        actions=actions,
        lists=[StatusList(instrument=name, source="list", complete_as_of=date(2020, 1, 1)) for name in shapes],
    )
    replaced = {earlier: later for earlier, later in REPLACED.items() if earlier.split(":")[0] in shapes}
    treaty = {"addition": Treaty(also_bound="other")} if "addition" in shapes else {}
    return build_world(facts), Rules(
        RuleFile(never=[], replaced_by=replaced, reach=[], treaty=treaty, open_to={}), catalogue
    )


class Oracle:
    """Coverage counted pair by pair and offence by offence, and every set of deposits tried."""

    def __init__(self, world: World, rules: Rules, chosen: Iterable[str]) -> None:
        self.world, self.rules = world, rules
        self.chosen = set(chosen) & set(STATES)
        self.party = {
            (code, text)
            for code in world.participants
            for text in world.instruments
            if world.timeline(code, text).at(ON) in PARTY_POSITIONS
        }
        self.offences = [tuple(text for text, _ in versions) for versions in rules.versions.values()]
        self.pairs = [pair for pair in combinations(STATES, 2) if set(pair) & self.chosen]

    def possible(self, deposits: Iterable[Deposit]) -> bool:
        made = {(it.participant, it.instrument) for it in deposits}
        return all((code, needed) in self.party | made for code, text in made for needed in SHAPES[text][1])

    def covered(self, made: set[tuple[str, str]]) -> int:
        party = self.party | made
        held = {
            code: {
                text
                for text in self.world.instruments
                if (code, text) in party and (code, self.rules.treaty(text).also_bound or text) in party
            }
            for code in STATES
        }
        both = [held[one] & held[other] for one, other in self.pairs]
        return 2 * sum(any(text in texts for text in offence) for texts in both for offence in self.offences)

    def gain(self, deposits: Iterable[Deposit]) -> int:
        return self.covered({(it.participant, it.instrument) for it in deposits}) - self.covered(set())

    def best(self, size: int, instruments: Iterable[str] | None = None) -> int:
        allowed = [
            text
            for text in self.world.instruments
            if self.world.facts.catalogue[text].scope == "universal" and (instruments is None or text in instruments)
        ]
        candidates = [Deposit(code, text) for code in self.chosen for text in allowed if (code, text) not in self.party]
        return max(
            self.gain(some)
            for number in range(min(size, len(candidates)) + 1)
            for some in combinations(candidates, number)
            if self.possible(some)
        )


def check(plan: Plan, oracle: Oracle, deposits: int) -> None:
    """What holds of every plan, whether it was searched completely or not."""
    for selected, gain in ((plan.selected, plan.gain), (plan.greedy, plan.greedy_gain)):
        assert len(set(selected)) == len(selected) <= deposits
        assert all((it.participant, it.instrument) not in oracle.party for it in selected)
        assert {it.participant for it in selected} <= oracle.chosen
        assert oracle.possible(selected), selected
        assert oracle.gain(selected) == gain
    assert plan.greedy_gain <= plan.gain <= plan.bound
    assert len(plan.equals) == len(plan.selected)


holdings = st.sets(
    st.tuples(st.sampled_from((*STATES, *OTHERS)), st.sampled_from(sorted(SHAPES))).filter(
        lambda it: it[1] not in ("addition", "further", "revision")
    ),
    max_size=22,
)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(held=holdings, deposits=st.integers(1, 3), chosen=st.sets(st.sampled_from(STATES), min_size=1, max_size=2))
def test_the_plan_is_the_best_of_all_sets(held: set[tuple[str, str]], deposits: int, chosen: set[str]) -> None:
    world, rules = small_world(held)
    oracle = Oracle(world, rules, chosen)
    plan = plan_deposits(world, rules, deposits=deposits, on=ON, states=sorted(chosen))
    check(plan, oracle, deposits)
    assert plan.gain == oracle.best(deposits)
    assert plan.bound == plan.gain
    assert plan.gap == 0
    assert plan.method == plan_module.COMPLETE


@SLOW
@given(held=holdings, deposits=st.integers(1, 3))
def test_the_bound_holds_where_many_ways_have_to_be_opened(held: set[tuple[str, str]], deposits: int) -> None:
    """With all States there are more openers than are tried in all combinations: the plan is bounded."""
    world, rules = small_world(
        held, shapes={name: SHAPES[name] for name in ("old", "new", "other", "addition", "revision")}
    )
    oracle = Oracle(world, rules, STATES)
    plan = plan_deposits(
        world, rules, deposits=deposits, on=ON, states=STATES, instruments=("other", "addition", "new")
    )
    check(plan, oracle, deposits)
    best = oracle.best(deposits, instruments=("other", "addition", "new"))
    assert plan.gain <= best <= plan.bound


@SLOW
@given(held=holdings, deposits=st.integers(1, 3))
def test_the_bound_holds_where_the_search_is_not_complete(held: set[tuple[str, str]], deposits: int) -> None:
    world, rules = small_world(held)
    oracle = Oracle(world, rules, ("AAA", "CCC"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan_module, "LARGEST_SEARCH", 0)
        plan = plan_deposits(world, rules, deposits=deposits, on=ON, states=("AAA", "CCC"))
    check(plan, oracle, deposits)
    assert plan.gain <= oracle.best(deposits) <= plan.bound


def test_greedy_misses_what_two_deposits_gain_together() -> None:
    """Nobody is party to "old": one deposit gains nothing, two of them three offences both ways. "other" gives 2 at once."""
    world, rules = small_world([("CCC", "other")])
    oracle = Oracle(world, rules, ("AAA", "BBB"))
    plan = plan_deposits(world, rules, deposits=2, on=ON, states=("AAA", "BBB"), instruments=("old", "other"))
    assert set(plan.selected) == {Deposit("AAA", "old"), Deposit("BBB", "old")}
    # 3 offences of "old", and those of "new" and "revision" that "old" covers too.
    assert plan.gain == plan.bound == oracle.best(2, ("old", "other")) == 2 * (3 + 2)
    assert plan.greedy_gain == 2 + 4
    assert {it.instrument for it in plan.greedy} == {"other"}


def test_what_is_required_is_deposited_with_it() -> None:
    """The addition needs the other: BBB, CCC and DDD hold both, so that for AAA two deposits together gain most."""
    held = [(code, text) for code in ("BBB", "CCC", "DDD") for text in ("other", "addition")] + [("BBB", "old")]
    world, rules = small_world(held)
    one = plan_deposits(world, rules, deposits=1, on=ON, states=["AAA"])
    two = plan_deposits(world, rules, deposits=2, on=ON, states=["AAA"])
    assert [it.instrument for it in one.selected] == ["old"]
    assert {it.instrument for it in two.selected} == {"other", "addition"}
    assert two.gain == 2 * 3 * (1 + 4)
    only = plan_deposits(world, rules, deposits=2, on=ON, states=["AAA"], instruments=["addition"])
    assert only.selected == ()
    assert only.gain == only.bound == 0


def test_regional_treaties_organizations_and_states_to_come_are_no_part_of_a_plan() -> None:
    world, rules = small_world([("AAA", "regional"), ("ORG", "old"), ("FFF", "old")])
    plan = plan_deposits(world, rules, deposits=10, on=ON)
    assert {it.participant for it in plan.selected} <= set(STATES)
    assert "regional" not in {it.instrument for it in plan.selected}
    alone = plan_deposits(world, rules, deposits=1, on=ON, states=["AAA"], instruments=["old"])
    assert alone.gain == 0, "neither an organization nor a State to come is a partner"


def test_pairs_outside_the_region_do_not_count() -> None:
    world, rules = small_world([("CCC", "other"), ("DDD", "other")])
    plan = plan_deposits(world, rules, deposits=1, on=ON, states=["AAA"], instruments=["other"])
    assert plan.gain == 2 * 2


def test_states_that_would_do_as_well_are_counted() -> None:
    world, rules = small_world([("DDD", "other"), ("EEE", "other")])
    plan = plan_deposits(world, rules, deposits=1, on=ON, instruments=["other"])
    assert plan.equals == (2,), "AAA, BBB and CCC are alike: one is chosen, two would do as well"


def test_no_deposit_is_no_plan() -> None:
    world, rules = small_world([])
    with pytest.raises(ValueError, match="deposits"):
        plan_deposits(world, rules, deposits=0, on=ON)


def test_the_worlds_plan_of_ten_deposits_keeps_to_what_is_required(world: World) -> None:
    rules = shipped_rules()
    for on in (date(1995, 1, 1), date(2014, 7, 10), date(2024, 1, 1)):
        plan = plan_deposits(world, rules, deposits=10, on=on)
        assert len(set(plan.selected)) == 10
        assert plan.greedy_gain <= plan.gain <= plan.bound
        assert plan.gap < 0.01
        matrix = world.matrix(on)
        for it in plan.selected:
            for needed in world.facts.catalogue[it.instrument].requires_party_to:
                position = Position(matrix[world.row_of[it.participant], world.column_of[needed]])
                assert position in PARTY_POSITIONS or Deposit(it.participant, needed) in plan.selected


@pytest.mark.parametrize(
    ("code", "instrument_id"), [("SOM", "hague-1970"), ("TUV", "montreal-1971"), ("ERI", "hostages-1979")]
)
def test_partners_gained_are_those_for_which_the_finder_gets_a_text(
    world: World, code: str, instrument_id: str
) -> None:
    """The accession is added to the facts, and the finder asked again for every partner and offence of the theme."""
    on, rules, facts = date(2014, 7, 10), shipped_rules(), world.facts
    supposed = TreatyAction(
        instrument=instrument_id, participant=code, action=ActionKind.ACCESSION, date=date(2013, 1, 1), sources=("supposed",)
    )  # fmt: skip
    joined = msgspec.structs.replace(supposed)
    changed = Facts(
        catalogue=facts.catalogue, participants=facts.participants, actions=[*facts.actions, joined], lists=facts.lists,
        sources=facts.sources, questions=facts.questions,
    )  # fmt: skip
    gained = dict(gains_for(world, rules, code, on))[instrument_id]
    theme = facts.catalogue[instrument_id].theme
    codes = [it.code for it in facts.catalogue[instrument_id].offences]
    partners = set()
    for other in world.participants:
        if other == code or facts.participants[other].kind is ParticipantKind.ORGANISATION:
            continue
        for offence in codes:
            question = Question(requesting=code, requested=other, offence=offence, kind=Kind.MLA, on=on)
            before = find_basis(facts, rules, question, timeline_of=world.timeline).text
            if before is None and find_basis(changed, rules, question).text is not None:
                partners.add(other)
                break
    assert len(partners) > 100
    assert gained[theme] == len(partners)


def test_a_state_gains_nothing_from_what_it_has_joined(world: World) -> None:
    found = dict(gains_for(world, shipped_rules(), "FRA", date(2014, 7, 10)))
    assert "hague-1970" not in found
    assert "uncac-2003" not in found
    assert "ecst-1977" not in found, "not open to all States"
    assert set(found["sua-2005"]) == {"maritime"}
    order = [sum(it.values()) for it in found.values()]
    assert order == sorted(order, reverse=True)
