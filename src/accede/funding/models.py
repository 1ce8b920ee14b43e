"""What is stored of funding: contributions, the ledger, allocations, rates, closed periods, help in kind, running costs.

Entries and their lines are append-only, in the program and in the database (migration 0002). A line moves an amount from one
account to another, so that an entry that does not balance cannot be stored.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accede.accounts.models import Organisation, Person
from accede.accounts.records import Record
from accede.assistance.models import Activity, Plan, Programme
from accede.funding.ledger.book import Account, Kind
from accede.funding.ledger.earmarks import By, Strength
from accede.kit.append_only import AppendOnly


class Source(models.TextChoices):
    """Out of which budget money comes."""

    VOLUNTARY = "voluntary", _("Voluntary contribution")
    REGULAR = "regular", _("Regular budget")


STRENGTHS = [
    (Strength.NONE.value, _("Not earmarked")), (Strength.SOFT.value, _("Softly earmarked")),
    (Strength.TIGHT.value, _("Tightly earmarked")),
]  # fmt: skip
DIMENSIONS = [
    (By.REGION.value, _("Region")), (By.STATE.value, _("State")), (By.THEME.value, _("Theme")),
    (By.PROGRAMME.value, _("Programme")), (By.PLAN.value, _("Plan")),
]  # fmt: skip
KINDS = [
    (Kind.PLEDGE.value, _("Pledge")), (Kind.AGREEMENT.value, _("Agreement")), (Kind.INSTALMENT.value, _("Instalment due")),
    (Kind.RECEIPT.value, _("Receipt")), (Kind.ALLOCATION.value, _("Allocation")), (Kind.SPENDING.value, _("Spending")),
    (Kind.RELEASE.value, _("Release")), (Kind.LAPSE.value, _("Promise lapsed")), (Kind.REFUND.value, _("Refund")),
    (Kind.REVERSAL.value, _("Reversal")),
]  # fmt: skip
ACCOUNTS = [
    (Account.DONOR.value, _("Donor")), (Account.PLEDGED.value, _("Pledged")), (Account.AGREED.value, _("Agreed")),
    (Account.DUE.value, _("Due")), (Account.EXCHANGE.value, _("Exchange")), (Account.RECEIVED.value, _("Received")),
    (Account.ALLOCATED.value, _("Allocated")), (Account.SPENT.value, _("Spent")),
]  # fmt: skip


class Contribution(Record):
    """Money that a donor gives, from its pledge to what it did. What stands where is in the ledger alone."""

    KIND: ClassVar[str] = "contribution"

    reference = models.CharField(max_length=30, unique=True)
    donor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contributions")
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.VOLUNTARY)
    #: ISO 4217; it does not change once something is entered.
    currency = models.CharField(max_length=3)
    strength = models.CharField(max_length=5, choices=STRENGTHS, default=Strength.NONE.value)
    #: The days from and to which it may be spent, where the agreement names them.
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    #: The donor agreed that everyone may see it: who gives, for what, and the sums.
    public = models.BooleanField(default=False)
    #: For the Office alone.
    conditions = models.TextField(blank=True)

    class Meta(Record.Meta):
        ordering = ["-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="contribution_ends_after",
            ),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="contribution_currency_code"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Earmark(models.Model):
    """What a contribution is for: a value of a dimension. Values of one dimension are alternatives."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="earmarks")
    by = models.CharField(max_length=10, choices=DIMENSIONS)
    #: The name of a region, the code of a State, a theme, or the key of a programme or plan.
    value = models.CharField(max_length=100)

    class Meta:
        ordering = ["by", "value"]
        constraints = [models.UniqueConstraint(fields=["contribution", "by", "value"], name="earmark_once")]


class AllocationStatus(models.TextChoices):
    """Where an allocation stands."""

    PROPOSED = "proposed", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class Allocation(Record):
    """Money of a contribution set aside for one activity, programme or plan in a year.

    Made by one person (``created_by``); above the limit it counts only when another has approved it.
    """

    KIND: ClassVar[str] = "allocation"

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="allocations")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="allocations")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="allocations")
    #: US cents.
    cents = models.BigIntegerField()
    #: The year whose requirement it meets.
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=AllocationStatus.choices)
    two_persons = models.BooleanField(default=False)
    purpose = models.TextField(blank=True)
    #: Why it goes beyond a soft earmark.
    beyond_earmark_because = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta(Record.Meta):
        ordering = ["-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(cents__gt=0), name="allocation_of_something"),
            models.CheckConstraint(
                condition=(
                    Q(activity__isnull=False, programme__isnull=True, plan__isnull=True)
                    | Q(activity__isnull=True, programme__isnull=False, plan__isnull=True)
                    | Q(activity__isnull=True, programme__isnull=True, plan__isnull=False)
                ),
                name="allocation_for_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved", two_persons=True)
                | (Q(decided_by__isnull=False, created_by__isnull=False) & ~Q(decided_by=F("created_by"))),
                name="allocation_above_limit_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(decision_reason=""), name="allocation_rejected_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution.reference} → {self.target}"

    @property
    def target(self) -> Activity | Programme | Plan:
        """What it pays for."""
        found = self.activity or self.programme or self.plan
        if found is None:
            raise ValueError("an allocation is for an activity, a programme or a plan")
        return found


