"""A preview as plain text, for a terminal."""

from typing import Any

from accede.cooperation.imports.preview import Outcome, Preview

MOST_ROWS = 60


def render_text(preview: Preview[Any]) -> str:
    """What the file would change, and what stands in the way; rows that say what we hold are only counted."""
    lines = [f"{preview.file_name}: {preview.kind.name}{f', {preview.source}' if preview.source else ''}", ""]
    counts = preview.counts.items()
    lines.append("  " + ", ".join(f"{count} {name}" for name, count in counts if count or name == "new"))
    for outcome in Outcome:
        rows = [row for row in preview.rows if row.outcome is outcome]
        if not rows or outcome is Outcome.SAME:
            continue
        lines += ["", f"{outcome.value.capitalize()}:"]
        lines += [f"  {row.place}  {row.entry}{f': {row.message}' if row.message else ''}" for row in rows[:MOST_ROWS]]
        if len(rows) > MOST_ROWS:
            lines.append(f"  ... and {len(rows) - MOST_ROWS:,} more")
    if preview.warnings:
        lines += ["", "Warnings:", *(f"  {warning}" for warning in preview.warnings)]
    if preview.faults:
        lines += ["", "Faults:", *(f"  {fault}" for fault in preview.faults)]
    return "\n".join(lines)
