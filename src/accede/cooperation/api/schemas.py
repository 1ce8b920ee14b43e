"""The forms of the room's answers, as the OpenAPI document shows them. The answers are made in ``accede.law.basis.answers``."""

from rest_framework import serializers

from accede.cooperation.records import Purpose
from accede.law.amendments import Bound
from accede.law.basis import Conclusion, Kind, Label, Mechanism, Subject

_BOUND = [(it.value, it.value) for it in Bound]
_KINDS = [(it.value, it.value) for it in Kind]


def _texts() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField())


class BasisSchema(serializers.Serializer[object]):
    """A basis that exists, with its articles and reasons."""

    instrument = serializers.CharField(
        help_text="Id of an instrument or of a bilateral treaty; own-law for the law of the State."
    )
    label = serializers.ChoiceField(choices=[(it.value, it.value) for it in Label])  # type: ignore[assignment]  # also an option
    mechanism = serializers.ChoiceField(choices=[(it.value, it.value) for it in Mechanism])
    articles = _texts()
    reasons = _texts()


class RejectedSchema(serializers.Serializer[object]):
    """A basis that was considered and does not exist, with why."""

    instrument = serializers.CharField()
    mechanism = serializers.ChoiceField(choices=[(it.value, it.value) for it in Mechanism])
    articles = _texts()
    reasons = _texts()


class BarSchema(serializers.Serializer[object]):
    """A ground of refusal, or one that a treaty takes away."""

    ground = serializers.CharField()
    effect = serializers.CharField()
    articles = _texts()


class ProsecuteSchema(serializers.Serializer[object]):
    """Whether the requested State must submit the case to prosecution when it does not surrender the person."""

    duty = serializers.ChoiceField(choices=_BOUND)
    instrument = serializers.CharField(allow_null=True)
    articles = _texts()
    reasons = _texts()


class ConditionSchema(serializers.Serializer[object]):
    """A condition of the route through the Convention against Transnational Organized Crime."""

    condition = serializers.CharField()
    articles = _texts()
    met = serializers.ChoiceField(choices=_BOUND)


class OrganisedCrimeSchema(serializers.Serializer[object]):
    """Whether that Convention can be added."""

    open = serializers.ChoiceField(choices=_BOUND)
    articles = _texts()
    conditions = ConditionSchema(many=True)


class OpenSchema(serializers.Serializer[object]):
    """What is not known and could change the answer, and which source would settle it."""

    subject = serializers.CharField()
    question = serializers.CharField()
    settled_by = serializers.CharField()
    could_give_basis = serializers.BooleanField()


class StepSchema(serializers.Serializer[object]):
    """One step of the reasoning."""

    number = serializers.IntegerField()
    subject = serializers.CharField()
    finding = serializers.CharField()
    articles = _texts()


class LegalBasisSchema(serializers.Serializer[object]):
    """Everything that was found for two States, an offence and a date."""

    requesting = serializers.CharField()
    requested = serializers.CharField()
    offence = serializers.CharField()
    kind = serializers.ChoiceField(choices=_KINDS)
    on = serializers.DateField()
    conduct_on = serializers.DateField(allow_null=True)
    conclusion = serializers.ChoiceField(choices=[(it.value, it.value) for it in Conclusion])
    text = serializers.CharField(
        allow_null=True, help_text="The text that makes the conduct an offence between the two."
    )
    bases = BasisSchema(many=True)
    rejected = RejectedSchema(many=True)
    bars = BarSchema(many=True)
    prosecute = ProsecuteSchema()
    organised_crime_route = OrganisedCrimeSchema()
    unknown = OpenSchema(many=True)
    steps = StepSchema(many=True)


class CountSchema(serializers.Serializer[object]):
    """A count with its denominator."""

    count = serializers.IntegerField()
    of = serializers.IntegerField()
    share = serializers.FloatField(allow_null=True)


class CoverageSchema(serializers.Serializer[object]):
    """How many ordered pairs of States have each label, for each offence of a theme, and in all."""

    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=_KINDS)
    counted = serializers.CharField()
    all = serializers.DictField(child=CountSchema())
    themes = serializers.DictField(child=serializers.DictField(child=CountSchema()))


class DepositSchema(serializers.Serializer[object]):
    """One deposit."""

    participant = serializers.CharField()
    instrument = serializers.CharField()


class SelectedSchema(DepositSchema):
    """One deposit of the plan; so many other States would do as well."""

    others_equal = serializers.IntegerField()


