"""What each kind of activity records of its own, beside what all record."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind: "text", "area" or "number"."""

    name: str
    label: str | Promise
    form: str = "text"


#: The kinds at which people take part, so that nominations and attendance are kept.
WITH_PEOPLE = frozenset({"workshop", "training", "online", "mentoring", "study_visit", "expert_meeting"})
#: The kinds that leave a paper behind, which is their output.
WITH_PAPER = frozenset({"advice", "mission", "tool", "expert_meeting"})

FIELDS: dict[str, tuple[Field, ...]] = {
    "workshop": (Field("days", _("Days"), "number"), Field("agenda", _("Agenda"), "area")),
    "training": (
        Field("days", _("Days"), "number"), Field("level", _("Level")), Field("curriculum", _("Curriculum"), "area"),
    ),
    "online": (
        Field("platform", _("Platform")), Field("hours", _("Hours of study"), "number"),
        Field("curriculum", _("Curriculum"), "area"),
    ),
    "advice": (
        Field("law", _("Law or bill")), Field("requested_by", _("Requested by")),
        Field("delivered", _("What was delivered"), "area"),
    ),
    "mission": (Field("purpose", _("Purpose"), "area"), Field("members", _("Members"), "area")),
    "mentoring": (Field("mentor", _("Mentor")), Field("hours", _("Hours"), "number")),
    "study_visit": (Field("host", _("Host")), Field("programme", _("Programme of the visit"), "area")),
    "expert_meeting": (Field("topic", _("Topic")), Field("document", _("Document that came of it"))),
    "tool": (Field("languages", _("Languages")), Field("isbn", _("ISBN")), Field("address", _("Address on the web"))),
}  # fmt: skip
