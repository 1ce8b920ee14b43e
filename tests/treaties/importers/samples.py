"""Lists laid out as depositaries publish them, made from the shipped data; what is added to that is marked as invented."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from io import BytesIO
from typing import Any

import xlsxwriter

from accede.law.actions import CONSENT, SIGNATURES, ActionKind, Standing
from accede.law.facts import Facts
from accede.law.shipped import shipped_facts
from accede.treaties.importers.base import ParsedList, ReadOptions
from accede.treaties.importers.guard import LIMITS, Limits, upload_from
from accede.treaties.importers.registry import IMPORTERS

TableRow = tuple[str, str, str]
LETTERS = {
    ActionKind.ACCESSION: " a", ActionKind.ACCEPTANCE: " A", ActionKind.APPROVAL: " AA", ActionKind.SUCCESSION: " d",
    ActionKind.FORMAL_CONFIRMATION: " c",
}  # fmt: skip
TITLES = {
    "bombings-1997": "9. International Convention for the Suppression of Terrorist Bombings",
    "hostages-1979": "5. International Convention against the Taking of Hostages",
}
HEADINGS = ("Participant", "Signature", "Ratification, Acceptance(A), Accession(a), Approval(AA), Succession(d)")

#: Invented, for tests alone: no such deposit is known.
INVENTED = ("Democratic People's Republic of Korea", "", "12 Mar 2021 a")
INVENTED_DAY = date(2021, 3, 12)


def options(**given: Any) -> ReadOptions:
    facts = shipped_facts()
    return ReadOptions(catalogue=facts.catalogue, participants=facts.participants, **given)


def parse(importer: str, data: str | bytes, *, name: str = "list", limits: Limits = LIMITS, **given: Any) -> ParsedList:
    """Through the door and the reader, as a file would go."""
    content = data.encode() if isinstance(data, str) else data
    return IMPORTERS[importer].read(upload_from(content, name=name, limits=limits), options(**given))


def acts(parsed: ParsedList) -> list[tuple[str, str, str]]:
    return [(row.name, row.action.value, str(row.date)) for row in parsed.rows]


def un_date(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def held_rows(instrument: str, *, up_to: date = date.max, facts: Facts | None = None) -> list[TableRow]:
    """What we hold of an instrument, as rows of a UN table: name, signature, deposit with its letter."""
    facts = facts or shipped_facts()
    rows = []
    for code in sorted(facts.participants, key=lambda code: facts.participants[code].name):
        actions = [
            it
            for it in facts.actions_of(code, instrument)
            if it.standing is Standing.STATED and it.date and it.date <= up_to
        ]
        signature = next((un_date(it.date) for it in actions if it.action in SIGNATURES and it.date), "")
        deposit = next(
            (un_date(it.date) + LETTERS.get(it.action, "") for it in actions if it.action in CONSENT and it.date), ""
        )
        if signature or deposit:
            rows.append((facts.participants[code].name, signature, deposit))
    return rows


def totals(rows: Iterable[TableRow]) -> str:
    rows = list(rows)
    return f"Signatories: {sum(bool(row[1]) for row in rows)}. Parties: {sum(bool(row[2]) for row in rows)}"


def untc_xml(
    rows: Sequence[TableRow], *, title: str = TITLES["bombings-1997"], as_at: str = "01-04-2021", stated: str | None = None,
    headings: Sequence[str] = HEADINGS,
) -> str:  # fmt: skip
    body = "".join(
        f"<row>{''.join(f'<entry>{escape(cell)}</entry>' for cell in cells)}</row>" for cells in [headings, *rows]
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<treaty><header><chapter>CHAPTER XVIII</chapter>'
        f"<chaptername>PENAL MATTERS</chaptername><title>{escape(title)}</title></header>"
        "<conclusion>New York, 15 December 1997</conclusion><eif>23 May 2001, in accordance with article 22(1).</eif>"
        f"<status>STATUS AS AT : {as_at} 05:02:31 EDT {stated or totals(rows)}</status>"
        f"<participants><table>{body}</table></participants>"
        "<declarations><declaration><participant>Algeria</participant><text>Reservation ...</text></declaration></declarations>"
        "</treaty>"
    )


def untc_html(rows: Sequence[TableRow], *, title: str = TITLES["bombings-1997"], as_at: str = "01-04-2021") -> str:
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n" for cells in rows)
    head = "".join(f"<th>{escape(cell)}</th>" for cell in HEADINGS)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">
<html><head><meta charset="utf-8"><title>UNTC</title><script>var rows = "<table>";</script></head><body>
<table id="layout"><tr><td>
  <span>STATUS AS AT : {as_at} 09:15:44 EDT</span><span>CHAPTER XVIII</span><span>PENAL MATTERS</span>
  <table id="fields">
    <tr><td></td><td>{escape(title)}</td></tr>
    <tr><td>Entry into force</td><td>:</td><td>23 May 2001, in accordance with article 22(1).</td></tr>
    <tr><td>Status</td><td>:</td><td>{totals(rows)}</td></tr>
  </table>
  <table id="tblgrid"><tr>{head}</tr>
{body}  </table>
</td></tr></table></body></html>"""


