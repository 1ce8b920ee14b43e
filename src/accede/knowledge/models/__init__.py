"""What this room keeps: laws with their versions and provisions, cases, publications and tools."""

from accede.knowledge.models.cases import Case, CaseProvision, Outcome
from accede.knowledge.models.laws import Law, LawVersion, Provision
from accede.knowledge.models.publications import Holder, Publication, PublicationKind
from accede.knowledge.models.sharing import LANGUAGES, Shared

__all__ = [
    "LANGUAGES", "Case", "CaseProvision", "Holder", "Law", "LawVersion", "Outcome", "Provision", "Publication",
    "PublicationKind", "Shared",
]  # fmt: skip
