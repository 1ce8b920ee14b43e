"""Recording and changing publications and tools."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from accede.accounts import changing
from accede.accounts.rights import Actor, Subject, demand
from accede.kit.themes import Theme
from accede.kit.uploads import Stored
from accede.knowledge.domain.checking import Checker
from accede.knowledge.domain.refusing import Refused
from accede.knowledge.models import LANGUAGES, Holder, Publication, PublicationKind
from accede.knowledge.subjects import PUBLICATIONS
from accede.law.shipped import shipped_catalogue
from accede.treaties.models import Participant

#: The columns that people write.
WRITTEN = (
    "kind", "title", "body", "year", "languages", "summary", "instruments", "themes", "source", "licence", "url",
)  # fmt: skip


def record_publication(
    *, state: str, values: Mapping[str, Any], file: Stored | None = None, public: bool = False, by: Actor, now: datetime,
    command: bool = False,
) -> Publication:  # fmt: skip
    """Store a publication of a State, or of the Office where *state* is "". *public* records its holder's consent.

    Raises ``Denied``, or ``Refused`` with every field at fault.
    """
    holder = Holder.STATE if state else Holder.OFFICE
    states = [state] if state else []
    subject = Subject(record=Publication.KIND, status=holder, states=frozenset(states))
    if not command:
        demand(by, "create", subject)
        if public:
            demand(by, "consent", subject)
    taken = checked_publication(values, now=now) | _file(file)
    with transaction.atomic():
        if state:
            Participant.objects.get_or_create(code=state)
        made = Publication(
            holder=holder, participant_id=state or None, public=public, consent_at=now if public else None, **taken
        )
        _only_one(made)
        try:
            with transaction.atomic():
                return changing.create(made, by=by, now=now, states=states, agent="command" if command else "")
        except IntegrityError as error:
            raise _twice() from error


def change_publication(
    publication: Publication, values: Mapping[str, Any], *, file: Stored | None = None, by: Actor, now: datetime,
    seen: int | None = None, command: bool = False,
) -> Publication:  # fmt: skip
    """Change what *values* names, and the file where one is given. Raises ``Denied``, ``Refused`` or ``Conflict``."""
    subject = PUBLICATIONS.subject(publication)
    if not command:
        demand(by, "edit", subject)
    with transaction.atomic():
        current = Publication.objects.select_for_update(of=("self",), no_key=True).get(pk=publication.pk)
        given = {name: getattr(current, name) for name in WRITTEN} | dict(values)
        taken = checked_publication(given, now=now) | _file(file)
        _only_one(Publication(pk=current.pk, holder=current.holder, participant_id=current.participant_id, **taken))
        try:
            with transaction.atomic():
                return changing.change(
                    publication, taken, by=by, now=now, seen=seen, states=subject.states,
                    agent="command" if command else "",
                )  # fmt: skip
        except IntegrityError as error:
            raise _twice() from error


def checked_publication(values: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The values as they are stored. Raises ``Refused`` with every fault."""
    check = Checker(Publication, values)
    check.choice("kind", PublicationKind.values)
    check.texts("title", "body", "summary", "source", "licence", needed=("title", "body"))
    check.number("year", 1800, now.year + 1)
    check.codes("languages", list(dict([*LANGUAGES, *settings.UNITED_NATIONS_LANGUAGES])), needed=True)
    check.codes("instruments", shipped_catalogue().ids)
    check.codes("themes", Theme.values)
    check.address("url")
    return check.finish()


def _file(file: Stored | None) -> dict[str, Any]:
    if file is None:
        return {}
    return {"file_name": file.file_name, "content_type": file.content_type, "size": file.size, "sha256": file.sha256}


def _only_one(it: Publication) -> None:
    same = Publication.objects.filter(body=it.body, title=it.title, year=it.year, holder=it.holder)
    if same.filter(participant=it.participant_id).exclude(pk=it.pk).exists():
        raise _twice()


def _twice() -> Refused:
    return Refused(
        "title", gettext("a publication of this body with this title and year is here; change that one instead")
    )