def untc_csv(rows: Sequence[TableRow], *, title: str = TITLES["bombings-1997"], as_at: str = "01-04-2021") -> str:
    quoted = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in [HEADINGS, *rows])
    return f'"{title}"\n"STATUS AS AT : {as_at}"\n"{totals(rows)}"\n\n{quoted}\n'


#: As ICAO prints it: no mode, footnotes in brackets, a succession with its effect before the deposit.
TOKYO = """CONVENTION ON OFFENCES AND CERTAIN OTHER ACTS COMMITTED ON BOARD AIRCRAFT
SIGNED AT TOKYO ON 14 SEPTEMBER 1963

Entry into force: The Convention entered into force on 4 December 1969.
Status: 9 Parties

State Date of signature
Date of deposit of
instrument of
ratification,
accession or
succession Effective date

Afghanistan - 15 April 1977 14 July 1977
Algeria (1) - 12 October 1995 10 January 1996
Bahamas (2) - 12 June 1975 10 July 1973
Barbados 25 June 1969 4 April 1972 3 July 1972
Bosnia and Herzegovina (5) - 7 March 1995 6 March 1992
Bolivia (Plurinational State
of) - 5 July 1979 3 October 1979
Burkina Faso 14 September 1963 6 June 1969 4 December 1969
China (1)(7)(8)(33) - 14 November 1978 12 February 1979
Tokyo Convention - 2 - 14 September 1963
State Date of signature Effective date
Canada 4 November 1964 7 November 1969 5 February 1970
Liberia 14 September 1963 - -

(1) Reservation: Does not consider itself bound by article 24, paragraph 1.
(2) Date on which the depositary received notification of succession; the State was bound from 10 July 1973.
"""

#: The same layout as text copied from a PDF, which loses the hyphens.
TOKYO_COPIED = TOKYO.replace(" - ", " ").replace(" - -", "").replace("14 September 1963 -", "14 September 1963").replace(
    "Tokyo Convention 2 14 September 1963", "Tokyo Convention - 2 - 14 September 1963"
)  # fmt: skip

HAGUE = """CONVENTION FOR THE SUPPRESSION OF UNLAWFUL SEIZURE OF AIRCRAFT
SIGNED AT THE HAGUE ON 16 DECEMBER 1970
Entry into force: The Convention entered into force on 14 October 1971.
Status: 6 Parties
This list is based on information received from the depositaries, the Governments of the Russian Federation, the United
Kingdom and the United States.
State Date of signature Date of deposit of instrument of
ratification, accession (a) or succession (s)
Afghanistan 16 December 1970 29 August 1979
Albania - 21 October 1997 (a)
Algeria (1) - 6 October 1995 (a)
Argentina (2) 16 December 1970 11 September 1972
Bosnia and Herzegovina (4) - 15 August 1994 (s)
Burundi 17 February 1971 -
Czech Republic (8) - 14 November 1994 (s)
(1) Reservation: Does not consider itself bound by article 12, paragraph 1.
"""

