"""Accede: who is bound by what, what a State's law still lacks, who helps, and the report that says so."""

__version__ = "0.1.0"
