"""What stands in the accounts, of one contribution or of all that somebody may see, in a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from accede.accounts.rights import Actor, visible
from accede.funding.domain import books
from accede.funding.ledger import book
from accede.funding.ledger.book import PROMISED, Account, Place
from accede.funding.ledger.money import HOUSE
from accede.funding.ledger.rates import NoRate
from accede.funding.models import Contribution, InKind, Line
from accede.funding.subjects import CONTRIBUTIONS, IN_KIND

Held = Mapping[Place, int]


def contributions_for(actor: Actor | None) -> QuerySet[Contribution]:
    """The contributions that the actor may see; all for None, which is for who owns the database."""
    found = Contribution.objects.filter(archived_at__isnull=True)
    return found if actor is None else visible(actor, found, CONTRIBUTIONS)


def held_by_contribution(
    contributions: Iterable[int] | None = None, *, on: date | None = None
) -> defaultdict[int, Counter[Place]]:
    """Balances by contribution, of some or of all, at the end of a day or now; one query."""
    lines = Line.objects.order_by()
    if contributions is not None:
        lines = lines.filter(entry__contribution__in=list(contributions))
    if on is not None:
        lines = lines.filter(entry__on__lte=on)
    rows = lines.values_list(
        "entry__contribution", "entry__allocation", "source", "target", "currency"
    ).annotate(sum=Sum("amount"))  # fmt: skip
    found: defaultdict[int, Counter[Place]] = defaultdict(Counter)
    for contribution, allocation, source, target, currency, amount in rows:
        for name, sign in ((source, -1), (target, 1)):
            account = Account(name)
            key = allocation or 0 if account in book.OF_ALLOCATION else 0
            found[contribution][Place(account, currency, key)] += sign * amount
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the money of a contribution stands: promised in its currency, the rest in US cents."""

    pledged: int
    agreed: int
    due: int
    received: int
    allocated: int
    spent: int
    currency: str

    @property
    def promised(self) -> int:
        """What is still to come, in the contribution's currency."""
        return self.pledged + self.agreed + self.due


def standing(held: Held, currency: str) -> Standing:
    """The balances of a contribution, by account."""
    sums = book.totals(held)
    cash = {account: sums[account, HOUSE] for account in book.IN_HOUSE}
    pledged, agreed, due = (sums[account, currency] for account in PROMISED)
    return Standing(
        pledged, agreed, due, cash[Account.RECEIVED], cash[Account.ALLOCATED], cash[Account.SPENT], currency
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class InKindLine:
    """Help in kind of one sort, valued by one method; ``cents`` is None where it was not valued."""

    kind: str
    valuation: str
    count: int
    cents: int | None


@dataclass(frozen=True, slots=True)
class Balance:
    """The trial balance on a day, and help in kind beside it, which is in no sum."""

    on: date
    contributions: int
    accounts: tuple[tuple[Account, str, int], ...]
    #: US cents of what is promised, at the rates of the day; None where a currency has none.
    promised: int | None
    without_rate: tuple[str, ...]
    in_kind: tuple[InKindLine, ...]
    faults: tuple[str, ...]

    def usd(self, account: Account) -> int:
        """US cents in an account that is held in US dollars."""
        return sum(amount for name, currency, amount in self.accounts if name is account and currency == HOUSE)


def balance(actor: Actor | None, *, on: date) -> Balance:
    """What stands in all accounts at the end of a day, over the contributions that the actor may see."""
    chosen = dict(contributions_for(actor).order_by().values_list("pk", "reference"))
    held = held_by_contribution(None if actor is None else chosen, on=on)
    sums: Counter[tuple[Account, str]] = Counter()
    faults = []
    for key, places in held.items():
        sums.update(book.totals(places))
        faults += [f"{chosen.get(key, key)}: {fault}" for fault in book.faults(places)]
    order = list(Account)
    accounts = sorted(
        ((*key, amount) for key, amount in sums.items() if amount), key=lambda it: (order.index(it[0]), it[1])
    )
    rates, promised, without = books.known_rates(), 0, set()
    for account, currency, amount in accounts:
        if account in PROMISED:
            try:
                promised += rates.cents(amount, currency, on)
            except NoRate:
                without.add(currency)
    given = InKind.objects.filter(archived_at__isnull=True, given_on__lte=on)
    given = given if actor is None else visible(actor, given, IN_KIND)
    kinds = (
        given.order_by("kind", "valuation")
        .values_list("kind", "valuation")
        .annotate(count=Count("pk"), sum=Sum("cents"))
    )
    return Balance(
        on, len(chosen), tuple(accounts), None if without else promised, tuple(sorted(without)),
        tuple(InKindLine(*row) for row in kinds), tuple(faults),
    )  # fmt: skip