class PlanSchema(serializers.Serializer[object]):
    """The deposits that give most new ordered pairs × offences, with an upper bound of what any could give."""

    on = serializers.DateField()
    selected = SelectedSchema(many=True)
    gain = serializers.IntegerField()
    bound = serializers.IntegerField()
    gap = serializers.FloatField()
    method = serializers.CharField()
    greedy = DepositSchema(many=True)
    greedy_gain = serializers.IntegerField()


class WorkingSchema(serializers.Serializer[object]):
    """Not finished yet: ask the same again."""

    status = serializers.CharField()
    ask_again_after_seconds = serializers.IntegerField()


class OffenceTextSchema(serializers.Serializer[object]):
    """A text that makes the conduct an offence, and its code there."""

    instrument = serializers.CharField()
    code = serializers.CharField()


class OffenceSchema(serializers.Serializer[object]):
    """An offence of the catalogue; ``texts`` are the later and earlier texts on the same conduct, the latest first."""

    code = serializers.CharField()
    instrument = serializers.CharField()
    theme = serializers.CharField()
    article = serializers.CharField()
    title = serializers.CharField()
    texts = OffenceTextSchema(many=True)


class MatchedWordSchema(serializers.Serializer[object]):
    """A word of the description, and the words of the catalogue that it was found to mean."""

    given = serializers.CharField()
    found = _texts()


class OffenceMatchSchema(OffenceSchema):
    """A suggestion; the score lies between 0 and 1 and only orders suggestions."""

    score = serializers.FloatField()
    words = MatchedWordSchema(many=True)


class OffenceMatchesSchema(serializers.Serializer[object]):
    """Suggestions for a description, the best first; nothing is chosen."""

    description = serializers.CharField(allow_blank=True)
    unused = _texts()
    matches = OffenceMatchSchema(many=True)


class AuthoritySchema(serializers.Serializer[object]):
    """A central authority. A sample is invented and belongs to no State."""

    participant = serializers.CharField()
    state = serializers.CharField(allow_blank=True)
    purpose = serializers.ChoiceField(choices=[(it.value, it.value) for it in Purpose])
    name = serializers.CharField()
    address = serializers.CharField()
    languages = _texts()
    channels = _texts()
    urgent_contact = serializers.CharField(allow_blank=True)
    last_verified = serializers.DateField()
    days_since_verified = serializers.IntegerField()
    due = serializers.BooleanField(help_text="Last verified more than a year ago.")
    source = serializers.CharField()  # type: ignore[assignment]  # also the name of an option of fields
    note = serializers.CharField(allow_blank=True)
    sample = serializers.BooleanField()


class BilateralSchema(serializers.Serializer[object]):
    """A bilateral treaty, and whether it is in force on the date."""

    id = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    party_a = serializers.CharField()
    party_b = serializers.CharField()
    role = serializers.CharField()
    signed = serializers.DateField(allow_null=True)
    in_force_from = serializers.DateField(allow_null=True)
    in_force_by = serializers.DateField(allow_null=True)
    terminated = serializers.DateField(allow_null=True)
    in_force = serializers.ChoiceField(choices=_BOUND)
    doubt = serializers.CharField(allow_blank=True)
    reference = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # also the name of an option of fields
    note = serializers.CharField(allow_blank=True)


class StatementSchema(serializers.Serializer[object]):
    """A reservation, declaration or objection, and whether it stands on the date."""

    instrument = serializers.CharField()
    participant = serializers.CharField()
    type = serializers.CharField()
    subject = serializers.ChoiceField(choices=[(it.value, it.value) for it in Subject])
    date = serializers.DateField()
    value = serializers.CharField(allow_blank=True)
    article = serializers.CharField(allow_blank=True)
    against = serializers.CharField(allow_blank=True)
    withdrawn = serializers.DateField(allow_null=True)
    stands = serializers.BooleanField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # also the name of an option of fields
    text = serializers.CharField(allow_blank=True)


class OwnLawSchema(serializers.Serializer[object]):
    """What a source says of a State's own law from a day on; ``counts`` for the newest that holds on the date."""

    participant = serializers.CharField()
    holds_from = serializers.DateField()
    treaty_required = serializers.ChoiceField(choices=_BOUND)
    surrenders_nationals = serializers.ChoiceField(choices=_BOUND)
    threshold_years = serializers.FloatField(allow_null=True)
    counts = serializers.BooleanField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # also the name of an option of fields
    note = serializers.CharField(allow_blank=True)
