"""What several pages share: links that keep the date, names, counts, the log in order, the legend."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import TypeVar

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from accede.kit.on import AsOf
from accede.kit.pages import Missing, Suggestion
from accede.kit.wording import Reader, in_english, reader
from accede.law.actions import Standing, TreatyAction
from accede.law.catalogue import Instrument
from accede.law.errors import UnknownName
from accede.law.facts import Facts
from accede.law.participants import Participant
from accede.law.timeline import PARTY_POSITIONS, Position
from accede.treaties.presenters.words import ACTION_LABELS, LOOKS, word
from accede.treaties.queries import Snapshot

T = TypeVar("T")

UNKNOWN_POSITIONS = tuple(
    position for position in Position if position.status.value == "unknown" and position is not Position.NO_SUCH_STATE
)


def per_data(work: Callable[[Facts], T]) -> Callable[[Facts], T]:
    """Keep the last result of *work* for as long as the same facts are in memory."""
    held: list[tuple[Facts, T]] = []

    @wraps(work)
    def remembered(facts: Facts) -> T:
        if not held or held[0][0] is not facts:
            held[:] = [(facts, work(facts))]
        return held[0][1]

    return remembered


class Links:
    """Addresses of pages for the date asked for, in the active language; made for lists of many."""

    def __init__(self, asked: AsOf) -> None:
        self._suffix = asked.suffix
        self._states = reverse("states")
        self._instruments = reverse("instruments")

    def state(self, code: str, anchor: str = "") -> str:
        """The page of a participant, or a place in it."""
        return f"{self._states}{code}/{self._suffix}{'#' + anchor if anchor else ''}"

    def instrument(self, instrument_id: str, anchor: str = "") -> str:
        """The page of an instrument, or a place in it."""
        return f"{self._instruments}{instrument_id}/{self._suffix}{'#' + anchor if anchor else ''}"


@dataclass(frozen=True, slots=True)
class TwinLink:
    """The data behind the page in one format."""

    form: str
    label: str
    href: str
    type: str


_FORMS = {"json": ("JSON", "application/json"), "csv": ("CSV", "text/csv"), "xlsx": ("XLSX", "")}


def twin_links(
    name: str,
    asked: AsOf,
    *,
    code: str = "",
    forms: Sequence[str] = ("json", "csv"),
    parameters: dict[str, str] | None = None,
) -> list[TwinLink]:
    """Links to the twins of the page *name*, for the date and the parameters that the page was asked for."""
    found = []
    for form in forms:
        path = reverse(f"{name}-data", kwargs={"form": form, **({"code": code} if code else {})})
        # Said in full: a file that lies about needs its date in the address it came from.
        pairs = AsOf(asked.on, asked.today, given=True).address(path, **(parameters or {}))
        label, media_type = _FORMS[form]
        found.append(TwinLink(form, label, pairs, media_type))
    return found


def name_of(participant: Participant, to: Reader | None = None) -> str:
    """The participant's name in the reader's language."""
    return participant.name_in((to or reader()).language)


def title_of(instrument: Instrument) -> SafeString:
    """The short title; it exists in English only, and is marked so in other languages."""
    return in_english(instrument.short_title)


def full_title_of(instrument: Instrument) -> SafeString:
    """The full title in the active language where the catalogue has it, else in English, marked so."""
    language = (get_language() or "en").split("-")[0]
    translated = instrument.titles.get(language)
    return conditional_escape(translated) if translated else in_english(instrument.title)


@per_data
def sort_keys(facts: Facts) -> dict[str, str]:
    """English names without accents, for sorting: the order of the depositaries' lists."""
    from unicodedata import normalize

    return {
        code: normalize("NFKD", it.name).encode("ascii", "ignore").decode().lower()
        for code, it in facts.participants.items()
    }


@dataclass(frozen=True, slots=True)
class Share:
    """A number of a whole: every share is shown with both."""

    number: int
    of: int

    @property
    def percent(self) -> str:
        """The share in per cent without decimals; a dash where there is no whole. Never 100 or 0 by rounding."""
        if not self.of:
            return "–"
        value = 100 * self.number / self.of
        if 0 < value < 1:
            return "<1%"
        return ">99%" if 99 < value < 100 else f"{value:.0f}%"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A symbol and what it means."""

    key: str
    symbol: str
    label: str
    count: int = 0


def legend(positions: Iterable[Position]) -> list[LegendEntry]:
    """The legend for *positions*, each once, in the order of the looks."""
    wanted, say = set(positions), reader().say
    return [LegendEntry(look.key, look.symbol, say(look.label)) for it, look in LOOKS.items() if it in wanted]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One act of the log as pages list it."""

    day: date | None
    words: str
    when: str
    participant: str
    state: str
    state_href: str
    instrument: str
    title: SafeString
    instrument_href: str
    sources: str
    note: str
    standing: str


def action_line(facts: Facts, row: TreatyAction, links: Links) -> ActionLine:
    """*row* in words."""
    to = reader()
    if row.date:
        when = to.day(row.date)
    elif row.latest:
        when = gettext("by %(date)s") % {"date": to.day(row.latest)}
    else:
        when = gettext("date not known")
    return ActionLine(
        day=row.date or row.latest,
        words=word(ACTION_LABELS, row.action, to),
        when=when,
        participant=row.participant,
        state=name_of(facts.participants[row.participant], to),
        state_href=links.state(row.participant, row.instrument),
        instrument=row.instrument,
        title=to.english(facts.catalogue[row.instrument].short_title),
        instrument_href=links.instrument(row.instrument),
        sources="; ".join(str(facts.source(source)) for source in row.sources),
        note=row.note,
        standing=row.standing.value if row.standing is not Standing.STATED else "",
    )


@per_data
def actions_in_order(facts: Facts) -> list[TreatyAction]:
    """Every act that has a date and counts, newest first; acts of one day by instrument and participant."""
    dated = [row for row in facts.actions if row.date is not None and row.standing is not Standing.SET_ASIDE]
    order = {code: index for index, code in enumerate(facts.catalogue.ids)}
    dated.sort(key=lambda row: (order[row.instrument], row.participant, row.action.value))
    dated.sort(key=lambda row: row.date or date.min, reverse=True)
    return dated


def participant_or_missing(snap: Snapshot, code: str, asked: AsOf) -> Participant:
    """The participant with this code; raises :class:`Missing` with the nearest ones."""
    try:
        return snap.facts.participants[code]
    except UnknownName as error:
        links = Links(asked)
        suggestions = [
            Suggestion(name_of(snap.facts.participants[it]), links.state(it))
            for it in error.suggestions
            if it in snap.facts.participants
        ]
        message = gettext("There is no State with the code “%(code)s”.") % {"code": code[:60]}
        raise Missing(message, suggestions=suggestions, detail=str(error)) from error


def instrument_or_missing(snap: Snapshot, instrument_id: str, asked: AsOf) -> Instrument:
    """The instrument with this id; raises :class:`Missing` with the nearest ones."""
    try:
        return snap.facts.catalogue[instrument_id]
    except UnknownName as error:
        links = Links(asked)
        suggestions = [
            Suggestion(snap.facts.catalogue[it].short_title, links.instrument(it)) for it in error.suggestions
        ]
        message = gettext("There is no instrument “%(id)s”.") % {"id": instrument_id[:60]}
        raise Missing(message, suggestions=suggestions, detail=str(error)) from error


def is_party(position: Position) -> bool:
    """Whether the position is that of a party, in force or not."""
    return position in PARTY_POSITIONS
