"""The twelve operative paragraphs of the resolution in our own words, and where each lives in Accede."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accede.kit.tables import Table, Twin

RESOLUTION = "Economic and Social Council resolution 2011/31"


@dataclass(frozen=True, slots=True)
class Place:
    """A page where a paragraph can be seen at work."""

    page: str
    label: Promise


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One operative paragraph: what it asks, what Accede has for it now, and what is still to come."""

    number: int
    subject: Promise
    asks: Promise
    now: Promise
    later: Promise
    exists: bool
    places: tuple[Place, ...] = ()


_STATES = Place("states", _("States"))
_INSTRUMENTS = Place("instruments", _("Instruments"))
_MATRIX = Place("matrix", _("Matrix"))
_COMPARE = Place("compare", _("Compare"))
_DATA = Place("data", _("Data"))
_BASIS = Place("basis", _("Find a basis"))
_COOPERATION = Place("cooperation-map", _("Map of cooperation"))
_NEXT = Place("cooperation-next", _("What to ratify next"))
_AUTHORITIES = Place("authorities", _("Central authorities"))

_PARAGRAPHS = (
    Paragraph(
        1,
        _("Becoming party, and making the instruments national law"),
        _(
            "Member States are urged to consider joining the conventions and protocols against terrorism; the Office is "
            "asked to go on helping them to ratify and to bring the instruments into their law."
        ),
        _("The status of every State under every instrument on any date, what is missing, and what is not known."),
        _("Provisions of national law held against each obligation, so that a gap can be seen."),
        True,
        (_STATES, _MATRIX, _INSTRUMENTS),
    ),
    Paragraph(
        2,
        _("International cooperation, extradition and mutual legal assistance"),
        _(
            "Member States are urged to strengthen cooperation, also by bilateral and multilateral treaties, and to train "
            "those who carry it out; the Office is asked to help."
        ),
        _(
            "The legal basis between two States for an offence on a date, for one pair and for the world; drafts of requests."
        ),
        _("Training of those who carry it out."),
        True,
        (_BASIS, _COOPERATION, _NEXT, _AUTHORITIES),
    ),
    Paragraph(
        3,
        _("Criminal justice systems and the rule of law"),
        _("Fair and effective criminal justice is the basis of any strategy; assistance is to build that capacity."),
        _("The articles on fair treatment and human rights, instrument by instrument."),
        _("Needs assessments that cover the criminal justice system as a whole."),
        True,
        (_INSTRUMENTS,),
    ),
    Paragraph(
        4,
        _("Specialized legal knowledge"),
        _(
            "The Office is asked to develop its legal knowledge, among other things on nuclear terrorism, financing, the "
            "use of the Internet, and support for victims."
        ),
        _("A catalogue of instruments, offences and obligations in plain words, each with its article."),
        _("A library of laws, cases and publications in six languages, with search."),
        True,
        (_INSTRUMENTS, Place("glossary", _("Glossary"))),
    ),
    Paragraph(
        5,
        _("Assistance programmes worked out with Member States"),
        _("Programmes for ratification and implementation are to be developed in consultation with Member States."),
        _("Nothing yet."),
        _("Requests, needs assessments, and plans that become active only when the State has agreed."),
        False,
    ),
    Paragraph(
        6,
        _("Building capacity: programmes, training, tools"),
        _(
            "Capacity is to be built upon request, by targeted programmes, training of officials, tools and publications."
        ),
        _("Nothing yet."),
        _("Activities, training with its participants and results, and a list of tools."),
        False,
    ),
    Paragraph(
        7,
        _("Working with other organizations"),
        _("Cooperation with United Nations entities and with regional organizations is to be strengthened."),
        _("Open data that any organization can take: JSON and CSV behind every page, and a feed."),
        _("Who does what, where and when; overlaps shown before an activity is confirmed; exchange by IATI."),
        True,
        (Place("actions", _("Actions")), _DATA),
    ),
    Paragraph(
        8,
        _("Regional and thematic programmes"),
        _("An integrated approach through regional and thematic programmes keeps a high priority."),
        _("Regions, regional groups and themes compared over time."),
        _("Programmes with their activities and results."),
        True,
        (_COMPARE, _MATRIX),
    ),
    Paragraph(
        9,
        _("Links between terrorism and other crime"),
        _("States are encouraged to address the links with related crime by exchanging information and experience."),
        _("The conventions on drugs, organized crime and corruption stand beside the instruments against terrorism."),
        _("Offences compared across instruments, and shared experience."),
        True,
        (_INSTRUMENTS,),
    ),
    Paragraph(
        10,
        _("Voluntary contributions"),
        _("States that have supported the work are thanked, and more contributions, also in kind, are invited."),
        _("Nothing yet."),
        _("Contributions and pledges, and what each one did."),
        False,
    ),
    Paragraph(
        11,
        _("Sufficient resources"),
        _("The Secretary-General is asked to give the Office the resources that the work needs."),
        _("Nothing yet."),
        _("What agreed plans need, what is funded, and the shortfall."),
        False,
    ),
    Paragraph(
        12,
        _("Report to the General Assembly"),
        _("A report on how the resolution is carried out is to go to the General Assembly."),
        _("Every figure can be asked for as of a date and opened down to its rows and sources."),
        _("The report itself, drafted from the data and frozen at a date."),
        True,
        (_DATA, _COMPARE),
    ),
)


def paragraphs() -> tuple[Paragraph, ...]:
    """All twelve, in order."""
    return _PARAGRAPHS


def about_twin() -> Twin:
    """The twelve paragraphs as data."""
    columns = ("paragraph", "subject", "asks", "now", "later", "exists")
    records = [
        {
            "paragraph": it.number,
            "subject": str(it.subject),
            "asks": str(it.asks),
            "now": str(it.now),
            "later": str(it.later),
            "exists": it.exists,
        }
        for it in _PARAGRAPHS
    ]
    value = {"resolution": RESOLUTION, "paragraphs": records}
    return Twin(value, lambda: [Table.of(records, columns, name="Paragraphs")], "accede-about")
