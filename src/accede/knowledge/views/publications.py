"""Publications and tools: the list, the page of one, its file, recording and changing."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts.access import actor_of, work_page
from accede.accounts.listing import Column, list_page
from accede.accounts.rights import Actor, demand, verbs
from accede.kit.themes import Theme
from accede.kit.uploads import UploadRefused, attachment, store
from accede.knowledge.domain import Refused, change_publication, record_publication
from accede.knowledge.domain.publications import WRITTEN
from accede.knowledge.forms import PublicationFilters, PublicationForm
from accede.knowledge.models import LANGUAGES, Publication
from accede.knowledge.queries import publications_for
from accede.knowledge.subjects import PUBLICATIONS
from accede.knowledge.views.cases import instruments_in_words
from accede.knowledge.views.common import answer, find, frame, kept_private, save
from accede.treaties.places import place_name


def _languages(it: Publication) -> str:
    names = dict([*LANGUAGES, *settings.UNITED_NATIONS_LANGUAGES])
    return ", ".join(str(names.get(code, code)) for code in it.languages)


def _themes(it: Publication) -> str:
    names = dict(Theme.choices)
    return ", ".join(str(names.get(code, code)) for code in it.themes)


def _whose(it: Publication) -> str:
    return place_name(it.participant_id) if it.participant_id else gettext("The Office")


COLUMNS = (
    Column(
        "title", _("Title"), lambda it: it.title, href=lambda it: reverse("publication", args=[it.pk]), order=("title", "id")
    ),
    Column("kind", _("Kind"), lambda it: it.get_kind_display(), order=("kind", "id")),
    Column("body", _("By which body"), lambda it: it.body, order=("body", "id")),
    Column("year", _("Year"), lambda it: it.year, order=("-year", "-id")),
    Column("languages", _("Languages"), _languages),
    Column("instruments", _("Instruments"), lambda it: ", ".join(title for _id, title in instruments_in_words(it.instruments))),
    Column("themes", _("Themes"), _themes),
    Column("whose", _("Whose"), _whose, order=("participant_id", "id")),
    Column("shown", _("Who reads it"), lambda it: _("everyone") if PUBLICATIONS.subject(it).public else _("in confidence")),
)  # fmt: skip


def publication_list(request: HttpRequest) -> HttpResponse:
    """The publications that the reader may read."""
    actor = actor_of(request)
    may_add = actor.has("focal_point", "officer", "coordinator")
    actions = [(gettext("Record a publication"), reverse("publication-new"))] if may_add else []
    return kept_private(
        request,
        list_page(
            request, actor, queryset=publications_for(actor), columns=COLUMNS, default="year", filters=PublicationFilters,
            title=gettext("Publications and tools"), name="publications",
            empty=gettext("No publication is here that you may read."),
            context={
                **frame(actor), "actions": actions,
                "views": [(gettext("Search"), f"{reverse('law-search')}?kind=publication")],
            },
        ),
    )  # fmt: skip


def publication_page(request: HttpRequest, publication: int) -> HttpResponse:
    """One publication."""
    actor = actor_of(request)
    it = find(publications_for(actor), publication)
    subject = PUBLICATIONS.subject(it)
    context = {
        **frame(actor), "record": it, "whose": _whose(it), "verbs": verbs(actor, subject), "shown": subject.public,
        "languages": _languages(it), "themes": _themes(it), "instruments": instruments_in_words(it.instruments),
    }  # fmt: skip
    return answer(request, "knowledge/publication.html", context)


def publication_file(request: HttpRequest, publication: int) -> HttpResponseBase:
    """Its file as a download, for those who may read it."""
    it = find(publications_for(actor_of(request)), publication)
    if not it.sha256:
        raise Http404("it has no file")
    try:
        return attachment(it.sha256, file_name=it.file_name, content_type=it.content_type)
    except FileNotFoundError as error:
        raise Http404("the content is not in the folder of uploads") from error


@work_page
def publication_form(request: HttpRequest, actor: Actor, publication: int | None = None) -> HttpResponse:
    """Record a publication, or change one."""
    it = find(publications_for(actor), publication) if publication is not None else None
    first: dict[str, Any] = {}
    if it is not None:
        demand(actor, "edit", PUBLICATIONS.subject(it))
        first = {name: getattr(it, name) for name in WRITTEN} | {"seen": it.version}
    form = PublicationForm(request.POST or None, request.FILES or None, initial=first, actor=actor, new=it is None)

    def do(values: Mapping[str, Any], seen: int) -> Publication:
        try:
            file = store(values["file"]) if values.get("file") else None
        except UploadRefused as refused:
            raise Refused("file", str(refused)) from refused
        written, now = {name: values[name] for name in WRITTEN}, timezone.now()
        if it is None:
            return record_publication(state=values["state"], values=written, file=file, by=actor, now=now)
        return change_publication(it, written, file=file, by=actor, now=now, seen=seen)

    return save(
        request, form, do, title=gettext("Change the publication") if it else gettext("Record a publication"),
        back=reverse("publication", args=[it.pk]) if it else reverse("publications"),
        done=lambda made: reverse("publication", args=[made.pk]),
    )  # fmt: skip