IAEA = """Convention on the Physical Protection of Nuclear Material
Entry into force: 8 February 1987
Status List as of 1 September 1995
Parties: 8 Signatories: 6
State/ Date of signature Means/date of deposit of expression of Entry into force
Organization consent to be bound
Antigua/Barbuda acceded 4 Aug 1993 3 Sep 1993
Argentina* 28 Feb 1986 ratified* 6 Apr 1989 6 May 1989
Armenia acceded 24 Aug 1993 23 Sep 1993
Belarus succession notified* 9 Sep 1993 effect from 14 Jun 1993
Belgium 13 Jun 1980(*) ratified(*) 6 Sep 1991 6 Oct 1991
Dominican Republic 3 Mar 1980
EURATOM* 13 Jun 1980 confirmed* 6 Sep 1991 6 Oct 1991
Finland 25 Jun 1981 accepted 22 Sep 1989 22 Oct 1989
France* 13 Jun 1980(*) approved(*) * 6 Sep 1991 6 Oct 1991
* Reservation or declaration deposited.
Part II: texts of reservations
"""

IMO = """STATUS OF IMO TREATIES
as at 01 December 2020

CONVENTION FOR THE SUPPRESSION OF UNLAWFUL ACTS AGAINST THE SAFETY OF MARITIME NAVIGATION, 1988 (SUA 1988)
Done at Rome, 10 March 1988
Entry into force: 1 March 1992
I. Contracting States
Date of signature Date of entry
or deposit of into force
instrument
Antigua and Barbuda (accession) 12 October 2009 10 January 2010
Argentina (ratification)1 17 August 1993 15 November 1993
Australia (accession) 19 February 1993 20 May 1993
Austria (ratification) 28 December 1989 1 March 1992
Iran (Islamic
Republic of) (accession) 30 October 2009 28 January 2010
China (ratification) 20 August 1991 1 March 1992
Number of Contracting States: 6
(the combined merchant fleets of which constitute approximately 95% of the world's merchant fleet)

PROTOCOL FOR THE SUPPRESSION OF UNLAWFUL ACTS AGAINST THE SAFETY OF FIXED PLATFORMS LOCATED ON THE CONTINENTAL SHELF
Done at Rome, 10 March 1988
I. Contracting States
Date of deposit of instrument Date of entry into force Date of receipt of denunciation
Antigua and Barbuda (accession) 12 October 2009 10 January 2010 -
Argentina (ratification) 26 November 2003 24 February 2004 -
Number of Contracting States: 2

INTERNATIONAL CONVENTION FOR SAFE CONTAINERS
I. Contracting States
Date of deposit of instrument Date of entry into force
Australia (accession) 22 February 1980 22 February 1981
Number of Contracting States: 1
"""


def workbook(rows: Sequence[Sequence[object]], *, sheet: str = "Sheet1") -> bytes:
    """An XLSX of these rows; dates become date cells."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        day_format = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, day_format)
                else:
                    page.write(number, column, cell)
    return file.getvalue()


def imo_summary() -> bytes:
    """The head of IMO's table: a State a row, an instrument a column."""
    return workbook(
        [
            ["Status of IMO treaties, as at 01 December 2020"],
            ["", "SOLAS 1974", "SUA 1988", "SUA PROT 1988", "SUA 2005", "SUA PROT 2005"],
            ["Antigua and Barbuda", "x", "x", "x", "x", "x"],
            ["Argentina", "x", "x", "x", "", ""],
            ["Armenia", "", "x", "x", "", ""],
            ["Hong Kong, China (Associate Member)", "x", "x", "x", "", ""],
            ["Andorra", "", "", "", "", ""],
            ["Number of Contracting States", 3, 3, 3, 1, 1],
        ]
    )


def pdf_of(lines: Iterable[str]) -> bytes:
    """A PDF with these lines of text, on as many pages as they need."""
    import typst

    text = "\n".join(f"#{_typst_string(line)} \\" for line in lines)
    source = f"#set page(width: 21cm, height: 18cm)\n#set text(size: 9pt)\n#set par(justify: false)\n{text}\n"
    return bytes(typst.compile(source.encode()))


def pdf_table(before: Sequence[str], head: Sequence[str], rows: Sequence[Sequence[str]], *, widths: str) -> bytes:
    """A PDF with a ruled table, whose narrow first column breaks long names over lines."""
    import typst

    cells = ", ".join(f"[#{_typst_string(cell)}]" for row in [head, *rows] for cell in row)
    text = "\n".join(f"#{_typst_string(line)} \\" for line in before)
    source = f"#set page(width: 21cm, height: 18cm)\n#set text(size: 9pt)\n{text}\n#table(columns: {widths}, {cells})\n"
    return bytes(typst.compile(source.encode()))


def _typst_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
