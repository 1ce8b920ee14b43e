"""A resolution of the United Nations read from its text or from Akoma Ntoso. Pure: no Django, no database, no clock."""

from accede.mandates.reading.model import Reading, ReadingError
from accede.mandates.reading.reader import read_bytes, read_file, read_text

__all__ = ["Reading", "ReadingError", "read_bytes", "read_file", "read_text"]
