"""Cases: the list, the page of one, recording and changing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import actor_of, work_page
from accede.accounts.listing import Column, list_page
from accede.accounts.rights import Actor, Subject, demand, verbs
from accede.knowledge.domain import FieldFault, Refused, change_case, record_case
from accede.knowledge.domain.cases import WRITTEN
from accede.knowledge.forms import CaseFilters, CaseForm, obligation_choices
from accede.knowledge.models import Case
from accede.knowledge.queries import applied_in, cases_for, citation, cited, laws_for
from accede.knowledge.subjects import CASES
from accede.knowledge.views.common import answer, find, frame, kept_private, save
from accede.law.shipped import shipped_catalogue, shipped_linkages
from accede.treaties.places import place_name


def instruments_in_words(ids: list[str]) -> list[tuple[str, str]]:
    """Instruments by id with their short titles; the id itself where the catalogue no longer has it."""
    catalogue = shipped_catalogue()
    return [(it, catalogue[it].short_title if it in catalogue else it) for it in ids]


def linkages_in_words(codes: list[str]) -> list[str]:
    """Linked offences in the active language; the code itself where the list no longer has it."""
    known, language = {it.code: it for it in shipped_linkages()}, get_language() or "en"
    return [known[it].name_in(language) if it in known else it for it in codes]


COLUMNS = (
    Column("title", _("Case"), lambda it: it.title, href=lambda it: reverse("case", args=[it.pk]), order=("title", "id")),
    Column("state", _("State"), lambda it: place_name(it.participant_id), order=("participant_id", "-decided_on", "id")),
    Column("court", _("Court"), lambda it: it.court, order=("court", "id")),
    Column("decided_on", _("Decided on"), lambda it: it.decided_on.isoformat(), order=("-decided_on", "-id")),
    Column("reference", _("Number"), lambda it: it.reference, order=("reference", "id")),
    Column("ecli", _("ECLI"), lambda it: it.ecli, order=("ecli", "id")),
    Column("outcome", _("Outcome"), lambda it: it.get_outcome_display(), order=("outcome", "id")),
    Column("instruments", _("Instruments"), lambda it: ", ".join(title for _id, title in instruments_in_words(it.instruments))),
    Column("linkages", _("Linked with"), lambda it: ", ".join(linkages_in_words(it.linkages))),
    Column("shown", _("Who reads it"), lambda it: _("everyone") if CASES.subject(it).public else _("in confidence")),
)  # fmt: skip


def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that the reader may read."""
    actor = actor_of(request)
    actions = (
        [(gettext("Record a case"), reverse("case-new"))] if actor.has("focal_point", "officer", "coordinator") else []
    )
    return kept_private(
        request,
        list_page(
            request, actor, queryset=cases_for(actor), columns=COLUMNS, default="decided_on", filters=CaseFilters,
            title=gettext("Cases"), name="cases", empty=gettext("No case is here that you may read."),
            context={**frame(actor), "actions": actions, "views": [(gettext("Search"), f"{reverse('law-search')}?kind=case")]},
        ),
    )  # fmt: skip


def case_page(request: HttpRequest, case: int) -> HttpResponse:
    """One case, with what it applied."""
    actor = actor_of(request)
    it = find(cases_for(actor), case)
    obligations = dict(obligation_choices(name.split("/")[0] for name in it.obligations))
    subject = CASES.subject(it)
    context = {
        **frame(actor), "record": it, "state": place_name(it.participant_id), "verbs": verbs(actor, subject),
        "shown": subject.public, "provisions": applied_in(it, actor), "linkages": linkages_in_words(it.linkages),
        "instruments": instruments_in_words(it.instruments),
        "obligations": [(key.split("/")[0], obligations.get(key, key)) for key in it.obligations],
    }  # fmt: skip
    return answer(request, "knowledge/case.html", context)


@work_page
def case_form(request: HttpRequest, actor: Actor, case: int | None = None) -> HttpResponse:
    """Record a case, or change one."""
    it = find(cases_for(actor), case) if case is not None else None
    first: dict[str, Any] = {}
    if it is not None:
        demand(actor, "edit", CASES.subject(it))
        applied = "\n".join(citation(row) for row in applied_in(it, actor))
        first = {name: getattr(it, name) for name in WRITTEN} | {"provisions": applied, "seen": it.version}
    elif not CaseForm(actor=actor, new=True).fields["state"].choices:  # type: ignore[attr-defined]
        demand(actor, "create", Subject(record=Case.KIND))
    form = CaseForm(request.POST or None, initial=first, actor=actor, new=it is None)

    def do(values: Mapping[str, Any], seen: int) -> Case:
        state = it.participant_id if it is not None else values["state"]
        laws = laws_for(actor)
        found, unknown = cited(state, values["provisions"].splitlines(), laws, case=it)
        written = {name: values.get(name, []) for name in WRITTEN}
        if unknown:
            raise Refused(
                *FieldFault("provisions", gettext("no law of this State has “%(name)s”") % {"name": unknown[0][:80]})
            )
        if it is None:
            return record_case(state=state, values=written, provisions=found, by=actor, now=timezone.now())
        # What the person may not read stays as it is.
        kept = it.provisions.exclude(law__in=laws).select_related("law")
        return change_case(it, written, provisions=[*found, *kept], by=actor, now=timezone.now(), seen=seen)

    return save(
        request, form, do, title=gettext("Change the case") if it else gettext("Record a case"),
        back=reverse("case", args=[it.pk]) if it else reverse("cases"),
        done=lambda made: reverse("case", args=[made.pk]),
    )  # fmt: skip
