"""Labels of all ordered pairs by theme, on a date: the best and the worst over the offences of the theme."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock

import numpy as np
import numpy.typing as npt

from accede.cooperation.presenters.labels import ORDER
from accede.cooperation.queries import current_rules, own_laws
from accede.law.basis import Kind
from accede.law.basis.world import LABELS, Day, labels_by_group
from accede.law.participants import ParticipantKind
from accede.treaties.queries import Snapshot

Ranks = npt.NDArray[np.int8]
#: The rank of each label of :mod:`accede.law.basis.world`, best first.
RANK = np.array([ORDER.index(label) for label in LABELS], np.int8)
NOT_APPLICABLE = ORDER.index("not-applicable")
#: Dates kept in memory; each takes about one and a half megabytes.
KEPT = 6
SHOW = ("best", "worst")
ROLES = ("requesting", "requested")


@dataclass(frozen=True, eq=False)
class ThemeLabels:
    """Axes: requesting, requested. ``best`` and ``worst`` are places in ``ORDER``; ``binding`` counts offences."""

    best: Ranks
    worst: Ranks
    binding: npt.NDArray[np.uint8]
    offences: int

    def shown(self, show: str) -> Ranks:
        """The best or the worst label."""
        return self.worst if show == "worst" else self.best


def theme_labels(day: Day, kind: Kind) -> dict[str, ThemeLabels]:
    """The labels of every theme on a date. Organizations make and take no requests: they count as not applicable."""
    rules, facts = day.rules, day.world.facts
    organisations = [
        row for code, row in day.world.row_of.items() if facts.participants[code].kind is ParticipantKind.ORGANISATION
    ]
    found: dict[str, ThemeLabels] = {}
    for group, labels in labels_by_group(day, kind):
        ranks = RANK[labels]
        ranks[organisations, :] = NOT_APPLICABLE
        ranks[:, organisations] = NOT_APPLICABLE
        binding = ranks == 0
        for theme in {facts.catalogue[rules.offences[code][0]].theme for code in group.codes}:
            number = sum(facts.catalogue[rules.offences[code][0]].theme == theme for code in group.codes)
            more = binding.astype(np.uint8) * np.uint8(number)
            old = found.get(theme)
            found[theme] = (
                ThemeLabels(ranks, ranks, more, number)
                if old is None
                else ThemeLabels(
                    np.minimum(old.best, ranks), np.maximum(old.worst, ranks), old.binding + more, old.offences + number
                )
            )
    return found


_kept: "OrderedDict[tuple[str, date, Kind], dict[str, ThemeLabels]]" = OrderedDict()
_lock = Lock()


def labels_on(snap: Snapshot, on: date, kind: Kind) -> dict[str, ThemeLabels]:
    """The labels of every theme, from memory where they were asked for lately."""
    key = snap.version, on, kind
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = theme_labels(Day(snap.world, current_rules(snap), on, own_laws(on, snap)), kind)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
