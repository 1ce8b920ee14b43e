"""Entry into force: from an instrument's own clause to a date, for the instrument and for each State."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from accede.law.actions import ActionKind
from accede.law.catalogue import Counting, Delay, FirstEntry, Instrument
from accede.law.dates import add_days, add_months, first_of_month_after
from accede.law.reasons import COUNTING


@dataclass(frozen=True)
class Effect:
    """When an act takes effect: the date (None where it cannot be known), the article, and a note."""

    date: dt.date | None
    article: str
    rule: str
    note: str = ""


def count_from(deposit: dt.date, *, counting: Counting, delay: Delay | None) -> dt.date | None:
    """The day that the clause's way of counting gives; None where the clause is not known.

    >>> count_from(dt.date(2003, 9, 23), counting=Counting.N_DAYS, delay=Delay(days=90))  # SUA 18(2), Afghanistan
    datetime.date(2003, 12, 22)
    >>> count_from(dt.date(1978, 5, 3), counting=Counting.DAY_AFTER_N_MONTHS, delay=Delay(months=3))  # ECST 11(2)
    datetime.date(1978, 8, 4)
    >>> count_from(dt.date(2007, 2, 1), counting=Counting.FIRST_AFTER_THREE_MONTHS, delay=None)  # CECPT 23(3)
    datetime.date(2007, 6, 1)
    """
    match counting:
        case Counting.ON_DEPOSIT:
            return deposit
        case Counting.FIRST_OF_SECOND_MONTH:
            return first_of_month_after(deposit, months=2)
        case Counting.FIRST_AFTER_THREE_MONTHS:
            return first_of_month_after(add_months(deposit, 3), months=1)
        case Counting.UNKNOWN:
            return None
    if delay is None:
        return None
    shifted = add_delay(deposit, delay)
    return shifted + timedelta(days=1) if counting is Counting.DAY_AFTER_N_MONTHS else shifted


def add_delay(day: dt.date, delay: Delay) -> dt.date:
    """*day* plus a period of days, months or years."""
    return add_days(add_months(day, delay.months + 12 * delay.years), delay.days)


def describe(counting: Counting, delay: Delay | None) -> str:
    """The way of counting in English, with its number.

    >>> describe(Counting.NTH_DAY, Delay(days=30))
    'day 30 after the deposit'
    """
    number = (delay.days or delay.months or delay.years * 12) if delay else 0
    return COUNTING[counting.value] % {"number": number}


@dataclass(frozen=True)
class Deposit:
    """A consent that may count towards the threshold."""

    participant: str
    action: ActionKind
    date: dt.date
    organisation: bool = False


def threshold(first: FirstEntry, *, parties_to_parent: int | None = None) -> int | None:
    """How many deposits bring the instrument into force; a share ("two thirds") needs the parent's number of parties."""
    if first.count is not None:
        return first.count
    if first.share is None or parties_to_parent is None:
        return None
    share = Fraction(first.share) * parties_to_parent
    return -(-share.numerator // share.denominator)


def general_entry(
    instrument: Instrument,
    deposits: Iterable[Deposit],
    *,
    parent_deposits: Iterable[Deposit] = (),
    not_before: dt.date | None = None,
) -> Effect:
    """Compute the general entry into force from deposits: a check on the recorded date, never a replacement for it.

    *parent_deposits* serve a threshold that is a share of the parties to another instrument (CPPNM 20(2)); *not_before* is the
    entry into force of the instrument named by the rule's ``not_before``.
    """
    rule = instrument.entry_into_force_rule
    if rule is None:
        return Effect(None, "", "", "The instrument has no clause on entry into force.")
    first = rule.first
    words = describe(first.counting, first.delay)
    counted = sorted(
        (d for d in deposits if d.action in first.counts and (first.organisations_counted or not d.organisation)),
        key=lambda deposit: deposit.date,
    )
    parents = sorted(deposit.date for deposit in parent_deposits)
    for position, deposit in enumerate(counted, start=1):
        needed = threshold(first, parties_to_parent=sum(day <= deposit.date for day in parents))
        if needed is not None and position >= needed:
            effect = count_from(deposit.date, counting=first.counting, delay=first.delay)
            if effect and not_before and effect < not_before:
                effect = not_before
            note = f"Number {needed} of the deposits that count is that of {deposit.participant} on {deposit.date}."
            return Effect(effect, first.article, words, note)
    return Effect(None, first.article, words, f"Only {len(counted)} deposits that count are known.")


def state_entry(
    instrument: Instrument,
    *,
    action: ActionKind,
    deposit: dt.date | None,
    succession_from: dt.date | None = None,
) -> Effect:
    """When the instrument enters into force for a State that deposited on *deposit*.

    Never before the general entry into force. A succession takes effect on the State's date of succession, not on the day
    of its notification (general international law; the depositary's practice); without that date the answer is open.
    """
    rule = instrument.entry_into_force_rule
    general = instrument.entered_into_force
    if rule is None:
        return Effect(None, "", "", "The instrument has no clause on entry into force.")
    article = rule.each_state.article
    if action is ActionKind.SUCCESSION:
        if succession_from is None:
            note = "A succession takes effect on the date of succession, which is not given."
            return Effect(None, article, "date of succession", note)
        if general is None:
            return Effect(None, rule.first.article, "date of succession", "The instrument is not known to be in force.")
        return _not_before_general(succession_from, general, article=rule.first.article, rule="date of succession")
    if deposit is None:
        return Effect(None, article, "", "The date of deposit is not known.")
    counting, delay = rule.each_state.counting, rule.each_state.delay
    words = describe(counting, delay)
    counted = count_from(deposit, counting=counting, delay=delay)
    if counted is None:
        return Effect(None, article, words, "The way of counting has not been checked against the treaty.")
    if general is None:
        return Effect(None, rule.first.article, words, "The instrument is not known to be in force.")
    if counted < general:
        return _not_before_general(counted, general, article=rule.first.article, rule=words)
    return Effect(counted, article, words)


def withdrawal_effect(instrument: Instrument, *, notified: dt.date) -> Effect:
    """When a withdrawal takes effect by the denunciation clause; open where the clause is not known."""
    clause = instrument.withdrawal
    if clause is None or clause.article is None:
        return Effect(None, "", "", "The denunciation clause is not known.")
    if clause.delay is not None:
        return Effect(
            add_delay(notified, clause.delay), clause.article, f"period from {clause.start or 'notification'}"
        )
    if clause.counting == "first-day-of-month-following-expiry-of-three-months":
        effect = count_from(notified, counting=Counting.FIRST_AFTER_THREE_MONTHS, delay=None)
        return Effect(effect, clause.article, "first day of the month after three months from the notification")
    if clause.counting == "on-notification-or-later-date-stated":
        note = "Immediately, unless the notification states a later date."
        return Effect(notified, clause.article, "on notification", note)
    return Effect(None, clause.article, "", "The period of notice has not been checked against the treaty.")


def _not_before_general(day: dt.date, general: dt.date, *, article: str, rule: str) -> Effect:
    if day < general:
        return Effect(general, article, rule, "The general entry into force is later and decides.")
    return Effect(day, article, rule)
