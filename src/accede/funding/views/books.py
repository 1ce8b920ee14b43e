"""The books: rates of exchange, closed periods, help in kind, what programmes cost beside their activities."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import work_page
from accede.accounts.rights import Actor, Subject, demand, may, visible
from accede.assistance.models import Programme
from accede.assistance.steps import Blocked
from accede.assistance.views.common import find, save
from accede.assistance.views.listing import Column, Filters, list_page
from accede.funding.domain import in_kind as helping
from accede.funding.domain import periods, rates
from accede.funding.forms import CloseForm, CostForm, InKindForm, RatesForm
from accede.funding.ledger.money import HOUSE, major, written
from accede.funding.models import ExchangeRate, InKind, PeriodClose, ProgrammeCost
from accede.funding.subjects import BOOKS, IN_KIND, PROGRAMME_COSTS
from accede.treaties.importers.guard import ImportRefused, upload_from

LARGEST_TABLE = 5_000_000
_RATES = (
    Column("currency", _("Currency"), lambda it: it.currency, order=("currency", "-since", "-id")),
    Column("rate", _("For one US dollar"), lambda it: f"{it.rate.normalize():f}"),
    Column("since", _("From"), lambda it: it.since.isoformat(), order=("-since", "currency", "-id")),
    Column("file", _("File"), lambda it: it.file_name),
)
_IN_KIND = (
    Column("what", _("What"), lambda it: it.what, order=("what", "id")),
    Column("kind", _("Kind"), lambda it: it.get_kind_display(), order=("kind", "-id")),
    Column("donor", _("Donor"), lambda it: it.donor.name, order=("donor__name", "id")),
    Column("given_on", _("Given on"), lambda it: it.given_on.isoformat(), order=("-given_on", "-id")),
    Column("value", _("Value"), lambda it: written(it.amount, it.currency) if it.amount else gettext("not valued")),
    Column("valuation", _("How it was valued"), lambda it: it.get_valuation_display()),
)


class _RateFilters(Filters):
    WORDS = ("currency",)


class _InKindFilters(Filters):
    WORDS = ("what", "donor__name")


@work_page
def rate_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Rates of exchange as they were brought in; of two for the same day the later one counts."""
    bring = may(actor, "bring", BOOKS)
    return list_page(
        request, actor, queryset=ExchangeRate.objects.all(), columns=_RATES, default="since", filters=_RateFilters,
        title=gettext("Rates of exchange"), name="rates", empty=gettext("No rate is known yet."),
        context={"actions": [(gettext("Bring in a table"), reverse("rates-import"))] if bring else []},
    )  # fmt: skip


@work_page
def rates_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Look at a table of rates, and take it."""
    demand(actor, "bring", BOOKS)
    form = RatesForm(request.POST or None, request.FILES or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST_TABLE:
                raise ImportRefused(
                    gettext("The file is larger than %(size)d MB.") % {"size": LARGEST_TABLE // 1_000_000}
                )
            upload = upload_from(file.read(), name=file.name)
            if form.cleaned_data["take"]:
                done = rates.bring_in(upload, by=actor, now=timezone.now())
                said = gettext("%(added)d rates added, %(changed)d changed.")
                messages.success(request, said % {"added": done.count("added"), "changed": done.count("changed")})
                return redirect("rates")
            preview = rates.preview(upload)
        except ImportRefused as refused:
            form.add_error("file", str(refused))
        except rates.RatesRefused as refused:
            preview = refused.preview
    context = {"form": form, "actor": actor, "preview": preview}
    faults = form.errors or (preview and preview.faults)
    return render(request, "funding/rates_import.html", context, status=400 if faults else 200)


@work_page
def close(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Close a period."""
    demand(actor, "close", BOOKS)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            periods.close(by=actor, now=timezone.now(), **form.cleaned_data)
        except Blocked as blocked:
            for problem in blocked.problems:
                form.add_error(problem.field or None, problem.message)
        else:
            messages.success(request, gettext("The period is closed."))
            return redirect("period-close")
    context = {"form": form, "actor": actor, "periods": PeriodClose.objects.select_related("closed_by")[:50]}
    return render(request, "funding/periods.html", context, status=400 if form.errors else 200)


