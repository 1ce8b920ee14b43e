"""Contributions: list, page with its ledger, what is entered, and the donor's statement."""

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, Subject, demand, may, verbs, visible
from accede.assistance.models import Plan
from accede.assistance.subjects import PLANS
from accede.assistance.views.common import find, save
from accede.assistance.views.listing import Column, list_page
from accede.funding.domain import contributions
from accede.funding.forms import ContributionFilters, ContributionForm, EntryForm, InstalmentForm, ReverseForm
from accede.funding.ledger.book import PROMISED, Account, Kind
from accede.funding.ledger.earmarks import By
from accede.funding.ledger.money import HOUSE, written
from accede.funding.models import ACCOUNTS, DIMENSIONS, KINDS, Contribution, Entry, Line
from accede.funding.queries.balances import contributions_for, held_by_contribution, standing
from accede.funding.queries.names import names_of
from accede.funding.queries.statement import kind_words, paid_for, statement_tables
from accede.funding.subjects import CONTRIBUTIONS
from accede.kit.tables import Twin, twin_response

NAMES = ("donor", "title", "source", "currency", "starts", "ends", "strength", "public", "conditions")
_CASH = (Account.RECEIVED, Account.ALLOCATED, Account.SPENT)


def _net(accounts: tuple[Account, ...]) -> Coalesce:
    """What the accounts of a contribution hold together, in the database."""
    names = [it.value for it in accounts]
    sign = Case(
        When(target__in=names, source__in=names, then=Value(0)), When(target__in=names, then=F("amount")),
        When(source__in=names, then=-F("amount")), default=Value(0), output_field=BigIntegerField(),
    )  # fmt: skip
    rows = Line.objects.filter(entry__contribution=OuterRef("pk")).order_by().values("entry__contribution")
    return Coalesce(Subquery(rows.annotate(sum=Sum(sign)).values("sum")), Value(0), output_field=BigIntegerField())


def with_sums(found: QuerySet[Contribution]) -> QuerySet[Any]:
    """Contributions with what is promised, in their currency, and what came in, in US cents."""
    return found.select_related("donor").annotate(promised=_net(PROMISED), came_in=_net(_CASH))


COLUMNS = (
    Column(
        "reference", _("Reference"), lambda it: it.reference, lambda it: reverse("contribution", args=[it.pk]), ("-id",)
    ),
    Column("title", _("Title"), lambda it: it.title, order=("title", "id")),
    Column("donor", _("Donor"), lambda it: it.donor.name, order=("donor__name", "id")),
    Column("source", _("Source"), lambda it: it.get_source_display(), order=("source", "-id")),
    Column("strength", _("Earmark"), lambda it: it.get_strength_display(), order=("strength", "-id")),
    Column("promised", _("Promised"), lambda it: written(it.promised, it.currency)),
    Column("came_in", _("Received"), lambda it: written(it.came_in, HOUSE)),
)


