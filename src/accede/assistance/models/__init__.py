"""What is stored of the assistance cycle, by subject."""

from accede.assistance.models.activities import Activity, ActivityState
from accede.assistance.models.assessments import Finding, Mission, NeedsAssessment
from accede.assistance.models.documents import Document
from accede.assistance.models.notices import Follow, Notice
from accede.assistance.models.numbering import Numbering
from accede.assistance.models.plans import Plan, PlanAcceptance, PlanVersion
from accede.assistance.models.programmes import Programme
from accede.assistance.models.requests import Circulation, Message, Request
from accede.assistance.models.results import Indicator, Outcome, Reading
from accede.assistance.models.training import (
    Attendance,
    Call,
    Cascade,
    Certificate,
    Enrolment,
    Feedback,
    FollowUp,
    Nomination,
    Score,
    Session,
    Trainee,
)

__all__ = [
    "Activity",
    "ActivityState",
    "Attendance",
    "Call",
    "Cascade",
    "Certificate",
    "Circulation",
    "Document",
    "Enrolment",
    "Feedback",
    "Finding",
    "Follow",
    "FollowUp",
    "Indicator",
    "Message",
    "Mission",
    "NeedsAssessment",
    "Nomination",
    "Notice",
    "Numbering",
    "Outcome",
    "Plan",
    "PlanAcceptance",
    "PlanVersion",
    "Programme",
    "Reading",
    "Request",
    "Score",
    "Session",
    "Trainee",
]
