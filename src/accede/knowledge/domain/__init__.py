"""What may happen to laws, cases and publications."""

from accede.knowledge.domain.bringing import Brought, Change, Draft, LawRefused, bring_in, preview
from accede.knowledge.domain.cases import change_case, record_case
from accede.knowledge.domain.consent import give_consent, put_away, withdraw_consent
from accede.knowledge.domain.publications import change_publication, record_publication
from accede.knowledge.domain.refusing import FieldFault, Refused

__all__ = [
    "Brought", "Change", "Draft", "FieldFault", "LawRefused", "Refused", "bring_in", "change_case", "change_publication",
    "give_consent", "preview", "put_away", "record_case", "record_publication", "withdraw_consent",
]  # fmt: skip
