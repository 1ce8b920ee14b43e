"""Sums: what stands in the accounts, for everyone as far as they may see, and what is lacking, for those who plan."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, gettext

from accede.accounts.access import actor_of, work_page
from accede.accounts.rights import Actor, demand, may
from accede.funding.forms import DIMENSION_CHOICES, ShortfallForm
from accede.funding.ledger.book import Account
from accede.funding.ledger.cover import Dimension
from accede.funding.ledger.money import HOUSE, written
from accede.funding.models import InKindKind, Valuation
from accede.funding.queries.balances import balance, contributions_for
from accede.funding.queries.names import names_of
from accede.funding.queries.needs import Report, report_of
from accede.funding.subjects import REQUIREMENT
from accede.funding.views.contributions import with_sums
from accede.kit.charts import Bar, bar_chart, chart_directory, render_chart
from accede.kit.tables import Table, Twin, twin_response

MOST_BARS = 12
MOST_ROWS = 100


def _chart(bars: list[Bar], *, title: str) -> list[SafeString]:
    """The chart for wide and for narrow screens; none where there is nothing to draw."""
    if not any(bar.value for bar in bars):
        return []
    return [
        render_chart(
            bar_chart(
                bars=bars, x_title=gettext("US dollars"), y_title="", title=title, rtl=get_language_bidi(),
                locale=get_language() or "en", width=width,
            ),
            cache_dir=chart_directory(),
        )
        for width in (560, 150)
    ]  # fmt: skip


def overview(request: HttpRequest) -> HttpResponse:
    """What stands in the accounts, over the contributions that the reader may see: for everyone those shown to everyone."""
    actor = actor_of(request)
    found = balance(actor, on=timezone.localdate())
    rows = [
        (gettext("Promised"), found.promised), (gettext("Received and not allocated"), found.usd(Account.RECEIVED)),
        (gettext("Allocated and not spent"), found.usd(Account.ALLOCATED)), (gettext("Spent"), found.usd(Account.SPENT)),
    ]  # fmt: skip
    kinds, methods = dict(InKindKind.choices), dict(Valuation.choices)
    contributions = list(with_sums(contributions_for(actor)).order_by("-id")[:MOST_ROWS])
    context = {
        "balance": found, "actor": actor, "most": MOST_ROWS,
        "sums": [(label, None if cents is None else written(cents, HOUSE)) for label, cents in rows],
        "charts": _chart([Bar(label, (cents or 0) / 100) for label, cents in rows], title=gettext("Where the money stands")),
        "in_kind": [
            (kinds[InKindKind(it.kind)], methods[Valuation(it.valuation)], it.count,
             None if it.cents is None else written(it.cents, HOUSE))
            for it in found.in_kind
        ],
        "contributions": [(it, written(it.promised, it.currency), written(it.came_in, HOUSE)) for it in contributions],
        "planner": may(actor, "see", REQUIREMENT), "signed_in": actor.person is not None,
    }  # fmt: skip
    response = render(request, "funding/overview.html", context)
    if actor.person is not None:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@work_page
def shortfall(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What help costs in a year and nobody has paid, by programme, region, State, theme or obligation; and what if."""
    demand(actor, "see", REQUIREMENT)
    today = timezone.localdate()
    references = contributions_for(actor).order_by("-id").values_list("reference", "title")
    given = request.GET if "year" in request.GET else None
    form = ShortfallForm(given, references=[(key, f"{key} {title}") for key, title in references], today=today)
    context: dict[str, Any] = {"form": form, "actor": actor}
    if given is None or form.is_valid():
        asked: dict[str, Any] = (
            form.cleaned_data if given is not None else {"year": today.year, "by": "region", "without": []}
        )
        report = report_of(
            actor, year=asked["year"], by=Dimension(asked["by"]), on=today, failing=asked["without"]
        )  # fmt: skip
        table = _table(report)
        if request.GET.get("form") in ("csv", "xlsx", "json"):
            twin = Twin([dict(zip(table.columns, row, strict=True)) for row in table.rows], lambda: [table], table.name)
            return twin_response(twin, request.GET["form"])
        context |= _shown(report)
        parameters = request.GET.copy()
        parameters.setdefault("year", str(report.year))
        parameters.setdefault("by", report.by.value)
        context["files"] = [
            (kind.upper(), f"?{parameters.urlencode()}&form={kind}") for kind in ("csv", "xlsx", "json")
        ]
    return render(request, "funding/shortfall.html", context)


def _table(report: Report) -> Table:
    names = names_of(report.by, [it.value for it in report.stands.lines])
    likely = {it.value: it.shortfall for it in report.likely.lines}
    columns = [
        report.by.value, "name", "required", "regular", "voluntary", "shortfall", "if_promises_kept", "needs", "uncosted",
    ]  # fmt: skip
    rows = [
        [it.value, names[it.value], it.required / 100, it.regular / 100, it.voluntary / 100, it.shortfall / 100,
         likely[it.value] / 100, it.needs, len(it.uncosted)]
        for it in report.stands.lines
    ]  # fmt: skip
    return Table(columns, rows, f"shortfall-{report.year}-{report.by.value}")


def _shown(report: Report) -> dict[str, Any]:
    def money(cents: int) -> str:
        return written(cents, HOUSE)

    names = names_of(report.by, [it.value for it in report.stands.lines])
    likely = {it.value: it.shortfall for it in report.likely.lines}
    lines = [
        (names[it.value], it, money(it.required), money(it.regular), money(it.voluntary), money(it.shortfall),
         money(likely[it.value]))
        for it in report.stands.lines
    ]  # fmt: skip
    whole = report.stands.whole
    bars = [Bar(names[it.value][:60], it.shortfall / 100) for it in report.stands.lines[:MOST_BARS] if it.shortfall]
    label = str(dict(DIMENSION_CHOICES)[report.by.value])
    return {
        "report": report, "lines": lines, "label": label, "costs": reverse("programme-cost-new"),
        "whole": (money(whole.required), money(whole.regular), money(whole.voluntary), money(whole.shortfall),
                  money(report.likely.whole.shortfall)),
        "again": money(report.stands.counted_again), "in_hand": money(report.coming.in_hand),
        "promised": money(report.coming.promised), "without_need": money(report.without_need),
        "beyond": money(report.beyond_need) if report.beyond_need else "", "uncosted": whole.uncosted[:MOST_ROWS],
        "uncosted_more": max(len(whole.uncosted) - MOST_ROWS, 0), "without_year": report.stands.without_year[:MOST_ROWS],
        "charts": _chart(bars, title=gettext("Shortfall of %(year)s") % {"year": report.year})
        if len({bar.name for bar in bars}) == len(bars) else [],
    }  # fmt: skip
