"""A preview as plain text, for a terminal."""

from accede.treaties.preview.model import Outcome, Preview, PreviewRow

#: What is shown row by row; rows that say what we hold are only counted.
_SHOWN = (
    Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICTING, Outcome.UNMATCHED, Outcome.TERRITORY, Outcome.OUTSIDE, Outcome.SKIPPED,
)  # fmt: skip
MOST_ROWS = 60


def render_text(preview: Preview) -> str:
    """What the file is, what it would change, and what stands in the way."""
    parsed = preview.parsed
    lines = [f"{parsed.file_name}: {preview.source}"]
    for coverage in parsed.coverage:
        day = f"complete as of {coverage.complete_as_of}" if coverage.complete_as_of else "not claimed to be complete"
        lines.append(f"  {coverage.instrument}: {day}")
    lines.append("")
    lines.append(
        "  " + ", ".join(f"{count} {name}" for name, count in preview.counts.items() if count or name == "new")
    )
    for outcome in _SHOWN:
        rows = [row for row in preview.rows if row.outcome is outcome]
        if not rows:
            continue
        lines += ["", f"{outcome.value.capitalize()}:"]
        lines += [f"  {_line(row)}" for row in rows[:MOST_ROWS]]
        if len(rows) > MOST_ROWS:
            lines.append(f"  ... and {len(rows) - MOST_ROWS:,} more")
    if preview.absent:
        lines += ["", "Absent, though a party by what we hold (left open, never taken as not party):"]
        lines += [f"  {instrument}  {code}  {preview.names.get(code, code)}" for instrument, code in preview.absent]
    if preview.warnings:
        lines += ["", "Warnings:", *(f"  {warning}" for warning in preview.warnings)]
    if preview.faults:
        lines += ["", "Faults:", *(f"  {fault}" for fault in preview.faults)]
    return "\n".join(lines)


def _line(row: PreviewRow) -> str:
    parsed = row.row
    day = str(parsed.date) if parsed.date else f"by {parsed.latest}" if parsed.latest else "no date"
    effect = f", effect {parsed.effective}" if parsed.effective else ""
    code = f"{row.participant} " if row.participant else ""
    message = f": {row.message}" if row.message else ""
    return f"{parsed.place}  {code}{parsed.name}  {parsed.instrument} {parsed.action.value} {day}{effect}{message}"
