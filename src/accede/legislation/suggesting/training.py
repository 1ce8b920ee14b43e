"""Learning the weights from mappings: the mapped provisions should stand before all others (listwise softmax loss, Adam)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accede.legislation.suggesting.features import NAMES
from accede.legislation.suggesting.ranking import GROUPS, Weights

# Chosen by leaving out each State in turn; the result hardly depends on them (docs/suggestions.md).
_SHRINK_COMMON, _SHRINK_GROUP = 0.01, 0.02
_ROUNDS, _STEP = 200, 0.1
_NUMBERS = sorted(set(GROUPS.values()))


@dataclass(frozen=True, slots=True)
class Example:
    """The features of all provisions for one query, and which of them are mapped."""

    category: str
    features: NDArray[np.float64]
    mapped: Sequence[int]


def learn(examples: Sequence[Example]) -> Weights:
    """The weights under which the mapped provisions are likeliest; the same examples always give the same weights."""
    weights = np.zeros((1 + len(_NUMBERS), len(NAMES)))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    shrink = np.full((len(weights), 1), _SHRINK_GROUP)
    shrink[0] = _SHRINK_COMMON
    total = sum(len(example.mapped) for example in examples)
    for number in range(1, _ROUNDS + 1):
        slope = shrink * weights
        for example in examples:
            group = 1 + _NUMBERS.index(GROUPS[example.category])
            score = example.features @ (weights[0] + weights[group])
            chance = np.exp(score - score.max())
            pull = chance @ example.features / chance.sum() - example.features[list(example.mapped)].mean(axis=0)
            slope[[0, group]] += pull * (len(example.mapped) / total)
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        weights -= _STEP * (mean / (1 - 0.9**number)) / (np.sqrt(spread / (1 - 0.99**number)) + 1e-6)
    return Weights(common=weights[0], groups=dict(zip(_NUMBERS, weights[1:], strict=True)))


def as_json(weights: Weights) -> Mapping[str, object]:
    """The form in which weights ship."""
    return {
        "features": list(NAMES),
        "common": [round(float(weight), 4) for weight in weights.common],
        "groups": {name: [round(float(weight), 4) for weight in row] for name, row in weights.groups.items()},
    }
