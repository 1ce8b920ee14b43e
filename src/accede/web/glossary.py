"""The glossary: each term of the field once, in plain words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accede.kit.tables import Table, Twin


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its meaning; ``anchor`` is its place in the page."""

    anchor: str
    term: Promise
    meaning: Promise


_TERMS = (
    Term(
        "acceptance",
        _("Acceptance, approval"),
        _("Acts with the effect of ratification, under other names in national law."),
    ),
    Term(
        "accession",
        _("Accession"),
        _("The act by which a State that did not sign becomes a party. It has the effect of ratification."),
    ),
    Term(
        "action",
        _("Action"),
        _("Anything a State does about a treaty: it signs, ratifies, accedes, withdraws, declares."),
    ),
    Term(
        "amendment",
        _("Amendment"),
        _("A change of a treaty. It binds only those of its parties that accept it, and only among themselves."),
    ),
    Term(
        "complete-as-of",
        _("Complete as of"),
        _(
            "The date up to which a list of parties has everything. Only up to that date can it be said that a State which "
            "is not in the list is not a party."
        ),
    ),
    Term(
        "consent",
        _("Consent to be bound"),
        _("Ratification, acceptance, approval, accession, succession or definitive signature."),
    ),
    Term(
        "definitive-signature",
        _("Definitive signature"),
        _("A signature that binds by itself, without ratification, where the treaty allows it."),
    ),
    Term(
        "denunciation",
        _("Denunciation, withdrawal"),
        _("The act by which a party leaves a treaty, after the notice that it sets."),
    ),
    Term(
        "deposit",
        _("Deposit"),
        _("Handing the instrument of ratification or accession to the depositary. Its date decides."),
    ),
    Term(
        "depositary", _("Depositary"), _("Who keeps the treaty and receives the acts: a Government or an organization.")
    ),
    Term(
        "entry-into-force",
        _("Entry into force"),
        _("The day from which a treaty binds: for the treaty as a whole, and then for each State that joins later."),
    ),
    Term(
        "formal-confirmation",
        _("Formal confirmation"),
        _("What ratification is called for an international organization."),
    ),
    Term(
        "in-force",
        _("In force for a State"),
        _("The State is a party, and the time that the treaty sets after its deposit has passed."),
    ),
    Term(
        "instrument",
        _("Instrument"),
        _("A convention, protocol or amendment. The 19 universal ones against terrorism are the regime here."),
    ),
    Term(
        "last-known",
        _("Not party when last known"),
        _(
            "The State was not a party on the last day of the newest list. What it has done since is not known, so the answer "
            "is “unknown”, with that date."
        ),
    ),
    Term(
        "not-party",
        _("Not party"),
        _("A list that is complete as of the date does not have the State. Nothing less allows it to be said."),
    ),
    Term(
        "obligation",
        _("Obligation"),
        _("What a treaty requires of a party's law or practice, here in our own words with the article."),
    ),
    Term("participant", _("Participant"), _("A State, or an organization that may be a party.")),
    Term(
        "party",
        _("Party"),
        _("A State that has expressed its consent to be bound, whether already in force for it or not yet."),
    ),
    Term(
        "predecessor",
        _("Predecessor"),
        _("The State that was responsible for a territory before another came into being there."),
    ),
    Term(
        "protocol",
        _("Protocol"),
        _("A treaty that adds to or changes another, which its parties usually must have joined."),
    ),
    Term("ratification", _("Ratification"), _("The act by which a State that signed becomes a party.")),
    Term(
        "regional-group",
        _("Regional group"),
        _("The groups in which Member States of the United Nations sit for elections."),
    ),
    Term("reservation", _("Reservation, declaration"), _("A statement that limits or explains what a State accepts.")),
    Term(
        "signatory",
        _("Signatory"),
        _("A State that signed and is not a party. It is not bound, and must not defeat the treaty's purpose."),
    ),
    Term(
        "succession",
        _("Succession"),
        _(
            "A new State declares that it stays bound by a treaty of its predecessor. It reaches back to the State's beginning."
        ),
    ),
    Term(
        "unknown",
        _("Unknown"),
        _("No source answers for that date, or sources do not agree. Unknown is never counted as “no”."),
    ),
)


def terms() -> tuple[Term, ...]:
    """All terms, in the alphabetical order of English."""
    return _TERMS


def glossary_twin() -> Twin:
    """The glossary as data."""
    records = [{"id": it.anchor, "term": str(it.term), "meaning": str(it.meaning)} for it in _TERMS]
    return Twin(records, lambda: [Table.of(records, ("id", "term", "meaning"), name="Terms")], "accede-glossary")
