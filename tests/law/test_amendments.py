"""Which text binds two States: VCLT 40(4), CPPNM 20(2), and the joiners of an amended text."""

from dataclasses import replace
from datetime import date

import pytest

from accede.law.actions import ActionKind, TreatyAction
from accede.law.amendments import Bound, bound, text_between
from accede.law.shipped import shipped_facts
from accede.law.timeline import Position, Status

FACTS = shipped_facts()
ON = date(2020, 1, 1)


def test_amended_text_binds_two_parties_to_the_amendment() -> None:
    """Switzerland and the United States are both bound by the CPPNM Amendment."""
    found = text_between(FACTS, "CHE", "USA", "cppnm-1980", ON)
    assert (found.bound, found.text) == (Bound.YES, "cppnm-amendment-2005")


def test_before_the_amendment_is_in_force_the_text_of_1980_binds_them() -> None:
    found = text_between(FACTS, "CHE", "USA", "cppnm-1980", date(2016, 5, 7))
    assert (found.bound, found.text) == (Bound.YES, "cppnm-1980")
    assert text_between(FACTS, "CHE", "USA", "cppnm-1980", date(2016, 5, 8)).text == "cppnm-amendment-2005"


def test_mixed_pair_is_bound_by_the_earlier_text() -> None:
    """South Africa is party to the Convention alone: VCLT 40(4)."""
    assert not FACTS.actions_of("ZAF", "cppnm-amendment-2005")
    found = text_between(FACTS, "CHE", "ZAF", "cppnm-1980", ON)
    assert (found.bound, found.text, found.articles) == (Bound.YES, "cppnm-1980", ("VCLT 40(4)",))


def test_nothing_binds_where_one_is_no_party() -> None:
    found = text_between(FACTS, "CHE", "SOM", "hague-1970", ON)
    assert (found.bound, found.text) == (Bound.NO, None)


def test_open_status_leaves_the_text_open() -> None:
    found = text_between(FACTS, "CHE", "BDI", "hague-1970", ON)
    assert (found.bound, found.text) == (Bound.UNKNOWN, None)


def test_joiner_of_the_amended_text_and_a_state_bound_by_the_earlier_one_are_not_regulated() -> None:
    """Somalia joined the Tokyo Convention through the Protocol of 2014, to which Afghanistan is no party."""
    on = date(2025, 7, 1)
    found = text_between(FACTS, "SOM", "AFG", "tokyo-1963", on)
    assert not FACTS.actions_of("AFG", "montreal-protocol-2014")
    assert (found.bound, found.text) == (Bound.UNKNOWN, None)


def test_two_parties_to_the_protocol_are_bound_by_the_amended_tokyo_text() -> None:
    joined = TreatyAction(
        instrument="montreal-protocol-2014", participant="AFG", action=ActionKind.ACCESSION, date=date(2024, 1, 1)
    )
    facts = replace(FACTS, actions=[*FACTS.actions, joined])
    assert text_between(facts, "SOM", "AFG", "tokyo-1963", date(2025, 7, 1)).text == "montreal-protocol-2014"


def test_is_the_same_from_either_side() -> None:
    for name in ("cppnm-1980", "hague-1970", "tokyo-1963", "sua-1988", "montreal-1971"):
        for one, other in (("CHE", "ZAF"), ("USA", "SOM"), ("KEN", "FRA")):
            assert text_between(FACTS, one, other, name, ON) == text_between(FACTS, other, one, name, ON)


@pytest.mark.parametrize("position", Position)
def test_only_certain_positions_bind_or_free(position: Position) -> None:
    answer = bound(position)
    if position.status is Status.UNKNOWN and position is not Position.NO_SUCH_STATE:
        assert answer is Bound.UNKNOWN
    if answer is Bound.YES:
        assert position is Position.IN_FORCE
