"""The file of rules: faults are named, and what it says is in the catalogue and in the published table."""

import re
from datetime import date
from pathlib import Path

import pytest

from accede.law import shipped_facts
from accede.law.basis import Bound, Kind, Question, Statement, Subject, find_basis, load_rules, shipped_rules
from accede.law.basis.rules import Bilateral
from accede.law.errors import DataError, UnknownName
from accede.law.shipped import DATA, shipped_catalogue

TABLE = Path(__file__).parents[4] / "shared" / "data" / "legal-basis-rules.md"
#: Columns of the published table, in order, as kinds of provision in the catalogue.
COLUMNS = (
    "extradition_deemed_included", "extradition_optional_basis", "extradition_among_non_conditional_states",
    "specialty_of_jurisdiction", "political_offence_exclusion", "non_discrimination_refusal", "extradite_or_prosecute",
    "mutual_legal_assistance",
)  # fmt: skip
ROWS = {
    "Hague 1970": "hague-1970", "Hague + Beijing Protocol": "beijing-protocol-2010",
    "Montreal 1971 (+ Airports)": "montreal-1971",
    "Protected Persons 1973": "protected-persons-1973", "Hostages 1979": "hostages-1979", "CPPNM 1980": "cppnm-1980",
    "CPPNM as amended": "cppnm-amendment-2005", "SUA (+ Platforms) 1988": "sua-1988", "SUA (+ Platforms) 2005": "sua-2005",
    "Bombings 1997": "bombings-1997", "Financing 1999": "financing-1999", "Nuclear 2005": "nuclear-terrorism-2005",
    "Beijing Convention 2010": "beijing-convention-2010", "UNTOC 2000": "untoc-2000", "UNCAC 2003": "uncac-2003",
    "Drugs 1988": "drugs-1988", "ECST 1977": "ecst-1977", "CECPT 2005": "cecpt-2005",
}  # fmt: skip


def changed(directory: Path, before: str, after: str) -> DataError:
    """The error that reading the rules gives after one change of the file."""
    text = (DATA / "legal_basis.toml").read_text(encoding="utf-8")
    assert before in text
    (directory / "legal_basis.toml").write_text(text.replace(before, after, 1), encoding="utf-8")
    (directory / "bilateral_treaties.csv").write_bytes((DATA / "bilateral_treaties.csv").read_bytes())
    with pytest.raises(DataError) as refused:
        load_rules(shipped_catalogue(), directory=directory)
    return refused.value


