"""What is stored of people and organisations, of what they may do, and of what was done.

A person is who signs in. What they may do comes from roles alone (:class:`Role`), each held in an organisation and, for the
Office, for named States, regions or programmes; nobody holds standing rights over everything
(:class:`AdminSession`). The audit trail (:class:`Event`) is append-only and hash-chained.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.records import Record
from accede.kit.append_only import AppendOnly
from accede.treaties.models import Participant


class OrganisationKind(models.TextChoices):
    """Whose an organisation is."""

    STATE = "state", _("State body")
    OFFICE = "office", _("the Office")
    PARTNER = "partner", _("Partner entity")
    DONOR = "donor", _("Donor")


class RoleKind(models.TextChoices):
    """The roles that the table of rights speaks of."""

    FOCAL_POINT = "focal_point", _("National focal point")
    CONTRIBUTOR = "contributor", _("National contributor")
    OFFICER = "officer", _("Programme officer")
    COORDINATOR = "coordinator", _("Coordinator")
    PARTNER = "partner", _("Partner")
    DONOR = "donor", _("Donor")
    REPORTING = "reporting", _("Reporting officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


#: Who may hold a role: a role of a State is held in a body of that State, and so on.
HELD_IN: dict[str, str] = {
    RoleKind.FOCAL_POINT: OrganisationKind.STATE,
    RoleKind.CONTRIBUTOR: OrganisationKind.STATE,
    RoleKind.OFFICER: OrganisationKind.OFFICE,
    RoleKind.COORDINATOR: OrganisationKind.OFFICE,
    RoleKind.PARTNER: OrganisationKind.PARTNER,
    RoleKind.DONOR: OrganisationKind.DONOR,
    RoleKind.REPORTING: OrganisationKind.OFFICE,
    RoleKind.AUDITOR: OrganisationKind.OFFICE,
    RoleKind.ADMINISTRATOR: OrganisationKind.OFFICE,
}


class Organisation(Record):
    """A ministry or other body of a State, the Office, a partner entity or a donor."""

    KIND: ClassVar[str] = "organisation"

    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    participant = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="bodies")
    website = models.URLField(blank=True)
    #: The organisation that this one turned out to be: it is shown in its place.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    class Meta(Record.Meta):
        ordering = ["name", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.STATE) | Q(participant__isnull=False),
                name="organisation_of_a_state_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class PersonManager(BaseUserManager["Person"]):
    """People are found by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Who signs in. Personal data: kept as long as the account and erased on request; the row stays for the trail."""

    KIND: ClassVar[str] = "person"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    #: How often a digest of notices is sent: "daily", "weekly" or "never".
    digest = models.CharField(max_length=10, default="daily")
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    sample = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A role that a person holds in an organisation, from one day to another. Ended, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind.choices)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"], condition=Q(ended_at__isnull=True), name="role_held_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("granted_at")), name="role_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class RoleScope(models.Model):
    """What an officer is assigned to: a State (its code), a region (its name) or a programme (its id). None: nothing."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="scopes")
    kind = models.CharField(
        max_length=10, choices=[("state", _("State")), ("region", _("Region")), ("programme", _("Programme"))]
    )
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "kind", "value"], name="role_scope_once")]


class Invitation(models.Model):
    """The only way in: a letter with a link that works once and for a time. Only the hash of the link is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=RoleKind.choices)
    #: Pairs of kind and value, as in :class:`RoleScope`.
    scopes = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)


class AdminSession(models.Model):
    """Rights over everything, for a time and a stated reason; logged, and shown to those whom it concerned."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="admin_sessions")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="admin_session_has_a_reason"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("opened_at")), name="admin_session_ends"),
        ]


class Token(models.Model):
    """A personal key to the API: scoped, expiring, shown once; only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    #: The first characters, by which its owner knows it again.
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    #: "read", or "read" and "write".
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Event(AppendOnly):
    """One change: who did what to which record, when and why, and what stood before and after.

    ``hash`` is the SHA-256 of the row's content and of the hash of the row before it, so that a row that was changed,
    left out or put in is found (:func:`accede.accounts.trail.verify`).
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    #: Who it was where no person did it: "command", "worker", "import".
    agent = models.CharField(max_length=40, blank=True)
    #: The administrator's session under which it was done.
    admin_session = models.ForeignKey(AdminSession, null=True, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=40)
    record = models.CharField(max_length=40)
    record_id = models.CharField(max_length=40)
    #: The States concerned, by which their focal points find what was done.
    states = models.JSONField(default=list)
    why = models.TextField(blank=True)
    #: The digest of the row's :class:`EventDetail`.
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["record", "record_id", "number"], name="event_of_record")]


class EventDetail(models.Model):
    """The values before and after a change.

    Beside the chain, which holds their digest alone, since personal data is erased on request.

    An erased detail is named by an event of its own (verb "erase"); one that is empty without it is a fault.
    """

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="detail")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)


class TrailHead(models.Model):
    """One row: the last event, locked while the next is added, so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_trail_head")]