@work_page
def contribution_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The contributions that the person may see."""
    create = may(actor, "create", Subject(record=Contribution.KIND))
    actions = [(gettext("New contribution"), reverse("contribution-new"))] if create else []
    views = [(gettext("Overview"), reverse("funding")), (gettext("In kind"), reverse("in-kind-list"))]
    return list_page(
        request, actor, queryset=with_sums(contributions_for(actor)), columns=COLUMNS, default="reference",
        filters=ContributionFilters, title=gettext("Contributions"), name="contributions",
        context={"actions": actions, "views": views}, empty=gettext("No contribution that you may see yet."),
    )  # fmt: skip


def _earmarks(it: Contribution, actor: Actor) -> list[tuple[str, str]]:
    """What it is for in words; the plan of a State by name only to those who may see it."""
    labels, found = dict(DIMENSIONS), []
    rows = list(it.earmarks.all())
    seen = set(visible(actor, Plan.objects.filter(pk__in=[row.value for row in rows if row.by == By.PLAN]), PLANS)
               .values_list("pk", flat=True))  # fmt: skip
    for by in dict.fromkeys(row.by for row in rows):
        values = [row.value for row in rows if row.by == by]
        names = names_of(by, values)
        shown = [names[value] if by != By.PLAN or int(value) in seen else kind_words("plan") for value in values]
        found.append((str(labels[by]), ", ".join(shown)))
    return found


def sums_of(it: Contribution, *, on: date | None = None) -> list[tuple[str, str]]:
    """Where its money stands, in words."""
    labels = {Account(name): str(label) for name, label in ACCOUNTS}
    found = standing(held_by_contribution([it.pk], on=on).get(it.pk, {}), it.currency)
    amounts = (
        (Account.PLEDGED, found.pledged, it.currency), (Account.AGREED, found.agreed, it.currency),
        (Account.DUE, found.due, it.currency), (Account.RECEIVED, found.received, HOUSE),
        (Account.ALLOCATED, found.allocated, HOUSE), (Account.SPENT, found.spent, HOUSE),
    )  # fmt: skip
    return [(labels[account], written(amount, currency)) for account, amount, currency in amounts]


@work_page
def contribution_page(request: HttpRequest, actor: Actor, contribution: int) -> HttpResponse:
    """One contribution: where its money stands, its ledger, and what was set aside."""
    it = find(
        actor, Contribution.objects.select_related("donor").prefetch_related("earmarks"), CONTRIBUTIONS, contribution
    )
    subject = CONTRIBUTIONS.subject(it)
    allowed = verbs(actor, subject)
    labels = {name: str(label) for name, label in ACCOUNTS}
    entries = it.entries.select_related("entered_by", "reversed_by").prefetch_related("lines").order_by("-on", "-id")
    full = allowed - {"see"} or actor.has("reporting", "auditor") or actor.admin_session
    ledger = [
        (entry, [f"{labels[line.source]} → {labels[line.target]}: {written(line.amount, line.currency)}"
                 for line in entry.lines.all()])
        for entry in entries[:500]
        if full or entry.kind in (*(kind.value for kind in contributions.ENTERED), Kind.REVERSAL)
    ]  # fmt: skip
    kinds = dict(KINDS)
    context = {
        "record": it, "actor": actor, "verbs": allowed, "sums": sums_of(it), "earmarks": _earmarks(it, actor),
        "ledger": ledger, "paid": paid_for(it, actor=actor), "internal": may(actor, "see", subject, group="internal"),
        "waiting": it.allocations.filter(status="proposed").order_by("pk") if full else [],
        "kinds": [(kind.value, kinds[kind.value]) for kind in contributions.ENTERED] if "enter" in allowed else [],
    }  # fmt: skip
    return render(request, "funding/contribution.html", context)


@work_page
def contribution_form(request: HttpRequest, actor: Actor, contribution: int | None = None) -> HttpResponse:
    """Make or change a contribution."""
    it = find(actor, Contribution.objects.all(), CONTRIBUTIONS, contribution) if contribution is not None else None
    first: dict[str, Any] = {}
    if it is None:
        demand(actor, "create", Subject(record=Contribution.KIND))
    else:
        demand(actor, "edit", CONTRIBUTIONS.subject(it))
        first = {name: getattr(it, name) for name in NAMES} | {"seen": it.version}
        for row in it.earmarks.all():
            first.setdefault(row.by, []).append(row.value)

    def do(values: Any, seen: int) -> Contribution:
        written_values, earmarks = ContributionForm.parts(values)
        if it is None:
            return contributions.create(written_values, earmarks=earmarks, by=actor, now=timezone.now())
        return contributions.edit(it, written_values, earmarks=earmarks, by=actor, now=timezone.now(), seen=seen)

    return save(
        request, ContributionForm(request.POST or None, initial=first, actor=actor), do,
        title=gettext("Edit the contribution") if it else gettext("New contribution"),
        back=reverse("contribution", args=[it.pk]) if it else reverse("contributions"),
        done=lambda made: reverse("contribution", args=[made.pk]),
    )  # fmt: skip


@work_page
def entry_form(request: HttpRequest, actor: Actor, contribution: int, kind: str) -> HttpResponse:
    """Enter a pledge, an agreement, an instalment, a receipt, a lapse or a refund."""
    it = find(actor, Contribution.objects.all(), CONTRIBUTIONS, contribution)
    demand(actor, "enter", CONTRIBUTIONS.subject(it))
    if kind not in contributions.ENTERED:
        raise Http404
    chosen = Kind(kind)
    form = (InstalmentForm if chosen is Kind.INSTALMENT else EntryForm)(
        request.POST or None, initial={"on": timezone.localdate()}
    )
    form.fields["amount"].help_text = gettext("In %(currency)s.") % {
        "currency": HOUSE if chosen is Kind.REFUND else it.currency
    }
    return save(
        request, form,
        lambda values, seen: contributions.enter(it, chosen, by=actor, now=timezone.now(), **values).contribution,
        title=f"{dict(KINDS)[kind]}: {it.reference}", back=reverse("contribution", args=[it.pk]),
        done=lambda made: reverse("contribution", args=[it.pk]), button=gettext("Enter it"),
        intro=gettext("What is entered stays; it is corrected by reversing it."),
    )  # fmt: skip


@work_page
def entry_reverse(request: HttpRequest, actor: Actor, contribution: int, entry: int) -> HttpResponse:
    """Reverse an entry."""
    it = find(actor, Contribution.objects.all(), CONTRIBUTIONS, contribution)
    demand(actor, "reverse", CONTRIBUTIONS.subject(it))
    row = get_object_or_404(Entry.objects.select_related("contribution"), pk=entry, contribution=it)
    return save(
        request, ReverseForm(request.POST or None, initial={"on": timezone.localdate()}),
        lambda values, seen: contributions.reverse(row, by=actor, now=timezone.now(), **values).contribution,
        title=gettext("Reverse: %(kind)s of %(on)s") % {"kind": row.get_kind_display(), "on": row.on.isoformat()},
        back=reverse("contribution", args=[it.pk]), done=lambda made: reverse("contribution", args=[it.pk]),
        button=gettext("Reverse it"),
    )  # fmt: skip


@work_page
def statement(request: HttpRequest, actor: Actor, contribution: int) -> HttpResponse:
    """What the contribution did: a page and a workbook."""
    it = find(actor, Contribution.objects.select_related("donor"), CONTRIBUTIONS, contribution)
    paid, sums = paid_for(it, actor=actor), sums_of(it)
    if request.GET.get("form") in ("xlsx", "csv"):
        twin = Twin(None, lambda: statement_tables(it, paid, sums), f"statement-{it.reference}")
        return twin_response(twin, request.GET["form"])
    context = {"record": it, "actor": actor, "paid": paid, "sums": sums, "today": timezone.localdate()}
    return render(request, "funding/statement.html", context)
