"""The forms of the API's answers, as the OpenAPI document shows them. The answers themselves are made in ``accede.law``."""

from rest_framework import serializers

from accede.law.actions import ActionKind, Question, Standing
from accede.law.answers import POSITION_NAMES
from accede.law.timeline import Status

STATUSES = [(it.value, it.value) for it in Status]
POSITIONS = [(name, name) for name in POSITION_NAMES.values()]
KINDS = [(it.value, it.value) for it in ActionKind]


class ActionSchema(serializers.Serializer[object]):
    """One act of one participant under one instrument, as one or more sources state it."""

    instrument = serializers.CharField()
    participant = serializers.CharField()
    action = serializers.ChoiceField(choices=KINDS)
    date = serializers.DateField(allow_null=True, help_text="Day of signature or deposit.")
    earliest = serializers.DateField(allow_null=True)
    latest = serializers.DateField(allow_null=True, help_text="A party by this day, where the day itself is not known.")
    effective = serializers.DateField(allow_null=True, help_text="Date of effect, where the source records one.")
    succession_from = serializers.DateField(allow_null=True)
    standing = serializers.ChoiceField(choices=[(it.value, it.value) for it in Standing])
    reservation_or_declaration = serializers.BooleanField(allow_null=True)
    sources = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField(allow_blank=True)


class LoggedActionSchema(ActionSchema):
    """An action with its number in the log and the import that brought it."""

    id = serializers.IntegerField()
    batch = serializers.IntegerField()


