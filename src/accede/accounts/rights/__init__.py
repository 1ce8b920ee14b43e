"""The one table of rights: what a role may see, edit and do, asked by pages, API and exports alike.

``table.csv`` is the table; ``actors`` says who asks, ``subjects`` what about, ``ask`` answers.
"""

from accede.accounts.rights.actors import ANYONE, Actor, HeldRole
from accede.accounts.rights.ask import Denied, demand, may, verbs, visible
from accede.accounts.rights.fields import shown
from accede.accounts.rights.subjects import Map, Subject

__all__ = ["ANYONE", "Actor", "Denied", "HeldRole", "Map", "Subject", "demand", "may", "shown", "verbs", "visible"]