class Books(models.Model):
    """One row, locked while something is entered or a period closed: balances are read and written by one at a time."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_set_of_books")]


class Entry(AppendOnly):
    """Something that happened to a contribution's money. Corrected by another entry that reverses it, and in no other way."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=KINDS)
    #: The day in whose period it counts.
    on = models.DateField()
    #: By which day an instalment is to be paid.
    due_on = models.DateField(null=True)
    allocation = models.ForeignKey(Allocation, null=True, on_delete=models.PROTECT, related_name="entries")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    #: Units of the contribution's currency for one US dollar, and since when that rate was in force.
    rate = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    rate_since = models.DateField(null=True)
    memo = models.TextField(blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["contribution", "on", "id"], name="entries_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="reversal_names_its_entry",
            ),
            models.CheckConstraint(condition=~Q(kind="reversal") | ~Q(memo=""), name="reversal_with_reason"),
            models.CheckConstraint(
                condition=~Q(kind="instalment") | Q(due_on__isnull=False), name="instalment_due_on_a_day"
            ),
        ]


class Line(AppendOnly):
    """An amount in minor units that moves from one account to another."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    source = models.CharField(max_length=10, choices=ACCOUNTS)
    target = models.CharField(max_length=10, choices=ACCOUNTS)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_of_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="line_between_two_accounts"),
            models.CheckConstraint(
                condition=Q(source__in=[name for name, _label in ACCOUNTS], target__in=[name for name, _label in ACCOUNTS]),
                name="line_between_known_accounts",
            ),
        ]  # fmt: skip


class ExchangeRate(AppendOnly):
    """Units of a currency for one US dollar from a day on. A later row for the same day corrects an earlier one."""

    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=20, decimal_places=8)
    since = models.DateField()
    #: The file it came from.
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["currency", "since", "id"]
        constraints = [models.CheckConstraint(condition=Q(rate__gt=0), name="rate_of_something")]


class PeriodClose(AppendOnly):
    """All days up to and with ``until`` are closed for entries. Never opened again."""

    until = models.DateField(unique=True)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-until"]


class InKindKind(models.TextChoices):
    """What is given in place of money."""

    EXPERTS = "experts", _("Experts")
    PREMISES = "premises", _("Premises")
    EQUIPMENT = "equipment", _("Equipment")
    TRAVEL = "travel", _("Travel")


class Valuation(models.TextChoices):
    """How help in kind was valued."""

    NOT_VALUED = "not_valued", _("Not valued")
    DONOR_COST = "donor_cost", _("What it cost the donor, by its own account")
    MARKET = "market", _("Market price")
    OFFICE_RATE = "office_rate", _("What the Office would have paid by its own rates")


class InKind(Record):
    """Help that is no money. Its value, where one is stated, stands beside the ledger and is never added to it."""

    KIND: ClassVar[str] = "in_kind"

    donor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="in_kind")
    kind = models.CharField(max_length=10, choices=InKindKind.choices)
    what = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    #: Of what: days, months, rooms, tickets.
    unit = models.CharField(max_length=40, blank=True)
    given_on = models.DateField()
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="in_kind")
    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="in_kind")
    valuation = models.CharField(max_length=12, choices=Valuation.choices)
    #: In what the value was stated, and in US cents at the rate of the day on which it was given.
    currency = models.CharField(max_length=3, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    cents = models.BigIntegerField(null=True, blank=True)
    #: The quotation, the letter, the table of rates.
    valued_by = models.CharField(max_length=300, blank=True)
    public = models.BooleanField(default=False)

    class Meta(Record.Meta):
        ordering = ["-given_on", "-id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valuation="not_valued", amount__isnull=True, cents__isnull=True)
                | (~Q(valuation="not_valued") & Q(amount__gt=0, cents__gte=0) & ~Q(valued_by="") & ~Q(currency="")),
                name="in_kind_valued_by_a_method",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ProgrammeCost(Record):
    """What a programme costs in a year beside its activities: staff, offices. None where it is not costed yet."""

    KIND: ClassVar[str] = "programme_cost"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="costs")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    cents = models.BigIntegerField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["programme", "year", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(cents__isnull=True) | Q(cents__gte=0), name="programme_cost_positive"),
        ]

    def __str__(self) -> str:
        return self.title


__all__ = [
    "ACCOUNTS", "DIMENSIONS", "KINDS", "STRENGTHS", "Allocation", "AllocationStatus", "Books", "Contribution", "Earmark",
    "Entry", "ExchangeRate", "InKind", "InKindKind", "Line", "PeriodClose", "ProgrammeCost", "Source",
    "Valuation",
]  # fmt: skip
