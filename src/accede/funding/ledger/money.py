"""Amounts as whole minor units of a currency (cents, fils, yen), so that no sum is ever rounded unseen."""

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache

from babel.numbers import get_currency_precision, list_currencies

from accede.funding.ledger.faults import Fault, gettext_noop

#: The currency in which needs are costed and money received is held.
HOUSE = "USD"
#: No contribution is larger: ten thousand million units of a currency with three decimal places.
LARGEST = 10**13
_NO_NUMBER = gettext_noop("“%(text)s” is no number; write it as 1250.00.")
_TOO_LARGE = gettext_noop("The amount is larger than any contribution; check the decimal point.")


class MoneyFault(Fault):
    """An amount or a currency that cannot be taken."""


@cache
def _known() -> frozenset[str]:
    return frozenset(list_currencies())


def currency_code(text: str) -> str:
    """The ISO 4217 code in capitals. Raises :class:`MoneyFault`.

    >>> currency_code(" eur ")
    'EUR'
    """
    code = text.strip().upper()
    if code not in _known():
        raise MoneyFault(
            gettext_noop("“%(text)s” is no ISO 4217 code of a currency; write one such as USD or EUR."),
            field="currency", text=text.strip()[:20],
        )  # fmt: skip
    return code


def places(currency: str) -> int:
    """How many decimal places the currency has.

    >>> places("USD"), places("JPY"), places("KWD")
    (2, 0, 3)
    """
    return get_currency_precision(currency)


def minor(amount: Decimal | str, currency: str) -> int:
    """An amount in minor units: exact, positive, and never rounded. Raises :class:`MoneyFault`.

    >>> minor("12.50", "USD"), minor("12", "JPY")
    (1250, 12)
    """
    try:
        number = Decimal(str(amount).strip())
    except InvalidOperation:
        raise MoneyFault(_NO_NUMBER, text=str(amount)[:30]) from None
    if not number.is_finite():
        raise MoneyFault(_NO_NUMBER, text=str(amount)[:30])
    if number <= 0:
        raise MoneyFault(
            gettext_noop("An amount is more than nothing; what goes back is entered as a reversal or a refund.")
        )
    if number > LARGEST:
        raise MoneyFault(_TOO_LARGE)
    scaled = number.scaleb(places(currency))
    if scaled != scaled.to_integral_value():
        raise MoneyFault(
            gettext_noop("%(currency)s has %(places)d decimal places, and %(number)s has more."),
            currency=currency, places=places(currency), number=number,
        )  # fmt: skip
    if scaled > LARGEST:
        raise MoneyFault(_TOO_LARGE)
    return int(scaled)


def major(amount: int, currency: str) -> Decimal:
    """Minor units as a decimal number of the currency.

    >>> major(1250, "USD"), major(12, "JPY")
    (Decimal('12.50'), Decimal('12'))
    """
    return Decimal(amount).scaleb(-places(currency))


def written(amount: int, currency: str) -> str:
    """The amount with its currency, as logs, files and errors write it.

    >>> written(1234567, "USD"), written(-12, "JPY")
    ('USD 12,345.67', 'JPY -12')
    """
    return f"{currency} {major(amount, currency):,.{places(currency)}f}"


def at_rate(amount: int, currency: str, rate: Decimal) -> int:
    """US cents for *amount* minor units at *rate* units of the currency for one dollar, half to even.

    >>> at_rate(9000, "EUR", Decimal("0.9")), at_rate(15000, "JPY", Decimal("150"))
    (10000, 10000)
    """
    if rate <= 0:
        raise MoneyFault(gettext_noop("A rate of exchange is more than nothing."), field="rate")
    dollars = major(amount, currency) / rate
    return int(dollars.scaleb(places(HOUSE)).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def shares(amount: int, weights: list[int]) -> list[int]:
    """*amount* split in proportion to *weights*, to the last cent: the parts add up to the whole, no part beyond its weight
    where the weights add up to *amount* or more.

    >>> shares(10, [1, 1, 1]), shares(5, [5, 0]), shares(3, [])
    ([4, 3, 3], [5, 0], [])
    """
    total = sum(weights)
    if total <= 0:
        return [0] * len(weights)
    found = [amount * weight // total for weight in weights]
    rests = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % total), at))
    for at in rests[: amount - sum(found)]:
        found[at] += 1
    return found
