"""What may happen to the room's tables: an import is applied. It is undone like any other, by
:func:`accede.treaties.domain.undo_import`."""

from datetime import datetime

from accede.cooperation.imports.preview import Outcome, Preview
from accede.cooperation.queries import data_version
from accede.cooperation.records import R
from accede.treaties.domain import ImportImpossible, import_batch
from accede.treaties.models import ImportBatch

__all__ = ["ImportImpossible", "apply_import"]


def apply_import(preview: Preview[R], *, now: datetime) -> ImportBatch:
    """Apply a preview whole, or not at all. Raises :class:`ImportImpossible`, with nothing changed, where something stands in
    its way, where it changes nothing, and where the data has moved on since it was made."""
    if preview.blocked:
        raise ImportImpossible("The file has faults, conflicts or unknown names: the preview shows them.")
    rows = preview.writes
    if not rows:
        raise ImportImpossible("Nothing to import: everything in the file is already known.")

    def write(batch: ImportBatch) -> None:
        if data_version() != preview.version:  # asked inside the lock: nothing can come between this and the rows
            raise ImportImpossible("The data has changed since the preview was made. Make the preview again.")
        for row in rows:
            if row.record is not None:
                preview.kind.row(batch, row.record, row.place, row.outcome is Outcome.REMOVED).save()

    return import_batch(
        write,
        importer=preview.kind.name,
        file_name=preview.file_name,
        digest=preview.digest,
        now=now,
        note=preview.source,
    )
