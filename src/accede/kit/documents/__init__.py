"""Documents as data, written as Word files and as PDF.

:mod:`.document` says what a document is made of, :mod:`.word` and :mod:`.pdf` write it. What goes in is text, never markup.
"""
