"""The obligations: all of them, and every fault told at once."""

from collections import Counter
from pathlib import Path

import pytest

from accede.law.errors import DataError
from accede.law.obligations import CATEGORIES, load_obligations
from accede.law.shipped import DATA, shipped_catalogue

OBLIGATIONS = DATA / "obligations"


def test_four_hundred_and_thirty_of_the_nineteen() -> None:
    found = load_obligations(OBLIGATIONS, shipped_catalogue())
    assert len(found) == len({row.id for row in found}) == 430
    assert {row.instrument for row in found} == {it.id for it in shipped_catalogue().universal}
    assert {row.category for row in found} <= set(CATEGORIES)


def test_come_in_the_order_of_the_catalogue() -> None:
    names = list(dict.fromkeys(row.instrument for row in load_obligations(OBLIGATIONS, shipped_catalogue())))
    assert names == [name for name in shipped_catalogue().ids if name in names]


def test_each_says_what_law_must_do_and_where_it_stands() -> None:
    for row in load_obligations(OBLIGATIONS, shipped_catalogue()):
        assert row.summary, row.id
        assert row.article, row.id


def test_same_as_what_they_were_made_from(shared_data: Path) -> None:
    text = (shared_data / "obligations.yaml").read_text(encoding="utf-8")
    given = Counter(
        line.split("id:", 1)[1].strip().strip("'\"")
        for line in text.splitlines()
        if line.lstrip("- ").startswith("id:")
    )
    held = Counter(row.id for row in load_obligations(OBLIGATIONS, shipped_catalogue()))
    assert sum(given.values()) == 430
    assert held == given


@pytest.mark.parametrize(
    ("old", "new", "entry", "message"),
    [
        ('"criminalise"', '"crime"', "sua-1988/3.1, field 'category'", "'crime' is none of criminalise, penalties"),
        ("mandatory = true", 'mandatory = "yes"', "field 'obligations[0].mandatory'", "Expected 'bool', got 'str'"),
        ('id = "sua-1988/3.1"', 'id = "sua-1987/3.1"', "sua-1987/3.1, field 'id'", "must begin with 'sua-1988/'"),
        ('id = "sua-1988/3.2"', 'id = "sua-1988/3.1"', "sua-1988/3.1, field 'id'", "is used twice"),
        ('= "sua-1988"', '= "sua-1987"', "sua-1988, field 'instrument'", "'sua-1987' is not in the catalogue"),
        ("[[obligations]]", "[[obligations", "sua-1988.toml", "is not readable as TOML"),
        ("article =", "artikel =", "field 'obligations[0].artikel'", "is not a field of this table"),
    ],
)  # fmt: skip
def test_fault_names_the_entry_and_the_field(tmp_path: Path, old: str, new: str, entry: str, message: str) -> None:
    text = (OBLIGATIONS / "sua-1988.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "sua-1988.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_obligations(tmp_path, shipped_catalogue())
    assert any(entry in str(fault) and message in str(fault) for fault in caught.value.faults), caught.value
