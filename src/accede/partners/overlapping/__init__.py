"""Likely duplicates and overlaps between publishers: pure functions over records, each answer with its reasons."""

from accede.partners.overlapping.finding import Candidate, Found, find
from accede.partners.overlapping.record import Entry

__all__ = ["Candidate", "Entry", "Found", "find"]
