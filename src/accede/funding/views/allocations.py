"""Allocations: made, decided, spent, released."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, demand, may, verbs
from accede.assistance.models import Activity, Plan
from accede.assistance.subjects import ACTIVITIES, PLANS, PROGRAMMES
from accede.assistance.views.common import find, save
from accede.funding.domain import allocations
from accede.funding.forms import AllocateForm, DecideForm, EntryForm
from accede.funding.ledger.book import Account
from accede.funding.ledger.money import HOUSE, written
from accede.funding.models import Allocation, Contribution
from accede.funding.queries.balances import held_by_contribution
from accede.funding.queries.statement import kind_words
from accede.funding.subjects import ALLOCATIONS, CONTRIBUTIONS

_WITH = ("contribution__donor", "activity", "programme", "plan", "created_by", "decided_by")


@work_page
def allocate(request: HttpRequest, actor: Actor, contribution: int) -> HttpResponse:
    """Set money of a contribution aside."""
    it = find(actor, Contribution.objects.prefetch_related("earmarks"), CONTRIBUTIONS, contribution)
    demand(actor, "allocate", CONTRIBUTIONS.subject(it))
    held = held_by_contribution([it.pk])[it.pk]
    free = sum(amount for place, amount in held.items() if place.account is Account.RECEIVED)
    today = timezone.localdate()
    form = AllocateForm(
        request.POST or None, actor=actor, initial={"on": today, "year": today.year, "seen": it.version}
    )

    def do(values: Any, seen: int) -> Allocation:
        given = {name: values[name] for name in ("amount", "year", "on", "purpose", "beyond_earmark_because")}
        return allocations.allocate(it, values["thing"], by=actor, now=timezone.now(), seen=seen, **given)

    return save(
        request, form, do, title=gettext("Allocate from %(reference)s") % {"reference": it.reference},
        back=reverse("contribution", args=[it.pk]), done=lambda made: reverse("allocation", args=[made.pk]),
        button=gettext("Allocate"), intro=gettext("Received and not allocated: %(sum)s.") % {"sum": written(free, HOUSE)},
    )  # fmt: skip


def _named(it: Allocation, actor: Actor) -> tuple[str, str]:
    """What it is for and its address, where the person may see it."""
    thing = it.target
    if isinstance(thing, Activity):
        seen, kind = may(actor, "see", ACTIVITIES.subject(thing)), "activity"
    elif isinstance(thing, Plan):
        seen, kind = may(actor, "see", PLANS.subject(thing)), "plan"
    else:
        seen, kind = may(actor, "see", PROGRAMMES.subject(thing)), "programme"
    return (str(thing), reverse(kind, args=[thing.pk])) if seen else (kind_words(kind), "")


@work_page
def allocation_page(request: HttpRequest, actor: Actor, allocation: int) -> HttpResponse:
    """One allocation."""
    it = find(actor, Allocation.objects.select_related(*_WITH), ALLOCATIONS, allocation)
    subject = ALLOCATIONS.subject(it)
    held = held_by_contribution([it.contribution_id])[it.contribution_id]
    sums = {place.account: amount for place, amount in held.items() if place.allocation == it.pk}
    what, href = _named(it, actor)
    context = {
        "record": it, "actor": actor, "verbs": verbs(actor, subject), "what": what, "href": href,
        "sum": written(it.cents, HOUSE), "left": written(sums.get(Account.ALLOCATED, 0), HOUSE),
        "spent": written(sums.get(Account.SPENT, 0), HOUSE), "internal": may(actor, "see", subject, group="internal"),
        "summary": may(actor, "see", subject, group="summary"),
        "own": it.created_by_id == actor.person,
    }  # fmt: skip
    return render(request, "funding/allocation.html", context)


@work_page
def decide(request: HttpRequest, actor: Actor, allocation: int) -> HttpResponse:
    """Approve or reject what another person proposed."""
    it = find(actor, Allocation.objects.select_related(*_WITH), ALLOCATIONS, allocation)
    demand(actor, "approve", ALLOCATIONS.subject(it))
    form = DecideForm(request.POST or None, initial={"on": timezone.localdate(), "seen": it.version})
    return save(
        request, form,
        lambda values, seen: allocations.decide(
            it, approve=values["decision"] == "approve", why=values["why"], on=values["on"], by=actor, now=timezone.now(),
            seen=seen,
        ),
        title=gettext("Decide on %(sum)s of %(reference)s")
        % {"sum": written(it.cents, HOUSE), "reference": it.contribution.reference},
        back=reverse("allocation", args=[it.pk]), done=lambda made: reverse("allocation", args=[made.pk]),
        intro=_named(it, actor)[0],
    )  # fmt: skip


@work_page
def after(request: HttpRequest, actor: Actor, allocation: int, what: str) -> HttpResponse:
    """Enter that money was spent, or set it free."""
    it = find(actor, Allocation.objects.select_related(*_WITH), ALLOCATIONS, allocation)
    demand(actor, "spend", ALLOCATIONS.subject(it))
    act = allocations.spend if what == "spend" else allocations.release
    form = EntryForm(request.POST or None, initial={"on": timezone.localdate()})
    form.fields["amount"].help_text = gettext("In %(currency)s.") % {"currency": HOUSE}
    return save(
        request, form, lambda values, seen: act(it, by=actor, now=timezone.now(), **values).contribution,
        title=gettext("Money spent") if what == "spend" else gettext("Money not needed"),
        back=reverse("allocation", args=[it.pk]), done=lambda made: reverse("allocation", args=[it.pk]),
        button=gettext("Enter it"),
    )  # fmt: skip
