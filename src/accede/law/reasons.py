"""Sentences that explain an answer. Each is a template with named parts, so that it can be said in another language."""

from dataclasses import dataclass, field
from datetime import date


def gettext_noop(message: str) -> str:
    """Mark *message* for translation; the pages translate the template, this package stays free of gettext."""
    return message


@dataclass(frozen=True)
class Reason:
    """One sentence: a template and what fills it. ``str(reason)`` is the English sentence."""

    template: str
    parts: dict[str, str | int | date] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.parts


def reason(template: str, /, **parts: str | int | date) -> Reason:
    """Shorthand for :class:`Reason`."""
    return Reason(template, parts)


DEPOSITED = gettext_noop("Deposit of %(action)s on %(date)s (%(source)s).")
SUCCEEDED = gettext_noop("Succession notified on %(date)s, reaching back to %(since)s (%(source)s).")
SUCCEEDED_OPEN = gettext_noop(
    "Succession notified on %(date)s; the date to which it reaches back is not recorded here (%(source)s)."
)
PREDECESSOR = gettext_noop("The deposit is the predecessor's (%(predecessors)s); the State exists since %(since)s.")
LISTED = gettext_noop("Listed as a party on %(date)s, without a usable date of deposit (%(source)s).")
IMPLIED = gettext_noop(
    "%(action)s of %(protocol)s on %(date)s makes a State outside this instrument a party to it as amended (%(article)s). "
    "Relations with States bound only by the earlier text are not regulated."
)
IN_FORCE = gettext_noop("In force for it from %(date)s (article %(article)s: %(rule)s).")
IN_FORCE_GENERAL = gettext_noop("In force for it from %(date)s, the general entry into force (article %(article)s).")
IN_FORCE_RECORDED = gettext_noop("In force for it from %(date)s, as the source records.")
IN_FORCE_DIFFERS = gettext_noop("By the rule of article %(article)s the date would be %(date)s.")
NOT_YET_IN_FORCE = gettext_noop("Not yet in force for it on %(on)s.")
IN_FORCE_UNKNOWN = gettext_noop("From when it is in force for it is not known.")
IN_FORCE_BY = gettext_noop("In force for it by %(date)s at the latest.")
STAYS_PARTY = gettext_noop("Withdrawals are known up to %(date)s; after that a party is taken to stay one.")
WITHDREW = gettext_noop("Withdrawal notified on %(date)s, with effect from %(effective)s (%(source)s).")
WITHDREW_OPEN = gettext_noop("Withdrawal notified on %(date)s; when it takes effect is not recorded (%(source)s).")
SIGNED = gettext_noop("Signed on %(date)s (%(source)s); no deposit in the list complete as of %(complete)s.")
SIGNED_LAST_KNOWN = gettext_noop(
    "Signed on %(date)s and had deposited nothing by %(complete)s, where the source ends; later deposits are not known."
)
ABSENT = gettext_noop("Not in the list that is complete as of %(complete)s (%(source)s).")
ABSENT_LAST_KNOWN = gettext_noop(
    "Not party when last known, on %(complete)s (%(source)s); what happened between then and %(on)s is not known."
)
SIGNATURE_NOT_LISTED = gettext_noop("Whether it signed is not known: the list shows deposits only.")
WITHDRAWALS_NOT_PRINTED = gettext_noop(
    "This list prints no withdrawals: a State that was a party and left before %(complete)s would be missing."
)
NOT_ADOPTED = gettext_noop("The instrument was adopted on %(date)s; there was nothing to be party to on %(on)s.")
NO_SUCH_STATE = gettext_noop("%(name)s did not exist as a State on %(on)s: it exists since %(since)s (%(source)s).")
POSSIBLE_BY = gettext_noop("A party by %(latest)s at the latest; whether already on %(on)s is not known.")
SOURCES_DIFFER = gettext_noop("Sources differ on the date: %(earliest)s or %(latest)s; both are kept.")
SET_ASIDE = gettext_noop("%(source)s gives %(date)s, which is not used: %(note)s")
MODE_DIFFERS = gettext_noop("%(source)s calls it %(action)s.")
DISPUTED = gettext_noop("The sources do not agree on its status: %(note)s")
EARLIER_UNKNOWN = gettext_noop("Its status before %(complete)s is not known: %(note)s")
ABSENT_FROM_NEWER = gettext_noop(
    "Listed as a party before, absent from the list complete as of %(complete)s, with no withdrawal recorded: %(note)s"
)
NO_LIST = gettext_noop("No list of parties to this instrument has been loaded.")
LIST_BEFORE_STATE = gettext_noop("The list ends on %(complete)s, before %(name)s came into being.")
NOTE = gettext_noop("Note: %(note)s")

#: How a text counts, in words. Keys are the values of :class:`accede.law.catalogue.Counting`.
COUNTING = {
    "nth-day-after-deposit": gettext_noop("day %(number)s after the deposit"),
    "n-days-after-deposit": gettext_noop("%(number)s days after the deposit"),
    "n-months-after-deposit": gettext_noop("%(number)s months after the deposit"),
    "day-after-n-months-from-deposit": gettext_noop("the day after %(number)s months from the deposit"),
    "first-day-of-second-month-following-deposit": gettext_noop("first day of the second month following the deposit"),
    "first-day-of-month-following-expiry-of-three-months-after-deposit": gettext_noop(
        "first day of the month after three months from the deposit"
    ),
    "on-deposit": gettext_noop("on the day of deposit"),
    "unknown": gettext_noop("the way of counting is not known"),
}
