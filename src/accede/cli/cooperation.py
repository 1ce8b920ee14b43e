"""`accede legal-basis`, `coverage` and `plan`: two States and an offence, the whole world, and what to ratify next."""

import argparse
from typing import TYPE_CHECKING

from accede.cli import exits
from accede.cli.facts import current_own_laws, current_rules
from accede.cli.law import Run, add_on, asked_date, current_facts, print_answer, refused
from accede.cli.output import add_format

if TYPE_CHECKING:
    from accede.law.basis import Bound

BOUND = ("yes", "no", "unknown")
KINDS = ("extradition", "mla")


def legal_basis_command(parser: argparse.ArgumentParser) -> Run:
    """`accede legal-basis GBR DZA --offence CODE --kind extradition --on DATE`."""
    parser.add_argument("requesting", help="the State that asks, for example GBR")
    parser.add_argument("requested", help="the State that is asked, for example DZA")
    parser.add_argument("--offence", required=True, metavar="CODE", help="for example bombings-1997:bombing-persons")
    parser.add_argument("--kind", choices=KINDS, default="extradition")
    add_on(parser)
    parser.add_argument("--conduct-on", metavar="DATE", help="when the conduct took place")
    for letter, who in (("a", "requesting"), ("b", "requested")):
        parser.add_argument(
            f"--{letter}-requires-treaty", choices=BOUND,
            help=f"whether the {who} State makes extradition conditional on a treaty (default: what the data say)",
        )  # fmt: skip
    parser.add_argument("--b-surrenders-nationals", choices=BOUND, help="default: what the data say")
    parser.add_argument(
        "--bilateral", choices=BOUND, default="unknown", help="whether another bilateral treaty is in force"
    )
    add_format(parser)
    return _legal_basis


def coverage_command(parser: argparse.ArgumentParser) -> Run:
    """`accede coverage --on DATE [--kind extradition] [--theme bombings]`."""
    add_on(parser)
    parser.add_argument("--kind", choices=KINDS, default="extradition")
    parser.add_argument("--theme", help="only this theme, for example bombings")
    add_format(parser)
    return _coverage


def plan_command(parser: argparse.ArgumentParser) -> Run:
    """`accede plan --deposits 10 --on DATE [--region Africa] [--for KEN]`."""
    parser.add_argument("--deposits", type=int, default=10, metavar="N", help="how many deposits (default: 10)")
    add_on(parser)
    parser.add_argument("--region", help="deposits by States of this region or regional group only")
    parser.add_argument("--for", dest="state", metavar="STATE", help="deposits by this State only")
    add_format(parser)
    return _plan


def _legal_basis(options: argparse.Namespace) -> int:
    from accede.law.basis import Bound, Kind, OwnLaw, Question, find_basis
    from accede.law.basis.answers import answer_report

    facts, rules, on = current_facts(), current_rules(), asked_date(options)
    known = current_own_laws(on)
    with refused():
        requesting, requested = (facts.participants[it].code for it in (options.requesting, options.requested))
        question = Question(
            requesting=requesting,
            requested=requested,
            offence=options.offence,
            kind=Kind(options.kind),
            on=on,
            conduct_on=asked_date(options, "conduct_on") if options.conduct_on else None,
            requesting_law=known.get(requesting, OwnLaw()).told(treaty_required=_bound(options.a_requires_treaty)),
            requested_law=known.get(requested, OwnLaw()).told(
                treaty_required=_bound(options.b_requires_treaty),
                surrenders_nationals=_bound(options.b_surrenders_nationals),
            ),
            bilateral=Bound(options.bilateral),
        )
        answer = find_basis(facts, rules, question)
    report = answer_report(answer)
    rows = [
        {"number": number, "subject": it.subject, "finding": str(it.finding), "articles": list(it.articles)}
        for number, it in enumerate(answer.steps, start=1)
    ]
    return print_answer(options, report, rows, columns=("number", "subject", "articles", "finding"))


def _bound(said: str | None) -> "Bound | None":
    from accede.law.basis import Bound

    return None if said is None else Bound(said)


def _coverage(options: argparse.Namespace) -> int:
    from accede.law.basis import Kind
    from accede.law.basis.answers import coverage_report
    from accede.law.basis.world import LABELS, coverage
    from accede.law.errors import UnknownName
    from accede.law.matrix import build_world

    facts = current_facts()
    on = asked_date(options)
    themes = coverage(build_world(facts), current_rules(), on, kind=Kind(options.kind), own_laws=current_own_laws(on))
    if options.theme is not None:
        with refused():
            if options.theme not in themes:
                raise UnknownName(what="theme", given=options.theme, known=themes)
        themes = {options.theme: themes[options.theme]}
    report = coverage_report(themes, on=on.isoformat(), kind=options.kind, labels=LABELS)
    rows = [
        {"theme": theme, **dict(zip(LABELS, (int(it) for it in found), strict=True)), "of": int(found[:-1].sum())}
        for theme, found in themes.items()
    ]
    return print_answer(options, report, rows, columns=("theme", *LABELS[:-1], "of"))


def _plan(options: argparse.Namespace) -> int:
    from accede.law.basis.answers import plan_report
    from accede.law.basis.plan import plan_deposits
    from accede.law.matrix import build_world

    if not 1 <= options.deposits <= 200:
        raise exits.CommandError(f"--deposits: {options.deposits} is not between 1 and 200")
    facts = current_facts()
    on = asked_date(options)
    with refused():
        states = [facts.participants[options.state].code] if options.state is not None else None
        if options.region is not None and states is None:
            states = facts.participants.members(options.region)
    plan = plan_deposits(build_world(facts), current_rules(), deposits=options.deposits, on=on, states=states)
    report = plan_report(plan, on=on.isoformat())
    rows = [
        {"participant": it.participant, "name": facts.participants[it.participant].name, "instrument": it.instrument}
        for it in plan.selected
    ]
    return print_answer(options, report, rows, columns=("participant", "name", "instrument"))