class ActionPageSchema(serializers.Serializer[object]):
    """A page of the log; follow ``next`` to the end."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = LoggedActionSchema(many=True)


class LastKnownSchema(serializers.Serializer[object]):
    """What the status was when it was last certain."""

    status = serializers.ChoiceField(choices=STATUSES)
    on = serializers.DateField()


class StatusSchema(serializers.Serializer[object]):
    """The status under one instrument, with its reasons."""

    instrument = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=STATUSES)
    position = serializers.ChoiceField(choices=POSITIONS)
    consent_date = serializers.DateField(allow_null=True)
    in_force_from = serializers.DateField(allow_null=True)
    in_force_computed = serializers.DateField(allow_null=True)
    action = serializers.ChoiceField(choices=KINDS, allow_null=True)
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]  # also the name of an option of fields
    complete_as_of = serializers.DateField(allow_null=True)
    last_known = LastKnownSchema(allow_null=True)
    reasons = serializers.ListField(child=serializers.CharField())
    actions = ActionSchema(many=True)


class StatusReportSchema(serializers.Serializer[object]):
    """All statuses of one participant on a date."""

    participant = serializers.CharField()
    name = serializers.CharField()
    on = serializers.DateField()
    existed = serializers.BooleanField()
    instruments = StatusSchema(many=True)


class PartiesListsSchema(serializers.Serializer[object]):
    """Codes of the participants in each group."""

    parties = serializers.ListField(child=serializers.CharField())
    signatories = serializers.ListField(child=serializers.CharField())
    not_party = serializers.ListField(child=serializers.CharField())
    unknown = serializers.ListField(child=serializers.CharField())
    did_not_exist = serializers.ListField(child=serializers.CharField())


class PartiesSchema(serializers.Serializer[object]):
    """Counts of each status under one instrument on a date; the five groups add up to ``participants``."""

    instrument = serializers.CharField()
    title = serializers.CharField()
    on = serializers.DateField()
    parties = serializers.IntegerField()
    signatories = serializers.IntegerField()
    not_party = serializers.IntegerField()
    unknown = serializers.IntegerField()
    in_force = serializers.IntegerField()
    did_not_exist = serializers.IntegerField()
    participants = serializers.IntegerField()
    complete_as_of = serializers.DateField(allow_null=True)
    signatures_complete_as_of = serializers.CharField(allow_null=True, help_text='A date, or "closed".')
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]  # also the name of an option of fields
    entered_into_force = serializers.DateField(allow_null=True)
    parties_outside_table = serializers.CharField(allow_blank=True)
    lists = PartiesListsSchema()
    positions = serializers.DictField(child=serializers.ChoiceField(choices=POSITIONS))


class MatrixSchema(serializers.Serializer[object]):
    """Every participant under every instrument: ``positions[row][column]`` indexes ``position_names``."""

    on = serializers.DateField()
    participants = serializers.ListField(child=serializers.CharField())
    instruments = serializers.ListField(child=serializers.CharField())
    position_names = serializers.ListField(child=serializers.CharField())
    positions = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class SeriesSchema(serializers.Serializer[object]):
    """How many participants are in each position under one instrument, at the end of each year."""

    instrument = serializers.CharField()
    years = serializers.ListField(child=serializers.IntegerField())
    position_names = serializers.ListField(child=serializers.CharField())
    counts = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class InstrumentSchema(serializers.Serializer[object]):
    """An instrument in short."""

    id = serializers.CharField()
    short_title = serializers.CharField()
    title = serializers.CharField()
    type = serializers.CharField()
    theme = serializers.CharField()
    scope = serializers.CharField()
    universal_against_terrorism = serializers.BooleanField()
    adopted = serializers.DateField(allow_null=True)
    entered_into_force = serializers.DateField(allow_null=True)
    depositaries = serializers.ListField(child=serializers.CharField())
    verified = serializers.BooleanField()


class ParticipantSchema(serializers.Serializer[object]):
    """A possible party, with its names and since when it exists."""

    code = serializers.CharField()
    kind = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())
    other_names = serializers.ListField(child=serializers.CharField())
    un_member_since = serializers.DateField(allow_null=True)
    m49 = serializers.CharField(allow_blank=True)
    region = serializers.CharField(allow_blank=True)
    subregion = serializers.CharField(allow_blank=True)
    regional_group = serializers.CharField(allow_blank=True)
    existed_from = serializers.DateField(allow_null=True)
    succession_from = serializers.DateField(allow_null=True)
    predecessors = serializers.CharField(allow_blank=True)
    statehood_source = serializers.CharField(allow_blank=True)


class ObligationSchema(serializers.Serializer[object]):
    """An obligation that national law or practice must implement."""

    id = serializers.CharField()
    instrument = serializers.CharField()
    article = serializers.CharField()
    category = serializers.CharField()
    mandatory = serializers.BooleanField()
    summary = serializers.CharField()
    legislative_measure = serializers.CharField(allow_blank=True)
    keywords = serializers.ListField(child=serializers.CharField())


class SourceSchema(serializers.Serializer[object]):
    """A source of rows."""

    id = serializers.CharField()
    title = serializers.CharField()
    publisher = serializers.CharField(allow_blank=True)
    as_at = serializers.DateField(allow_null=True)
    depositary = serializers.BooleanField()
    prints_withdrawals = serializers.BooleanField(allow_null=True)
    language = serializers.CharField(allow_blank=True)


class ListSchema(serializers.Serializer[object]):
    """A list of parties that is complete as of a date."""

    instrument = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # also the name of an option of fields
    complete_as_of = serializers.DateField()
    signatures = serializers.BooleanField()
    parties = serializers.IntegerField(allow_null=True)
    signatories = serializers.IntegerField(allow_null=True)
    parties_outside_table = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)


class QuestionSchema(serializers.Serializer[object]):
    """A status that sources dispute or do not show."""

    instrument = serializers.CharField()
    participant = serializers.CharField()
    question = serializers.ChoiceField(choices=[(it.value, it.value) for it in Question])
    since = serializers.DateField(allow_null=True)
    sources = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField(allow_blank=True)


class SourcesSchema(serializers.Serializer[object]):
    """What the data rest on."""

    sources = SourceSchema(many=True)
    lists = ListSchema(many=True)
    open_questions = QuestionSchema(many=True)


class ImportSchema(serializers.Serializer[object]):
    """An import into the log."""

    id = serializers.IntegerField()
    importer = serializers.CharField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    applied_at = serializers.DateTimeField()
    note = serializers.CharField(allow_blank=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    undone_because = serializers.CharField(allow_null=True)


class FaultSchema(serializers.Serializer[object]):
    """What was wrong with the question: by parameter, one or more sentences."""

    detail = serializers.CharField(required=False)
