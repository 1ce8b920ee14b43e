"""The finder's answers as plain values, ready for JSON: one form for the command line, the pages and the API."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accede.law.answers import Json, iso
from accede.law.basis.model import Answer, Bar, Basis, Open, Rejected, Step

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from accede.law.basis.plan import Plan


def answer_report(answer: Answer) -> Json:
    """The whole answer, each line with its articles."""
    question = answer.question
    return {
        "requesting": question.requesting,
        "requested": question.requested,
        "offence": question.offence,
        "kind": question.kind.value,
        "on": question.on.isoformat(),
        "conduct_on": iso(question.conduct_on),
        "conclusion": answer.conclusion.value,
        "text": answer.text,
        "bases": [_basis(it) for it in answer.bases],
        "rejected": [_rejected(it) for it in answer.rejected],
        "bars": [_bar(it) for it in answer.bars],
        "prosecute": {
            "duty": answer.prosecute.duty.value,
            "instrument": answer.prosecute.instrument,
            "articles": list(answer.prosecute.articles),
            "reasons": [str(it) for it in answer.prosecute.reasons],
        },
        "organised_crime_route": {
            "open": answer.organised_crime.open.value,
            "articles": list(answer.organised_crime.articles),
            "conditions": [
                {"condition": str(it.text), "articles": list(it.articles), "met": it.met.value}
                for it in answer.organised_crime.conditions
            ],
        },
        "unknown": [_open(it) for it in answer.unknown],
        "steps": [_step(number, it) for number, it in enumerate(answer.steps, start=1)],
    }


def _basis(it: Basis) -> Json:
    return {
        "instrument": it.instrument,
        "label": it.label.value,
        "mechanism": it.mechanism.value,
        "articles": list(it.articles),
        "reasons": [str(reason) for reason in it.reasons],
    }


def _rejected(it: Rejected) -> Json:
    return {
        "instrument": it.instrument,
        "mechanism": it.mechanism.value,
        "articles": list(it.articles),
        "reasons": [str(reason) for reason in it.reasons],
    }


def _bar(it: Bar) -> Json:
    return {"ground": it.ground, "effect": str(it.effect), "articles": list(it.articles)}


def _open(it: Open) -> Json:
    return {
        "subject": it.subject,
        "question": str(it.question),
        "settled_by": str(it.settled_by),
        "could_give_basis": it.could_give_basis,
    }


def _step(number: int, it: Step) -> Json:
    return {"number": number, "subject": it.subject, "finding": str(it.finding), "articles": list(it.articles)}


def coverage_report(
    themes: Mapping[str, "npt.NDArray[np.int64]"], *, on: str, kind: str, labels: tuple[str, ...]
) -> Json:
    """Counts of each label by theme and in all. The denominator leaves out pairs that cannot be asked about."""
    total = sum(themes.values())
    return {
        "on": on,
        "kind": kind,
        "counted": "ordered pairs of States, for each offence of the theme",
        "all": _labels(total, labels),
        "themes": {theme: _labels(found, labels) for theme, found in themes.items()},
    }


def _labels(found: "npt.NDArray[np.int64] | int", labels: tuple[str, ...]) -> Json:
    counts = [0] * len(labels) if isinstance(found, int) else [int(it) for it in found]
    asked = sum(counts[:-1])
    return {
        label: {"count": count, "of": asked, "share": round(count / asked, 4) if asked else None}
        for label, count in zip(labels[:-1], counts[:-1], strict=True)
    }


def plan_report(plan: "Plan", *, on: str) -> Json:
    """The plan with its bound, and the greedy plan beside it."""
    return {
        "on": on,
        "selected": [
            {"participant": it.participant, "instrument": it.instrument, "others_equal": equals}
            for it, equals in zip(plan.selected, plan.equals, strict=True)
        ],
        "gain": plan.gain,
        "bound": plan.bound,
        "gap": round(plan.gap, 6),
        "method": plan.method,
        "greedy": [{"participant": it.participant, "instrument": it.instrument} for it in plan.greedy],
        "greedy_gain": plan.greedy_gain,
    }
