"""What of the catalogue of instruments and obligations people choose from and read on work pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from accede.law.obligations import Obligation
from accede.treaties.queries import snapshot


@dataclass(frozen=True, slots=True)
class Named:
    """An instrument or an obligation as it is shown."""

    id: str
    title: str


def instrument_choices() -> list[tuple[str, str]]:
    """The universal instruments against terrorism first, then the other treaties of the catalogue."""
    catalogue = snapshot().facts.catalogue
    found = sorted((catalogue[it] for it in catalogue.ids), key=lambda it: not it.universal_against_terrorism)
    return [(it.id, it.short_title) for it in found]


def instrument_title(instrument: str) -> str:
    """The short title; the id itself where the catalogue no longer has it."""
    catalogue = snapshot().facts.catalogue
    return catalogue[instrument].short_title if instrument in catalogue.ids else instrument


def obligations_of(instruments: Iterable[str]) -> list[Obligation]:
    """All obligations of the instruments."""
    by_instrument = snapshot().obligations
    return [it for instrument in instruments for it in by_instrument.get(instrument, [])]


def obligation_label(obligation: Obligation) -> str:
    """The article and what it asks for, in a line."""
    return f"{instrument_title(obligation.instrument)}, {obligation.article}: {obligation.summary}"


def named_obligations(ids: Iterable[str]) -> list[Named]:
    """Obligations by id as they are shown; one that the catalogue no longer has is shown by its id."""
    wanted = list(ids)
    known = {it.id: it for it in obligations_of({name.split("/")[0] for name in wanted})}
    return [Named(it, obligation_label(known[it]) if it in known else it) for it in wanted]


def named_instruments(ids: Iterable[str]) -> list[Named]:
    """Instruments by id as they are shown."""
    return [Named(it, instrument_title(it)) for it in ids]
