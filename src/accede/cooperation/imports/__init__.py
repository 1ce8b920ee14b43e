"""Tables of statements, bilateral treaties, own laws and central authorities: read, held against what is known, and shown.

Nothing is changed by making a preview; :func:`accede.cooperation.domain.apply_import` applies one, whole or not
at all. The rules:

- a row that says what we hold is *same*; one about something we hold nothing of is *new*;
- a row that differs from what the same source said before is *changed*: it takes the place of the earlier one;
- a row that differs from another source is *conflicting* and stops the import, until a person says that it counts;
- a row that says ``remove`` takes an entry out;
- two rows that cannot both be true, in the file or one of them held, stop the import; the message names both.
"""

from accede.cooperation.imports.kinds import KINDS, Kind
from accede.cooperation.imports.preview import Decisions, Outcome, Preview, PreviewRow, make_preview
from accede.cooperation.imports.text import render_text

__all__ = ["KINDS", "Decisions", "Kind", "Outcome", "Preview", "PreviewRow", "make_preview", "render_text"]
