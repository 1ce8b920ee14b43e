"""Reading laws: the list, the text of one, and two of its versions side by side. Public laws are for everyone."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import actor_of
from accede.accounts.forms import Styled
from accede.accounts.rights import verbs
from accede.kit.cursor import asked_page
from accede.knowledge import finding
from accede.knowledge.forms import LawFilters
from accede.knowledge.models import LANGUAGES, Provision
from accede.knowledge.queries import as_akn, cases_for, laws_for, provisions_of, states_to_bring
from accede.knowledge.search import QueryFault
from accede.knowledge.subjects import LAWS
from accede.knowledge.views.common import answer
from accede.treaties.places import place_choices, place_name

PAGE_SIZE, SEARCH_PAGE = 50, 20
_NARROWED = (("kinds", "kind"), ("states", "state"), ("languages", "language"))
Difference = tuple[str, Provision | None, Provision | None]


class SearchForm(Styled):
    """What is looked for, and where."""

    q = forms.CharField(
        label=_("Words"),
        max_length=400,
        help_text=_("Words, “a phrase”, AND, OR, NOT or a minus, in any of eight languages."),
    )
    kind = forms.ChoiceField(label=_("What"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", "—"), *LANGUAGES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = [("", "—"), *place_choices(samples=True)]
        kind: Any = self.fields["kind"]
        kind.choices = [("", "—"), *((it.kind, it.label) for it in finding.sources())]


def search(request: HttpRequest) -> HttpResponse:
    """All that can be found, by its words; what the reader may not read is not counted either."""
    form = SearchForm(request.GET if "q" in request.GET else None, initial=_narrowed(request))
    found, page = None, _page(request.GET.get("page", ""))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        chosen = {name: [given[key]] for name, key in _NARROWED if given[key]}
        try:
            found = finding.engine().search(
                given["q"], readers=finding.readers_of(actor_of(request)), limit=SEARCH_PAGE,
                offset=(page - 1) * SEARCH_PAGE, **chosen,
            )  # fmt: skip
        except QueryFault as fault:
            form.add_error("q", str(fault))
    rows = [(it, place_name(it.state) if it.state else "") for it in found.hits] if found else []
    parameters = request.GET.copy()
    parameters["page"] = str(page + 1)
    more = found is not None and found.total > page * SEARCH_PAGE
    context = {"form": form, "found": found, "rows": rows, "more": f"?{parameters.urlencode()}" if more else ""}
    return answer(request, "knowledge/search.html", context)


def _narrowed(request: HttpRequest) -> dict[str, str]:
    """What a link to the page has chosen before any word was given."""
    return {key: request.GET[key] for _name, key in _NARROWED if key in request.GET}


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 4 and int(text) else 1


def law_list(request: HttpRequest) -> HttpResponse:
    """The laws that the reader may read, by State."""
    filters = LawFilters(request.GET)
    found = laws_for(actor_of(request))
    found = filters.narrow(found) if filters.is_valid() else found
    consents = actor_of(request).has("focal_point", "coordinator")
    page = asked_page(request, found, ("participant_id", "title", "id"), size=PAGE_SIZE)
    rows = [(it, place_name(it.participant_id)) for it in page.rows]
    return answer(
        request, "knowledge/laws.html",
        {
            "rows": rows, "page": page, "filters": filters, "consents": consents,
            "may_bring": bool(states_to_bring(actor_of(request))),
        },
    )  # fmt: skip


def law_page(request: HttpRequest, law: int) -> HttpResponse:
    """A law as it stands, or as it stood in a version."""
    it = get_object_or_404(laws_for(actor_of(request)), pk=law)
    versions = list(it.versions.order_by("-number"))
    asked = _number(request.GET.get("version", ""), versions)
    latest = versions[0].number if versions else None
    provisions = list(provisions_of(it, version=asked))
    allowed = verbs(actor_of(request), LAWS.subject(it))
    context = {
        "law": it, "state": place_name(it.participant_id), "versions": versions, "version": asked or latest,
        "old": asked is not None and asked != latest, "parts": _parts(provisions), "count": len(provisions),
        "rtl": it.language == "ar", "verbs": allowed, "may_consent": "consent" in allowed,
        "shown": LAWS.subject(it).public, "applying": cases_for(actor_of(request)).filter(provisions__law=it).distinct()[:20],
    }  # fmt: skip
    return answer(request, "knowledge/law.html", context)


def law_file(request: HttpRequest, law: int) -> HttpResponse:
    """A law as Akoma Ntoso 3.0."""
    it = get_object_or_404(laws_for(actor_of(request)), pk=law)
    response = HttpResponse(as_akn(it), content_type="application/akn+xml")
    response["Content-Disposition"] = f'attachment; filename="law-{it.pk}.xml"'
    response["Cache-Control"] = "private, no-store"
    return response


def compare(request: HttpRequest, law: int) -> HttpResponse:
    """Two versions: what is new, changed or gone, both wordings side by side."""
    it = get_object_or_404(laws_for(actor_of(request)), pk=law)
    versions = list(it.versions.order_by("number"))
    after = _number(request.GET.get("to", ""), versions) or (versions[-1].number if versions else 0)
    before = _number(request.GET.get("from", ""), versions) or max(after - 1, 1)
    context = {
        "law": it, "versions": versions, "before": before, "after": after, "rtl": it.language == "ar",
        "rows": _differences(provisions_of(it, version=before), provisions_of(it, version=after)),
    }  # fmt: skip
    return answer(request, "knowledge/compare.html", context)


def _number(text: str, versions: Iterable[Any]) -> int | None:
    known = {str(version.number): version.number for version in versions}
    return known.get(text)


def _parts(provisions: list[Provision]) -> list[dict[str, Any]]:
    """Provisions under the titles that contain them, in order."""
    parts: list[dict[str, Any]] = []
    for it in provisions:
        if not parts or parts[-1]["place"] != it.place:
            parts.append({"place": it.place, "rows": []})
        parts[-1]["rows"].append(it)
    return parts


def _differences(before: Iterable[Provision], after: Iterable[Provision]) -> list[Difference]:
    old, new = list(before), list(after)
    staying = {it.pk for it in old} & {it.pk for it in new}
    gone: dict[str, list[Provision]] = {}
    for it in old:
        if it.pk not in staying:
            gone.setdefault(it.number, []).append(it)
    placed: list[tuple[int, Difference]] = []
    for it in new:
        if it.pk not in staying:
            former = gone.get(it.number, [])
            placed.append((it.position, ("changed", former.pop(0), it) if former else ("new", None, it)))
    placed += [(it.position, ("gone", it, None)) for left in gone.values() for it in left]
    return [row for _, row in sorted(placed, key=lambda pair: pair[0])]
