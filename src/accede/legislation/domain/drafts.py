"""What may happen to a draft of a provision: written by several, kept in versions, brought back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.rights import Actor, demand
from accede.knowledge.models import LANGUAGES
from accede.legislation.domain.findings import obligation
from accede.legislation.models import LawDraft, LawDraftVersion
from accede.legislation.subjects import DRAFTS, drafts_of
from accede.treaties.models import Participant

LONGEST = 100_000


class DraftRefused(ValueError):
    """It cannot be stored; ``field`` is the one at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def begin(state: str, key: str, values: Mapping[str, Any], *, by: Actor, now: datetime) -> LawDraft:
    """Begin a draft for one obligation; *values* are title, language and text. Raises ``Denied`` or :class:`DraftRefused`."""
    demand(by, "create", drafts_of(state))
    if obligation(key) is None:
        raise DraftRefused("obligation", gettext("There is no such obligation."))
    given = _checked(values)
    with transaction.atomic():
        Participant.objects.get_or_create(code=state)
        made = LawDraft(participant_id=state, obligation=key, **given)
        return changing.create(made, by=by, now=now, states=[state])


def write(it: LawDraft, values: Mapping[str, Any], *, by: Actor, now: datetime, seen: int) -> LawDraft:
    """Change a draft. Raises ``Denied``, :class:`DraftRefused` or ``Conflict`` where somebody else has written since."""
    demand(by, "edit", DRAFTS.subject(it))
    return changing.change(it, _checked(values), by=by, now=now, seen=seen, states=[it.participant_id])


def keep(it: LawDraft, *, note: str, by: Actor, now: datetime) -> LawDraftVersion:
    """Keep the wording as it stands as a version. The same wording is not kept twice: the last version is answered."""
    demand(by, "edit", DRAFTS.subject(it))
    with transaction.atomic():
        current = LawDraft.objects.select_for_update(no_key=True).get(pk=it.pk)
        last = current.versions.order_by("-number").first()
        if last is not None and last.text == current.text:
            return last
        if not current.text.strip():
            raise DraftRefused("text", gettext("There is nothing to keep yet; write the provision first."))
        made = LawDraftVersion.objects.create(
            draft=current, number=last.number + 1 if last else 1, text=current.text, note=note.strip()[:200], kept_at=now,
            kept_by_id=by.person,
        )  # fmt: skip
        trail.add(
            by=by, verb="keep", record=LawDraft.KIND, record_id=it.pk, now=now, states=[it.participant_id],
            after={"version": made.number},
        )  # fmt: skip
    return made


def bring_back(it: LawDraft, number: int, *, by: Actor, now: datetime, seen: int) -> LawDraft:
    """Go on from a version that was kept; what stands now is kept first, so nothing is lost."""
    version = it.versions.filter(number=number).first()
    if version is None:
        raise DraftRefused("number", gettext("There is no such version."))
    with transaction.atomic():
        if it.text.strip():
            keep(it, note=gettext("before version %(number)d was brought back") % {"number": number}, by=by, now=now)
        return write(it, {"title": it.title, "language": it.language, "text": version.text}, by=by, now=now, seen=seen)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    title, text = str(values["title"]).strip(), str(values["text"])
    if not title or len(title) > 200:
        raise DraftRefused("title", gettext("Give it a title of at most 200 characters."))
    if values["language"] not in dict(LANGUAGES):
        raise DraftRefused("language", gettext("Choose one of the languages."))
    if len(text) > LONGEST:
        raise DraftRefused("text", gettext("At most 100,000 characters; divide the draft."))
    return {"title": title, "language": values["language"], "text": text}
