"""The importers by the name under which a person calls them."""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from accede.treaties.importers.base import ParsedList, ReadOptions
from accede.treaties.importers.guard import Upload


class Importer(NamedTuple):
    """One layout, or family of layouts, of one publisher."""

    name: str
    summary: str
    module: str

    def read(self, upload: Upload, options: ReadOptions) -> ParsedList:
        """Read the file. Raises :class:`accede.treaties.importers.guard.ImportRefused`."""
        found: Callable[[Upload, ReadOptions], ParsedList] = import_module(self.module).read
        return found(upload, options)


_HERE = "accede.treaties.importers"
IMPORTERS = {
    importer.name: importer
    for importer in (
        Importer("untc", "UN Treaty Collection: participant table (XML, HTML, CSV)", f"{_HERE}.untc"),
        Importer("icao", "ICAO: list of parties (PDF, text)", f"{_HERE}.icao"),
        Importer("imo", "IMO: chapter of the status of treaties (text, PDF), summary table (XLSX)", f"{_HERE}.imo"),
        Importer("iaea", "IAEA: status list (PDF, text)", f"{_HERE}.iaea"),
        Importer("csv", "our own table (CSV, XLSX)", f"{_HERE}.table"),
    )
}
