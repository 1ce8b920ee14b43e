"""The order in which provisions are suggested: features weighed, the weights learned once and shipped."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from accede.legislation.suggesting.corpus import Corpus
from accede.legislation.suggesting.features import NAMES, features
from accede.legislation.suggesting.topics import Topic

FILE = Path(__file__).resolve().parent.parent.parent / "data" / "suggestion_weights.json"

# Categories that ask alike share what they learned.
GROUPS = {
    "criminalise": "offence", "penalties": "penalty", "jurisdiction": "jurisdiction", "extradition": "surrender",
    "extradite-or-prosecute": "surrender", "political-offence": "surrender", "safeguards": "surrender",
    "refusal-grounds": "surrender", "custody": "surrender", "mutual-legal-assistance": "assistance",
    "information": "assistance", "notification": "assistance", "asset-measures": "assets",
    "legal-persons": "legal persons", "regulatory": "regulation", "prevention": "regulation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each feature: what all categories share, and what each group adds."""

    common: NDArray[np.float64]
    groups: Mapping[str, NDArray[np.float64]]

    def of(self, category: str) -> NDArray[np.float64]:
        """The weights of *category*; an unknown one has the common weights."""
        added = self.groups.get(GROUPS.get(category, ""))
        return self.common if added is None else self.common + added


@cache
def shipped_weights() -> Weights:
    """The weights that ship; raises `ValueError` where they were learned from other features."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    if tuple(read["features"]) != NAMES:
        raise ValueError(f"{FILE.name} was learned from other features; run tools/train_suggestions.py")
    return Weights(
        common=np.array(read["common"]), groups={name: np.array(row) for name, row in read["groups"].items()}
    )


def scores(corpus: Corpus, topic: Topic, *, category: str, weights: Weights | None = None) -> NDArray[np.float64]:
    """A score for each provision, higher is nearer; scores of different topics are not to be compared."""
    return features(corpus, topic) @ (weights or shipped_weights()).of(category)