@work_page
def in_kind_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Help that is no money."""
    create = may(actor, "create", Subject(record=InKind.KIND))
    found = visible(actor, InKind.objects.filter(archived_at__isnull=True), IN_KIND).select_related("donor")
    columns = _IN_KIND
    if may(actor, "edit", Subject(record=InKind.KIND)):
        first = Column(
            "what", _("What"), lambda it: it.what, lambda it: reverse("in-kind-edit", args=[it.pk]), ("what", "id")
        )
        columns = (first, *_IN_KIND[1:])
    return list_page(
        request, actor, queryset=found, columns=columns, default="given_on", filters=_InKindFilters,
        title=gettext("Help in kind"), name="in-kind", empty=gettext("No help in kind yet."),
        context={"actions": [(gettext("New help in kind"), reverse("in-kind-new"))] if create else []},
    )  # fmt: skip


@work_page
def in_kind_form(request: HttpRequest, actor: Actor, in_kind: int | None = None) -> HttpResponse:
    """Record help in kind, or correct it."""
    it = find(actor, InKind.objects.all(), IN_KIND, in_kind) if in_kind is not None else None
    first: dict[str, Any] = {}
    if it is None:
        demand(actor, "create", Subject(record=InKind.KIND))
    else:
        demand(actor, "edit", IN_KIND.subject(it))
        names = (
            "donor", "kind", "what", "quantity", "unit", "given_on", "programme", "valuation", "currency", "valued_by",
            "public",
        )  # fmt: skip
        first = {name: getattr(it, name) for name in names} | {"seen": it.version}
        first["amount"] = major(it.amount, it.currency) if it.amount else None

    def do(values: Any, seen: int) -> InKind:
        if it is None:
            return helping.record(values, by=actor, now=timezone.now())
        return helping.edit(it, values, by=actor, now=timezone.now(), seen=seen)

    return save(
        request, InKindForm(request.POST or None, initial=first), do, back=reverse("in-kind-list"),
        title=gettext("Help in kind"), done=lambda made: reverse("in-kind-list"),
        intro=gettext("Its value stands beside the money and is never added to it."),
    )  # fmt: skip


@work_page
def cost_form(request: HttpRequest, actor: Actor, programme_cost: int | None = None) -> HttpResponse:
    """Say what a programme costs beside its activities."""
    it = (
        find(actor, ProgrammeCost.objects.all(), PROGRAMME_COSTS, programme_cost)
        if programme_cost is not None
        else None
    )
    first: dict[str, Any] = {"year": timezone.localdate().year}
    allowed = [
        row.pk
        for row in Programme.objects.filter(archived_at__isnull=True)
        if may(actor, "create", Subject(record=ProgrammeCost.KIND, programmes=frozenset([row.pk])))
    ]
    if it is not None:
        demand(actor, "edit", PROGRAMME_COSTS.subject(it))
        first = {"programme": it.programme_id, "year": it.year, "title": it.title, "seen": it.version}
        first["amount"] = None if it.cents is None else major(it.cents, HOUSE)
    elif not allowed:
        demand(actor, "create", Subject(record=ProgrammeCost.KIND))
    form = CostForm(request.POST or None, initial=first, programmes=Programme.objects.filter(pk__in=allowed))
    return save(
        request, form,
        lambda values, seen: helping.cost_programme(values, by=actor, now=timezone.now(), it=it, seen=seen),
        title=gettext("Cost of a programme beside its activities"), back=reverse("funding-shortfall"),
        done=lambda made: reverse("funding-shortfall"),
    )  # fmt: skip
