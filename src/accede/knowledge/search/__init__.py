"""Search over laws, obligations, instruments and what other rooms bring: an embedded index beside the data."""

from accede.knowledge.search.engine import Document, Engine, Found, Hit
from accede.knowledge.search.query import QueryFault

__all__ = ["Document", "Engine", "Found", "Hit", "QueryFault"]