@pytest.mark.parametrize(
    ("before", "after", "entry", "field"),
    [
        ('"hague-1970:seizure" = ', '"hague-1970:seizing" = ', "hague-1970:seizing", "replaced_by"),
        ('= "sua-2005:injure-kill"', '= "sua-2005:injure"', "sua-2005:injure", "replaced_by"),
        ('codes = ["hague-1970:seizure"]', 'codes = ["hague-1970:hijack"]', "hague-1970:hijack", "reach"),
        ('treaty = "ecst-1977"', 'treaty = "ecst-1976"', "ecst-1976", "reach"),
        ('never = ["tokyo-1963"', 'never = ["tokyo-1964"', "tokyo-1964", "never"),
        ("[treaty.hostages-1979]", "[treaty.hostages-1978]", "hostages-1978", "treaty"),
        ("saarc-1987 = ", "saarc-1988 = ", "saarc-1988", "open_to"),
        ('also_bound = "cppnm-1980"', 'also_bound = "cppnm-1979"', "cppnm-1979", "also_bound"),
    ],
)
def test_an_unknown_code_or_instrument_is_named(
    tmp_path: Path, before: str, after: str, entry: str, field: str
) -> None:
    faults = changed(tmp_path, before, after).faults
    assert [(it.file, it.entry, it.field) for it in faults] == [("legal_basis.toml", entry, field)]


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    text = (DATA / "legal_basis.toml").read_text(encoding="utf-8")
    wrong = text.replace("[treaty.hague-1970]", "[treaty.hague-1971]").replace('"tokyo-1963"', '"tokyo-1936"', 1)
    (tmp_path / "legal_basis.toml").write_text(wrong, encoding="utf-8")
    (tmp_path / "bilateral_treaties.csv").write_bytes((DATA / "bilateral_treaties.csv").read_bytes())
    with pytest.raises(DataError) as refused:
        load_rules(shipped_catalogue(), directory=tmp_path)
    assert {it.entry for it in refused.value.faults} == {"hague-1971", "tokyo-1936"}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('persecution = "must"', 'persecuton = "must"', "persecuton"),
        ('persecution = "must"', 'persecution = "ought"', "ought"),
        ('prosecute = "grounds"', 'prosecute = "ground"', "ground"),
        ("older_treaties_only = true", 'older_treaties_only = "yes"', "older_treaties_only"),
        ('never = ["tokyo', 'never = "tokyo', "TOML"),
    ],
)
def test_a_field_that_is_not_read_or_has_the_wrong_form_is_named(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    error = changed(tmp_path, before, after)
    assert words in str(error), str(error)
    assert {it.file for it in error.faults} == {"legal_basis.toml"}


def test_every_treaty_with_a_duty_has_an_article_for_it() -> None:
    rules = shipped_rules()
    for name, treaty in rules.file.treaty.items():
        if treaty.prosecute is not None:
            assert "extradite_or_prosecute" in rules.catalogue[name].articles, name
        if treaty.persecution == "must":
            assert "non_discrimination_refusal" in rules.catalogue[name].articles, name
        if treaty.political == "limited" or treaty.political_covers_mla:
            assert "political_offence_exclusion" in rules.catalogue[name].articles, name


def test_every_offence_has_a_text_and_leads_to_one_later_text_at_most() -> None:
    rules = shipped_rules()
    for code, versions in rules.versions.items():
        texts = [text for text, _ in versions]
        assert len(texts) == len(set(texts)), code
        assert rules.offences[code][0] in texts
        adopted = [rules.catalogue[text].adopted for text in texts]
        assert all(later is not None for later in adopted)
        assert adopted[0] == max(it for it in adopted if it is not None), f"{code}: the latest text comes first"
    assert not set(rules.file.replaced_by) & set(rules.file.replaced_by.values()), "no chain of replacements"


def articles(cell: str) -> str:
    """A cell of the table as the catalogue writes it: without emphasis and remarks."""
    return re.sub(r"\*[^*]*\*|limited", "", cell).strip()


@pytest.mark.skipif(not TABLE.exists(), reason=f"the published table of rules is not beside the project ({TABLE.name})")
@pytest.mark.parametrize("title", ROWS)
def test_the_catalogue_agrees_with_the_published_table(title: str) -> None:
    line = next(it for it in TABLE.read_text(encoding="utf-8").splitlines() if it.startswith(f"| {title} |"))
    cells = [it.strip() for it in line.strip("|").split("|")][1:]
    assert len(cells) == len(COLUMNS)
    known = shipped_catalogue()[ROWS[title]].articles
    for kind, cell in zip(COLUMNS, cells, strict=True):
        wanted, found = articles(cell), known.get(kind, "")
        if wanted == "–":
            assert not found, f"{title}, {kind}: {found} where the table has none"
            continue
        # "16(4)-(5)" is "16(4), 16(5)", and "10" stands for its paragraphs.
        parts = [it.strip() for it in re.sub(r"(\d+)(\(\d+\))-", r"\1\2, \1", wanted).split(",")]
        has = [it.strip() for it in found.split(",")]
        for part in parts:
            assert any(it == part or it.startswith(f"{part}(") for it in has), f"{title}, {kind}: {wanted}, {found}"


@pytest.mark.skipif(not TABLE.exists(), reason=f"the published table of rules is not beside the project ({TABLE.name})")
def test_all_rows_of_the_published_table_are_read() -> None:
    lines = [it.split("|")[1].strip() for it in TABLE.read_text(encoding="utf-8").splitlines() if it.startswith("| ")]
    assert [it for it in lines if it != "Treaty"] == list(ROWS)


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (date(1999, 12, 31), Bound.NO), (date(2000, 1, 1), Bound.YES), (date(2009, 12, 31), Bound.YES),
        (date(2010, 1, 1), Bound.NO),
    ],
)  # fmt: skip
def test_a_bilateral_treaty_is_in_force_between_its_dates(on: date, answer: Bound) -> None:
    treaty = Bilateral(
        id="x", kind="extradition", title="x", party_a="FRA", party_b="KEN", role="principal", source="x",
        in_force_from=date(2000, 1, 1), terminated=date(2010, 1, 1),
    )  # fmt: skip
    assert treaty.in_force(on) is answer


