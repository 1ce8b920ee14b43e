"""How the labels of a theme developed: at the end of each year since 1963, for each State and for the world.

Working out the whole world for every year takes some seconds, so it is done once for each state of the data, beside the
pages (:mod:`accede.cooperation.background`), for all States and themes together.
"""

import io
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from accede.cooperation import background
from accede.cooperation.presenters.choices import theme_keys
from accede.cooperation.presenters.labels import ORDER
from accede.cooperation.presenters.themes import ROLES, SHOW, theme_labels
from accede.cooperation.queries import Stored, stored
from accede.law.basis import Kind
from accede.law.basis.world import Day
from accede.law.matrix import World
from accede.treaties.queries import Snapshot

Counts = npt.NDArray[np.int64]
FIRST_YEAR = 1963
#: Raised when what is kept changes its form.
FORM = 1


@dataclass(frozen=True, eq=False)
class Years:
    """How many partners each State has under each label: axes year, theme, best or worst, role of the State, State, label."""

    years: tuple[int, ...]
    themes: tuple[str, ...]
    counts: npt.NDArray[np.uint8]

    def of_state(self, theme: str, show: str, role: str, row: int) -> Counts:
        """The State's partners: axes year, label."""
        chosen = self.counts[:, self.themes.index(theme), SHOW.index(show), ROLES.index(role), row]
        return chosen.astype(np.int64)

    def of_world(self, theme: str, show: str) -> Counts:
        """All ordered pairs: axes year, label."""
        chosen = self.counts[:, self.themes.index(theme), SHOW.index(show), 0]
        found: Counts = chosen.astype(np.int64).sum(axis=1)
        return found


def years_of(snap: Snapshot, kind: Kind, *, patience: float = background.PATIENCE) -> Years | None:
    """The series of all themes; None while they are being worked out. Raises what :func:`background.result` does."""
    years = tuple(range(FIRST_YEAR, timezone.localdate().year + 1))
    themes = theme_keys(snap.facts)
    room, world = stored(snap), snap.world
    key = background.key_of("years", FORM, snap.version, kind.value, *years, *themes)
    content = background.result(key, lambda: _work_out(world, room, kind, years, themes), patience=patience)
    if content is None:
        return None
    return Years(years, themes, np.load(io.BytesIO(content), allow_pickle=False))


def _work_out(world: World, room: Stored, kind: Kind, years: tuple[int, ...], themes: tuple[str, ...]) -> bytes:
    shape = (len(years), len(themes), len(SHOW), len(ROLES), len(world.participants), len(ORDER))
    counts = np.zeros(shape, np.uint8)
    for place, year in enumerate(years):
        on = date(year, 12, 31)
        found = theme_labels(Day(world, room.rules, on, room.own_laws(on)), kind)
        for number, theme in enumerate(themes):
            for index, ranks in enumerate((found[theme].best, found[theme].worst)):
                for label in range(len(ORDER)):
                    hit = ranks == label
                    counts[place, number, index, 0, :, label] = hit.sum(axis=1)
                    counts[place, number, index, 1, :, label] = hit.sum(axis=0)
    content = io.BytesIO()
    np.save(content, counts, allow_pickle=False)
    return content.getvalue()
