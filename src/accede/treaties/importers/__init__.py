"""Readers of what depositaries publish: from an untrusted file to rows with their places. They decide nothing.

Start with :func:`accede.treaties.importers.registry.read_file`. What a list changes in our data is worked out in
:mod:`accede.treaties.preview`, and applied by :mod:`accede.treaties.domain`. Nothing here knows Django or the database.
"""
