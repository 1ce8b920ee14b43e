"""What may happen to laws."""

from accede.knowledge.domain.bringing import Brought, Change, Draft, LawRefused, bring_in, preview
from accede.knowledge.domain.consent import give_consent, withdraw_consent

__all__ = [
    "Brought", "Change", "Draft", "LawRefused", "bring_in", "give_consent", "preview", "withdraw_consent",
]  # fmt: skip
