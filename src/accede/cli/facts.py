"""Which facts and rules a command answers from: the shipped files, or the database once something has been imported into it.

The database begins as a copy of the shipped files, so as long as no import is in force both say the same and the files are
read without starting Django.
"""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from accede.kit import configuration
from accede.law.facts import Facts
from accede.law.shipped import shipped_facts

if TYPE_CHECKING:
    from accede.law.basis import OwnLaw, Rules


def current_facts() -> Facts:
    """The facts as they stand for this installation."""
    if not database_differs():
        return shipped_facts()
    django_setup()
    from accede.treaties.queries import load_facts

    return load_facts()


def current_rules() -> "Rules":
    """The rules as they stand for this installation, with the statements and bilateral treaties that were imported."""
    if not database_differs():
        from accede.law.basis import shipped_rules

        return shipped_rules()
    django_setup()
    from accede.cooperation.queries import current_rules as stored_rules

    return stored_rules()


def current_own_laws(on: date) -> "Mapping[str, OwnLaw]":
    """What is known of States' own laws on a date; nothing until something is imported."""
    if not database_differs():
        return {}
    django_setup()
    from accede.cooperation.queries import own_laws

    return own_laws(on)


def django_setup() -> None:
    """Start Django, for commands that need the database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accede.settings")
    django.setup()


def database_differs() -> bool:
    """Whether imports are in force in the database. A database elsewhere (PostgreSQL) is always asked."""
    if configuration.DATABASE_URL.read():
        return True
    path = configuration.DATA_DIR.read() / configuration.DATABASE_FILE
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=5)) as connection:
            row = connection.execute("SELECT imports_in_force FROM treaties_dataversion").fetchone()
    except sqlite3.OperationalError:  # set-up was interrupted before the table was made: nothing can have been imported
        return False
    return bool(row and row[0])
