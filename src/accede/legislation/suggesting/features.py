"""What is told of each provision before it is weighed: numbers from 0 to about 1 that mean the same in every language."""

import numpy as np
from numpy.typing import NDArray

from accede.legislation.suggesting.corpus import Corpus, Matrix
from accede.legislation.suggesting.topics import Topic

Column = NDArray[np.float64]

NAMES = (
    "subject", "function", "both", "subject in heading", "function in heading", "subject in title", "function in title",
    "subject in law", "function in law", "subject near", "function near", "function within subject", "imprisonment",
    "length", "subject, function near", "either", "product", "lesser", "subject in opening", "function in opening",
    "offence in opening", "definition", "penal law", "imprisonment in law", "procedural law", "subject and imprisonment",
    "subject in what it names", "imprisonment within subject", "root of subject", "root of function",
    "imprisonment for what it names",
)  # fmt: skip


def features(corpus: Corpus, topic: Topic) -> NDArray[np.float64]:
    """Provisions × `NAMES`."""
    about, asks = corpus.weights(topic.subject), corpus.weights(topic.function)

    def share(view: Matrix, weights: Matrix) -> Column:
        strength = (view @ weights).astype(np.float64)
        most = strength.max()
        return strength / most if most > 0 else strength

    subject, function = share(corpus.here, about), share(corpus.here, asks)
    subject_title, function_title = share(corpus.title, about), share(corpus.title, asks)
    subject_near, function_near = share(corpus.near, about), share(corpus.near, asks)
    named = np.array([max((subject[place] for place in places), default=0.0) for places in corpus.named])
    within = np.maximum.reduce([subject, subject_title * 0.8, subject_near * 0.7, named * 0.8])
    imprisonment = (corpus.has(corpus.here, "imprisonment") > 0).astype(np.float64)
    density = corpus.has(corpus.density, "imprisonment").astype(np.float64)
    columns = [
        subject, function, np.sqrt(subject * function), share(corpus.heading, about), share(corpus.heading, asks),
        subject_title, function_title, share(corpus.density, about), share(corpus.density, asks), subject_near,
        function_near, np.sqrt(within * function), imprisonment, np.log1p(corpus.lengths) / 7,
        np.sqrt(subject * function_near), np.maximum(subject, function), subject * function,
        np.minimum(subject, function), share(corpus.opening, about), share(corpus.opening, asks),
        corpus.has(corpus.opening, "imprisonment", "offence"), corpus.has(corpus.opening, "scope_definition"),
        corpus.has(corpus.title, "penal_law"), density / (density.max() or 1),
        corpus.has(corpus.title, "criminal_procedure_law"), subject * imprisonment, named, within * imprisonment,
        np.sqrt(subject), np.sqrt(function), named * imprisonment,
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float64)
