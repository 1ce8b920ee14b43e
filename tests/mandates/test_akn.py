# ruff: noqa: E501 - texts of resolutions with their long lines
"""A resolution in Akoma Ntoso gives the same reading as its text."""

from accede.mandates.reading import read_bytes

AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution"><meta><identification source="#x">
<FRBRWork><FRBRdate date="2045-03-01" name="adoption"/></FRBRWork><FRBRExpression><FRBRdate date="2045-03-03" name="publication"/>
<FRBRlanguage language="eng"/></FRBRExpression></identification><analysis source="#un"><parliamentary><voting outcome="adoptedWithoutVote"/>
</parliamentary></analysis></meta><coverPage><p><docNumber>A/RES/99/1</docNumber></p><p><docAuthority refersTo="#issuingBody">General Assembly
</docAuthority></p><p><session value="99">Ninety-ninth session</session></p><p><inline name="agenda item">Agenda item 7</inline></p>
<p><docProponent>[without reference to a Main Committee (A/99/L.1)]</docProponent></p></coverPage>
<preface><p><docNumber>99/1.</docNumber><docTitle>Example of a resolution</docTitle></p></preface>
<preamble><formula name="enactingFormula"><p><span class="italic">The General Assembly</span>,</p></formula>
<container name="Recalling"><p>\t<span class="italic">Recalling </span>its resolution <a href="x">98/7</a> of 2 April 2044<authorialNote marker="1"
placement="bottom"><p>See A/98/12, annex.</p></authorialNote> and the <span class="italic">Handbook</span>,</p></container></preamble>
<mainBody><paragraph><num>1.</num><content><p>\t<span class="italic">Takes note</span> of the plan;</p></content></paragraph>
<heading>Part two</heading>
<paragraph><num>2.</num><list><intro><p>\t<span class="italic">Also requests</span> the Secretary-General:</p></intro>
<point><num>(a)</num><content><p>To collect examples;<authorialNote marker="2" placement="bottom"><p>Ibid.</p></authorialNote></p></content></point>
<point><num>(b)</num><content><p>To report at its hundredth session.</p></content></point></list></paragraph></mainBody>
<conclusions><p>12th plenary meeting</p></conclusions>
<attachments><attachment><doc name="annex"><preface><p><docTitle>Annex</docTitle></p></preface><mainBody><paragraph><num>1.</num><content>
<p>Examples are read.</p></content></paragraph></mainBody></doc></attachment></attachments></statement></akomaNtoso>"""


def test_the_parts_are_read_from_the_mark_up() -> None:
    reading = read_bytes(AKN.encode())
    assert (reading.symbol, reading.session, reading.title) == ("A/RES/99/1", "99", "Example of a resolution")
    assert (reading.adopted, reading.issued, reading.body) == ("2045-03-01", "2045-03-03", "General Assembly")
    assert (reading.outcome, reading.agenda_item, reading.formula) == (
        "adoptedWithoutVote",
        ["Agenda item 7"],
        "The General Assembly,",
    )
    assert reading.proponent == "without reference to a Main Committee (A/99/L.1)"
    assert [(it.verb, it.text, it.footnote_marks) for it in reading.preamble] == [
        ("Recalling", "Recalling its resolution 98/7 of 2 April 2044 and the Handbook,", ["1"])
    ]
    assert [(it.number, it.verb, it.text) for it in reading.operative] == [
        ("1", "Takes note", "Takes note of the plan;"),
        ("2", "Also requests", "Also requests the Secretary-General:"),
    ]
    last = reading.operative[1]
    assert [(it.number, it.text, it.footnote_marks) for it in last.subparagraphs] == [
        ("(a)", "To collect examples;", ["2"]),
        ("(b)", "To report at its hundredth session.", []),
    ]
    assert (last.addressees, last.deadline) == (["Secretary-General"], "at its hundredth session")
    assert [(it.before, it.text) for it in reading.headings] == [("2", "Part two")]
    assert [(it.headings, [(part.number, part.text) for part in it.parts]) for it in reading.annexes] == [
        (["Annex"], [("1", "Examples are read.")])
    ]
    assert [(it.marker, it.text) for it in reading.footnotes] == [("1", "See A/98/12, annex."), ("2", "Ibid.")]
    assert reading.cites == ["A/RES/98/7", "A/98/12"]
    assert reading.missing == []
