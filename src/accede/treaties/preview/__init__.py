"""What a list of a depositary would change in our data: worked out row by row, shown, and only then applied.

Pure: it takes the facts and a list that was read, and gives a :class:`Preview`. ``preview.change`` is what
:func:`accede.treaties.domain.apply_import` applies. The rules:

- a row that says what we hold is *same*;
- a row about something we hold nothing of is *new*;
- a row that differs from what the same publisher said before is *changed*: the new statement takes the place of the old;
- a row that differs from another source is *conflicting*: both are kept, and the time between the two dates is uncertain;
- a party of ours that is absent from a list newer than all we hold becomes an open question, never "not party" by silence;
- a list makes "not party" possible only where it is complete as of a date, and every row of it was taken in.
"""

from accede.treaties.preview.compare import make_preview
from accede.treaties.preview.model import Decisions, Outcome, Preview, PreviewRow, UnknownDecision
from accede.treaties.preview.text import render_text

__all__ = ["Decisions", "Outcome", "Preview", "PreviewRow", "UnknownDecision", "make_preview", "render_text"]
