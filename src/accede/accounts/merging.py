"""Two records that turned out to be one: the one is kept, the other leads to it, and all that pointed at it is thought of.

For every column that can point at such a record a :class:`Way` says what becomes of it; a test walks the models and fails
where one was forgotten. Rooms above register their records and columns at start-up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accede.accounts import trail
from accede.accounts.models import Organisation, Person, Role, Token
from accede.accounts.people import Refused
from accede.accounts.rights import Actor, Map, demand
from accede.accounts.subjects import ORGANISATIONS, PEOPLE
from accede.kit.folding import name_key

Pair = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """What becomes of the rows that point at the merged record: they move to the kept one, or stay with what was.

    ``before`` is asked first, under the lock, with both records: it may raise ``Refused``, or take out of the way what would
    clash. ``why`` says in words why rows stay.
    """

    moves: bool
    before: Callable[[Any, Any, datetime], None] | None = None
    why: str = ""


MOVES = Way(moves=True)


def stays(why: str) -> Way:
    """Rows that say what was done at the time."""
    return Way(moves=False, why=why)


@dataclass(frozen=True, slots=True)
class Mergeable:
    """A kind of record that can be merged: what a person chooses between, what has to be the same, and what closes it."""

    kind: str
    model: type[models.Model]
    to: Map
    label: str | Promise
    fields: Mapping[str, str | Promise]
    same: Sequence[str] = ()
    confirmed: bool = False
    warning: str | Promise = ""
    rows: Callable[[], QuerySet[Any]] = field(default=lambda: Person.objects.none())
    keys: Callable[[Any], Iterable[str]] = field(default=lambda it: [name_key(it.name)])
    close: Callable[[Any, datetime, str], None] | None = None


KINDS: dict[str, Mergeable] = {}
WAYS: dict[tuple[str, str], Way] = {}


def register(it: Mergeable) -> None:
    """Make a kind of record mergeable."""
    KINDS[it.kind] = it


def register_ways(ways: Mapping[tuple[str, str], Way]) -> None:
    """Say what becomes of columns, by model ("app.Model") and field."""
    WAYS.update(ways)


def pointing_at(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Every column of every table that can point at a row of *model*, its own ``merged_into`` left out."""
    return [
        (other, it.name)
        for other in apps.get_models(include_auto_created=True)
        for it in other._meta.concrete_fields
        if it.is_relation and it.related_model is model and it.name != "merged_into"
    ]


def likely_doubles(it: Mergeable, rows: QuerySet[Any], *, most: int = 100) -> list[Pair]:
    """Pairs among *rows* that share a key (the name whatever its order and accents, the address), the older record first."""
    by_key: dict[str, list[Any]] = {}
    for row in rows.order_by("pk"):
        for key in {key for key in it.keys(row) if key}:
            by_key.setdefault(key, []).append(row)
    found: dict[tuple[int, int], Pair] = {}
    for group in by_key.values():
        for other in group[1:]:
            if all(getattr(group[0], name) == getattr(other, name) for name in it.same):
                found.setdefault((group[0].pk, other.pk), (group[0], other))
    return [found[key] for key in sorted(found)][:most]


def merge(
    it: Mergeable, kept: Any, gone: Any, *, values: Mapping[str, Any], reason: str, by: Actor, now: datetime
) -> Any:
    """Merge *gone* into *kept*, which takes *values* of the fields that were chosen between. One transaction, both rows locked.

    Raises ``Denied``, or ``Refused`` with what stands in the way; then nothing has changed. It cannot be undone: the trail
    names each row that moved.
    """
    if kept.pk == gone.pk:
        raise Refused(gettext("These are the same record; choose another."))
    if not reason.strip():
        raise Refused(gettext("Give a reason."), field="reason")
    with transaction.atomic():
        both = it.model._default_manager.select_for_update(no_key=True).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
        locked = {row.pk: row for row in both}
        kept, gone = locked[kept.pk], locked[gone.pk]
        subjects = [it.to.subject(row) for row in (kept, gone)]
        for subject in subjects:
            demand(by, "merge", subject)
        _check(it, kept, gone)
        moved = _move(it, kept, gone, now)
        states = set(subjects[0].states) | set(subjects[1].states)
        before = {name: getattr(kept, name) for name, value in values.items() if getattr(kept, name) != value}
        for name in before:
            setattr(kept, name, values[name])
        _saved(kept, now)
        gone.merged_into = kept
        if it.close is not None:
            it.close(gone, now, reason)
        _saved(gone, now)
        # Who pointed at the merged one points at the kept one at once: no address leads over two stations.
        for former in it.model._default_manager.filter(merged_into=gone):
            former.merged_into = kept  # type: ignore[attr-defined]
            former.save()
        trail.add(
            by=by, verb="merge", record=it.kind, record_id=kept.pk, now=now, why=reason, states=states, before=before,
            after={**{name: getattr(kept, name) for name in before}, "merged": gone.pk, "moved": moved},
        )  # fmt: skip
        trail.add(
            by=by, verb="merged", record=it.kind, record_id=gone.pk, now=now, why=reason, states=states,
            after={"into": kept.pk},
        )  # fmt: skip
    return kept


