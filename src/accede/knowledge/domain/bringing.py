"""Bringing in a law, or a new consolidation of it: what changed is new, what did not stays, and the old is kept."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from accede.accounts import changing, trail
from accede.accounts.rights import Actor, Subject, demand
from accede.knowledge.domain.refusing import Refused
from accede.knowledge.models import LANGUAGES, Law, LawVersion, Provision
from accede.treaties.models import Participant

LARGEST_LAW = 20_000
_AT_ONCE = 500


class LawRefused(Refused):
    """The law cannot be taken as it is."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A provision as it was read from a file."""

    number: str
    heading: str
    text: str
    place: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """What makes two wordings the same: heading and text, not the place."""
        return hashlib.sha256(f"{self.heading}\0{self.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """What a new consolidation does with a provision: "new", "changed", "gone" or "same"."""

    what: str
    number: str
    before: Provision | None
    after: Draft | None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought in: the law, its version, and how many provisions are new, changed, gone and the same."""

    law: Law
    version: LawVersion | None
    counts: Mapping[str, int]


def preview(law: Law | None, drafts: Sequence[Draft]) -> list[Change]:
    """What bringing in *drafts* would change. Provisions are paired by number; where it is used twice, in their order."""
    stored = list(law.provisions.filter(last__isnull=True).order_by("position", "id")) if law is not None else []
    before = dict(_numbered(stored))
    changes = []
    for position, (key, draft) in enumerate(_numbered(drafts)):
        old = before.pop(key, None)
        what = "new" if old is None else "same" if old.digest == draft.digest else "changed"
        changes.append(Change(what, draft.number, old, draft, position))
    return [*changes, *(Change("gone", old.number, old, None) for old in before.values())]


def _numbered(rows: Sequence[Any]) -> Iterator[tuple[tuple[str, int], Any]]:
    seen: Counter[str] = Counter()
    for row in rows:
        yield (row.number, seen[row.number]), row
        seen[row.number] += 1


def bring_in(
    *, state: str, code: str, title: str, language: str, drafts: Sequence[Draft], on: date | None, source: str = "",
    licence: str = "", public: bool = False, file_name: str = "", by: Actor, now: datetime, command: bool = False,
) -> Brought:  # fmt: skip
    """Store a law, or a new consolidation of the law that has this code. The same text again changes nothing.

    *public* is the consent of a State whose laws are published, recorded when the law is first brought in. *command* is for the
    command line, whose user owns the database. Raises ``Denied`` or :class:`LawRefused`.
    """
    _check(code=code, title=title, language=language, drafts=drafts)
    if not command:
        demand(by, "create", Subject(record=Law.KIND, states=frozenset([state])))
    agent = "command" if command else ""
    with transaction.atomic():
        Participant.objects.get_or_create(code=state)
        law = Law.objects.select_for_update(of=("self",), no_key=True).filter(participant=state, code=code).first()
        given = {"title": title, "language": language, "source": source, "licence": licence}
        if law is None:
            made = Law(participant_id=state, code=code, public=public, consent_at=now if public else None, **given)
            law = changing.create(made, by=by, now=now, states=[state], agent=agent)
        else:
            law = changing.change(
                law,
                {name: value for name, value in given.items() if value},
                by=by,
                now=now,
                states=[state],
                agent=agent,
            )
        changes = preview(law, drafts)
        counts = Counter(change.what for change in changes)
        if law.versions.exists() and not (counts["new"] or counts["changed"] or counts["gone"]):
            return Brought(law, None, counts)
        version = _store(law, changes, on=on, file_name=file_name, by=by, now=now)
        trail.add(
            by=by, verb="bring_in", record=Law.KIND, record_id=law.pk, now=now, states=[state], agent=agent,
            after={"version": version.number, **counts},
        )  # fmt: skip
    return Brought(law, version, counts)


def _store(
    law: Law, changes: Sequence[Change], *, on: date | None, file_name: str, by: Actor, now: datetime
) -> LawVersion:
    latest = law.versions.order_by("-number").first()
    number = latest.number + 1 if latest else 1
    ended = [change.before for change in changes if change.what in ("changed", "gone") and change.before is not None]
    for row in ended:
        row.last = number - 1
    kept = [change for change in changes if change.what == "same" and change.before is not None]
    for change in kept:
        if change.before is not None:
            change.before.position = change.position
            change.before.place = list(change.after.place) if change.after else []
    Provision.objects.bulk_update(ended, ["last"], batch_size=_AT_ONCE)
    Provision.objects.bulk_update(
        [change.before for change in kept if change.before is not None], ["position", "place"], batch_size=_AT_ONCE
    )
    Provision.objects.bulk_create(
        [
            Provision(
                law=law, number=change.after.number, place=list(change.after.place), heading=change.after.heading,
                text=change.after.text, digest=change.after.digest, position=change.position, first=number,
            )
            for change in changes if change.what in ("new", "changed") and change.after is not None
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    whole = hashlib.sha256("\0".join(change.after.digest for change in changes if change.after).encode()).hexdigest()
    return LawVersion.objects.create(
        law=law, number=number, on=on, brought_at=now, brought_by_id=by.person, file_name=file_name[:200], sha256=whole
    )


def _check(*, code: str, title: str, language: str, drafts: Sequence[Draft]) -> None:
    if not code.strip() or len(code) > 80:
        raise LawRefused("law", gettext("give the short name by which it is cited, at most 80 characters"))
    if not title.strip() or len(title) > 400:
        raise LawRefused("title", gettext("give its title, at most 400 characters"))
    if language not in dict(LANGUAGES):
        raise LawRefused("language", gettext("choose one of %(codes)s") % {"codes": ", ".join(dict(LANGUAGES))})
    if not drafts:
        raise LawRefused("file", gettext("no provision was found in it"))
    if len(drafts) > LARGEST_LAW:
        raise LawRefused("file", gettext("it has more than 20,000 provisions; split the law"))
    long = next((draft.number for draft in drafts if len(draft.number) > 120), None)
    if long is not None:
        raise LawRefused("number", gettext("“%(number)s…” is too long for a number") % {"number": long[:60]})
