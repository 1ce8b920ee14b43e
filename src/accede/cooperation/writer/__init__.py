"""The request writer: an interview, a check of what is missing, and the request as Word file and PDF.

Pure: no database, no session, no file of its own. What a person writes comes in with one request, goes out as a document, and
is kept nowhere. :mod:`.interview` says what is asked and which article asks for it, :mod:`.check` what is still missing,
:mod:`.answers` what is accepted, :mod:`.assemble` makes the document, which :mod:`accede.kit.documents` writes.
"""