def _check(it: Mergeable, kept: Any, gone: Any) -> None:
    for row in (kept, gone):
        if row.merged_into_id is not None:
            raise Refused(gettext("One of them was merged already; look again."))
        if getattr(row, "archived_at", None) is not None or getattr(row, "erased_at", None) is not None:
            raise Refused(gettext("One of them was archived or erased; it stays as it is."))
    different = [name for name in it.same if getattr(kept, name) != getattr(gone, name)]
    if different:
        raise Refused(gettext("They are of different kinds or States, and so cannot be one."))


def _move(it: Mergeable, kept: Any, gone: Any, now: datetime) -> dict[str, list[int]]:
    """Ask and move column by column; answers the keys of the rows that moved."""
    columns = pointing_at(it.model)
    for other, name in columns:
        way = WAYS[other._meta.label, name]
        if way.before is not None:
            way.before(kept, gone, now)
    moved = {}
    for other, name in columns:
        if WAYS[other._meta.label, name].moves:
            rows: list[models.Model] = list(models.QuerySet(other).filter(**{name: gone}))
            for row in rows:
                setattr(row, name, kept)
                row.save(update_fields=[name])
            if rows:
                moved[f"{other._meta.model_name}.{name}"] = [row.pk for row in rows]
    return moved


def _saved(row: Any, now: datetime) -> None:
    if hasattr(row, "version"):
        row.version += 1
        row.changed_at = now
    row.save()


def _one_role_each(kept: Organisation, gone: Organisation, now: datetime) -> None:
    """Who holds the same role in both holds it once."""
    held = set(Role.objects.filter(organisation=kept, ended_at__isnull=True).values_list("person", "kind"))
    for role in Role.objects.select_for_update(of=("self",), no_key=True).filter(
        organisation=gone, ended_at__isnull=True
    ):
        if (role.person_id, role.kind) in held:
            role.ended_at, role.end_reason = now, gettext("The organisation was merged.")
            role.save(update_fields=["ended_at", "end_reason"])


def _close_organisation(gone: Organisation, now: datetime, reason: str) -> None:
    gone.archived_at, gone.archive_reason = now, reason


def _close_account(gone: Person, now: datetime, reason: str) -> None:
    """Nobody signs in with it any more, and its rights end: they do not pass on."""
    for role in Role.objects.select_for_update(of=("self",), no_key=True).filter(person=gone, ended_at__isnull=True):
        role.ended_at, role.end_reason = now, gettext("The account was merged.")
        role.save(update_fields=["ended_at", "end_reason"])
    for key in Token.objects.select_for_update(of=("self",), no_key=True).filter(person=gone, revoked_at__isnull=True):
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
    for session in UserSession.objects.filter(user=gone):
        session.end()
    EmailAddress.objects.filter(user=gone).delete()
    Authenticator.objects.filter(user=gone).delete()
    gone.is_active = False
    gone.set_unusable_password()


_DONE_THEN = stays("it was done by this account")
_CLOSED = stays("the account is closed, and what opens it goes with it")

register_ways(
    {
        ("accounts.Role", "organisation"): Way(moves=True, before=_one_role_each),
        ("accounts.Invitation", "organisation"): MOVES,
        ("accounts.Role", "person"): stays("rights do not pass on"),
        ("accounts.Role", "granted_by"): _DONE_THEN,
        ("accounts.Invitation", "invited_by"): _DONE_THEN,
        ("accounts.Invitation", "accepted_by"): _DONE_THEN,
        ("accounts.AdminSession", "person"): _DONE_THEN,
        ("accounts.Event", "person"): stays("the trail says who acted, and is never changed"),
        ("accounts.Token", "person"): _CLOSED,
        ("account.EmailAddress", "user"): _CLOSED,
        ("mfa.Authenticator", "user"): _CLOSED,
        ("usersessions.UserSession", "user"): _CLOSED,
        ("accounts.Organisation", "created_by"): _DONE_THEN,
    }
)
register(
    Mergeable(
        "organisation", Organisation, ORGANISATIONS, _("Organisations"),
        {"name": _("Name"), "short_name": _("Short name"), "website": _("Website")}, same=("kind", "participant_id"),
        rows=lambda: Organisation.objects.filter(archived_at__isnull=True, merged_into__isnull=True),
        keys=lambda it: [f"{it.kind} {it.participant_id} {name_key(it.name)}"], close=_close_organisation,
        warning=_(
            "Roles held in it, requests circulated to it and its part in activities go over to the one that is kept: its "
            "people will see what those of the other saw."
        ),
    )
)  # fmt: skip
register(
    Mergeable(
        "person", Person, PEOPLE, _("Accounts"), {"name": _("Name"), "language": _("Language")}, confirmed=True,
        rows=lambda: Person.objects.filter(merged_into__isnull=True, erased_at__isnull=True).prefetch_related(
            "roles__organisation"
        ),
        close=_close_account,
        warning=_(
            "The other account is closed. Its roles end and do not pass on, so that nobody gains rights by this; what was done "
            "with it stays done by it. Requests and plans in its care go over to the account that is kept."
        ),
    )
)  # fmt: skip
