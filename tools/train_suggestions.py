"""Learns the weights of the suggestions from mapped laws and writes src/accede/data/suggestion_weights.json.

    PYTHONPATH=src python tools/train_suggestions.py LAWS GOLD [--leave-out | --ablation]

LAWS is a folder of <iso3>.jsonl.gz files, GOLD a CSV of mappings. With --leave-out nothing is written: each State is ranked
with weights learned from the others, which is what a State that is not among them may expect. --ablation does the same without
each part in turn.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from accede.legislation.suggesting.corpus import build_corpus
from accede.legislation.suggesting.evaluation import read_gold
from accede.legislation.suggesting.features import NAMES, features
from accede.legislation.suggesting.provisions import read_provisions
from accede.legislation.suggesting.ranking import FILE, Weights
from accede.legislation.suggesting.topics import topic
from accede.legislation.suggesting.training import Example, as_json, learn

# The features that belong to each part, by the words in their names.
PARTS = {
    "heading and opening": ("heading", "opening"),
    "title of the law, the law as a whole": ("title", "in law", "penal law", "procedural law"),
    "neighbours": ("near",),
    "provisions named": ("names",),
    "imprisonment and offence": ("imprisonment", "offence"),
    "products of subject and function": ("both", "within", "product", "lesser", "either"),
}


def main(laws: Path, gold_file: Path, *, leave_out: bool, ablation: bool) -> int:
    """Learn, and write or measure."""
    gold = read_gold(gold_file)
    by_state: dict[str, list[Example]] = defaultdict(list)
    for state in sorted({query[0] for query in gold}):
        provisions = read_provisions(laws / f"{state.lower()}.jsonl.gz")
        corpus = build_corpus(provisions)
        places = {it.key: place for place, it in enumerate(provisions)}
        for (of, instrument, category), wanted in gold.items():
            if of == state:
                mapped = [places[key] for key in sorted(wanted) if key in places]
                by_state[state].append(Example(category, features(corpus, topic(instrument, category)), mapped))
    if leave_out:
        _left_out(by_state, say=True)
        return 0
    if ablation:
        print(f"everything: {_left_out(by_state):.3f}")
        for part, names in PARTS.items():
            kept = np.array([not any(word in name for word in names) for name in NAMES], dtype=np.float64)
            less = {
                state: [Example(one.category, one.features * kept, one.mapped) for one in ones]
                for state, ones in by_state.items()
            }
            print(f"without {part}: {_left_out(less):.3f}", flush=True)
        return 0
    weights = learn([one for ones in by_state.values() for one in ones])
    FILE.write_text(json.dumps(as_json(weights), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _left_out(by_state: dict[str, list[Example]], *, say: bool = False) -> float:
    """Recall in the first ten, each State ranked with the weights of the others."""
    found = total = 0
    for state, examples in by_state.items():
        weights = learn([one for other, ones in by_state.items() if other != state for one in ones])
        here, of = _found(examples, weights)
        found, total = found + here, total + of
        if say:
            print(f"{state} recall@10 {here / of:.3f}")
    if say:
        print(f"all recall@10 {found / total:.3f}")
    return found / total


def _found(examples: list[Example], weights: Weights) -> tuple[int, int]:
    found = 0
    for one in examples:
        first = np.argsort(-(one.features @ weights.of(one.category)), kind="stable")[:10]
        found += len(set(first.tolist()) & set(one.mapped))
    return found, sum(len(one.mapped) for one in examples)


if __name__ == "__main__":
    files = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
    sys.exit(main(files[0], files[1], leave_out="--leave-out" in sys.argv, ablation="--ablation" in sys.argv))