def test_a_bilateral_treaty_in_doubt_is_unknown_until_it_ends() -> None:
    treaty = Bilateral(
        id="x", kind="extradition", title="x", party_a="FRA", party_b="KEN", role="principal", source="x",
        in_force_from=date(2000, 1, 1), terminated=date(2010, 1, 1), doubt="dates differ",
    )  # fmt: skip
    days = date(1999, 1, 1), date(2005, 1, 1), date(2011, 1, 1)
    assert [treaty.in_force(on) for on in days] == [Bound.NO, Bound.UNKNOWN, Bound.NO]


def test_the_newest_standing_statement_counts_and_an_objection_is_none() -> None:
    def made(day: date, value: str, *, form: str = "declaration", withdrawn: date | None = None) -> Statement:
        return Statement(
            instrument="untoc-2000", participant="KEN", type=form, subject=Subject.TREATY_BASIS, date=day, value=value,
            withdrawn=withdrawn, against="FRA" if form == "objection" else "",
        )  # fmt: skip

    shipped = shipped_rules()
    statements = (
        made(date(2004, 1, 1), "no"),
        made(date(2010, 1, 1), "yes", withdrawn=date(2015, 1, 1)),
        made(date(2012, 1, 1), "no", form="objection"),
    )
    rules = type(shipped)(shipped.file, shipped.catalogue, (), statements)
    values = [
        found.value if (found := rules.statement("KEN", "untoc-2000", Subject.TREATY_BASIS, date(year, 6, 1))) else None
        for year in (2003, 2004, 2012, 2015)
    ]
    assert values == [None, "no", "yes", "no"]


@pytest.mark.parametrize("code", sorted(shipped_rules().offences))
def test_every_offence_can_be_asked_about_and_every_line_cites_what_the_catalogue_has(code: str) -> None:
    facts, rules = shipped_facts(), shipped_rules()
    every = {article for it in facts.catalogue for article in it.articles.values()}
    for kind in Kind:
        question = Question(requesting="FRA", requested="DEU", offence=code, kind=kind, on=date(2023, 1, 1))
        answer = find_basis(facts, rules, question)
        assert answer.bases, code
        assert answer.steps[-1].subject == "conclusion"
        for basis in answer.bases:
            own = facts.catalogue[basis.instrument].articles.values()
            lists = [it.article for it in rules.file.reach] + rules.treaty(basis.instrument).general_articles
            assert all(article in own or article in lists for article in basis.articles), basis
            assert basis.articles
            assert all("%(" not in str(it) for it in basis.reasons)
        for bar in answer.bars:
            known = [
                article.partition(":")[2] for article in bar.articles if article.partition(":")[0] in facts.catalogue
            ]
            written = {"3(1)", "3(4)", "6", "11", "2(a)", "21(2), 21(3)", "2(1)(a), 2(2)", ""}
            assert all(article in every or article in written for article in known), bar
            assert "%(" not in str(bar.effect)


def test_an_unknown_offence_comes_with_suggestions() -> None:
    with pytest.raises(UnknownName) as refused:
        shipped_rules().offence("hague-1970:seizur")
    assert "hague-1970:seizure" in str(refused.value)
