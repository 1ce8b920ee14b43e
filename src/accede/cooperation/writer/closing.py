"""The second half of the interview: what is asked for, how it shall be done, what is promised, what is attached."""

from accede.cooperation.writer.model import (
    ADVISED_FOR_BOTH,
    EXTRADITION,
    MLA,
    OPTIONAL_FOR_BOTH,
    Choice,
    Field,
    Form,
    Level,
    Operator,
    Rule,
    Section,
    by_kind,
    cite,
    when,
)
from accede.law.reasons import gettext_noop as _

_REQUIRED, _ADVISED, _OPTIONAL, _ABSENT = Level.REQUIRED, Level.ADVISED, Level.OPTIONAL, Level.ABSENT
_EXTRADITION, _MLA = ("extradition",), ("mla",)


ASSISTANCE = Section(
    "assistance",
    _("What is asked for"),
    _("The measures wanted, each so described that it can be carried out."),
    (
        Field(
            code="assistance", label=_("Kinds of assistance"), form=Form.MANY,
            rules=by_kind(extradition=_ABSENT, mla=_REQUIRED),
            choices=(
                Choice("statements", _("Taking evidence or statements"), cite("UNTOC 18(3)(a); UNCAC 46(3)(a)")),
                Choice("service", _("Service of judicial documents"), cite("UNTOC 18(3)(b); UNCAC 46(3)(b); EMLA 7")),
                Choice("search", _("Search, seizure and freezing"), cite("UNTOC 18(3)(c); UNCAC 46(3)(c)")),
                Choice("examination", _("Examination of objects and sites"), cite("UNTOC 18(3)(d); UNCAC 46(3)(d)")),
                Choice("information", _("Information, items of evidence and expert evaluations"),
                    cite("UNTOC 18(3)(e); UNCAC 46(3)(e)")),
                Choice("records", _("Documents and records, bank records among them"),
                    cite("UNTOC 18(3)(f); UNCAC 46(3)(f)")),
                Choice("tracing", _("Identifying or tracing proceeds and instrumentalities"),
                    cite("UNTOC 18(3)(g); UNCAC 46(3)(g)")),
                Choice("appearance", _("Voluntary appearance of persons"), cite("UNTOC 18(3)(h); UNCAC 46(3)(h)")),
                Choice("video", _("Hearing by video conference"), cite("UNTOC 18(18); UNCAC 46(18)")),
                Choice("transfer", _("Temporary transfer of a person in custody"),
                    cite("UNTOC 18(10); UNCAC 46(10); EMLA 11")),
                Choice("other", _("Other assistance that the law of the requested State allows"),
                    cite("UNTOC 18(3)(i); UNCAC 46(3)(i)")),
            ),
        ),
        Field(
            code="assistance_text", label=_("The assistance in detail"), form=Form.TEXT, rows=8,
            rules=by_kind(extradition=_ABSENT, mla=_REQUIRED), help=_("What is to be done, with whom, where and when."),
            asked_by=cite("UNTOC 18(15)(d); UNCAC 46(15)(d); Drugs 7(10)(d)"),
        ),
        Field(
            code="purpose", label=_("Purpose"), form=Form.TEXT, rules=by_kind(extradition=_ABSENT, mla=_REQUIRED),
            help=_("What the evidence, information or measure will be used for, and why it is needed."),
            asked_by=cite("UNTOC 18(15)(f); UNCAC 46(15)(f); Drugs 7(10)(f); EMLA 14(1)(b)"),
        ),
        Field(
            code="service_details", label=_("Documents to be served, and on whom"), form=Form.TEXT,
            rules=(
                Rule(_ABSENT, (EXTRADITION,)),
                Rule(_REQUIRED, (when("assistance", Operator.HAS, "service"),)),
                Rule(_OPTIONAL),
            ),
            help=_("Name and address of the person to be served, and the date of the hearing."),
            asked_by=cite("EMLA 14(1)(d)"),
        ),
        Field(
            code="questions", label=_("Questions to be put"), form=Form.TEXT, rows=6,
            rules=(
                Rule(_ABSENT, (EXTRADITION,)),
                Rule(_ADVISED, (when("assistance", Operator.HAS, "statements"),)),
                Rule(_ADVISED, (when("assistance", Operator.HAS, "video"),)),
                Rule(_OPTIONAL),
            ),
            help=_("One a line. Say whether the person is heard as a suspect, a witness or an expert."),
        ),
        Field(
            code="places", label=_("Places, accounts and objects"), form=Form.TEXT,
            rules=(
                Rule(_ABSENT, (EXTRADITION,)),
                Rule(_REQUIRED, (when("assistance", Operator.HAS, "search"),)),
                Rule(_REQUIRED, (when("assistance", Operator.HAS, "records"),)),
                Rule(_OPTIONAL),
            ),
            help=_("Addresses to be searched, account numbers, the period, what is to be seized, how it bears on the case."),
        ),
        Field(
            code="arrest", label=_("Provisional arrest"), form=Form.ONE, rules=by_kind(extradition=_ADVISED, mla=_ABSENT),
            choices=(
                Choice("asked", _("Provisional arrest is asked for"), kinds=_EXTRADITION),
                Choice("in-custody", _("The person is in custody already"), kinds=_EXTRADITION),
                Choice("not-asked", _("Provisional arrest is not asked for"), kinds=_EXTRADITION),
            ),
            asked_by=cite("ECE 16; UNTOC 16(9); UNCAC 44(10); Drugs 6(8)"),
        ),
        Field(
            code="property", label=_("Property to be handed over"), form=Form.TEXT, rows=3,
            rules=by_kind(extradition=_OPTIONAL, mla=_ABSENT),
            help=_("Evidence, or what was acquired by the offence and is found with the person."),
            asked_by=cite("ECE 20"),
        ),
    ),
)  # fmt: skip

HANDLING = Section(
    "handling",
    _("Procedure, confidentiality and urgency"),
    _("How the request shall be carried out."),
    (
        Field(
            code="procedure", label=_("Procedure wanted"), form=Form.TEXT,
            rules=by_kind(extradition=_OPTIONAL, mla=_ADVISED),
            help=_("Forms that your courts need: oath, presence of officials, recording, certificates."),
            asked_by=cite("UNTOC 18(15)(d); UNTOC 18(17); UNCAC 46(15)(d); UNCAC 46(17); Drugs 7(10)(d); Drugs 7(12)"),
        ),
        Field(
            code="confidentiality", label=_("Confidentiality"), form=Form.ONE, rules=ADVISED_FOR_BOTH,
            choices=(
                Choice("asked", _("Fact and substance of the request shall be kept confidential")),
                Choice("not-asked", _("No special confidentiality is asked for")),
            ),
            asked_by=cite("UNTOC 18(20); UNCAC 46(20); Drugs 7(14)"),
        ),
        Field(
            code="confidentiality_reason", label=_("Why it must stay confidential"), form=Form.TEXT, rows=3,
            rules=(Rule(_ADVISED, (when("confidentiality", Operator.IS, "asked"),)), Rule(_OPTIONAL)),
        ),
        Field(
            code="urgency", label=_("Urgency"), form=Form.ONE, rules=ADVISED_FOR_BOTH,
            choices=(Choice("urgent", _("Urgent")), Choice("ordinary", _("Ordinary"))),
            asked_by=cite("UNTOC 18(24); UNCAC 46(24)"),
        ),
        Field(
            code="deadline", label=_("Needed by"), form=Form.LINE,
            rules=(Rule(_REQUIRED, (when("urgency", Operator.IS, "urgent"),)), Rule(_OPTIONAL)),
            asked_by=cite("UNTOC 18(24); UNCAC 46(24)"),
        ),
        Field(
            code="urgency_reason", label=_("Reasons for the urgency"), form=Form.TEXT, rows=3,
            rules=(Rule(_REQUIRED, (when("urgency", Operator.IS, "urgent"),)), Rule(_OPTIONAL)),
            help=_("A hearing, a release, a limitation period, evidence that may vanish."),
            asked_by=cite("UNTOC 18(24); UNCAC 46(24)"),
        ),
        Field(
            code="translation", label=_("Language of the translation attached"), form=Form.LINE, rules=ADVISED_FOR_BOTH,
            help=_("A language that the requested State accepts."),
            asked_by=cite("UNTOC 18(14); UNCAC 46(14); Drugs 7(9); ECE 23; EMLA 16"),
        ),
    ),
)  # fmt: skip

UNDERTAKINGS = Section(
    "undertakings",
    _("Undertakings"),
    _("What the requesting State promises. Tick only what it may and will keep."),
    (
        Field(
            code="undertakings", label=_("Undertakings given"), form=Form.MANY, rules=OPTIONAL_FOR_BOTH,
            choices=(
                Choice("speciality", _("Speciality: no other earlier offence, no surrender onward"),
                    cite("ECE 14; ECE 15"), _EXTRADITION),
                Choice("use", _("Use for the purpose of the request alone"),
                    cite("UNTOC 18(19); UNCAC 46(19); Drugs 7(13)"), _MLA),
                Choice("reciprocity", _("Reciprocity")),
                Choice("death_penalty", _("The death penalty is not imposed or not carried out"),
                    cite("ECE 11; CECPT 21(3)"), _EXTRADITION),
                Choice("fair_treatment", _("Fair treatment, and no torture or ill-treatment"),
                    cite("UNTOC 16(13); UNCAC 44(14); Bombings 14; CECPT 21(2)"), _EXTRADITION),
                Choice("safe_conduct", _("Safe conduct for those who come to give evidence"),
                    cite("UNTOC 18(27); UNCAC 46(27); Drugs 7(18); EMLA 12"), _MLA),
                Choice("return_items", _("Return of property, records and documents"), cite("EMLA 6(2)"), _MLA),
                Choice("costs", _("Extraordinary costs are agreed beforehand"),
                    cite("UNTOC 18(28); UNCAC 46(28); Drugs 7(19)")),
            ),
            choice_rules={
                "speciality": (Rule(_REQUIRED, (EXTRADITION,)),),
                "use": (Rule(_ADVISED, (MLA,)),),
                "reciprocity": (Rule(_OPTIONAL, (when("conclusion", Operator.IS, "binding"),)), Rule(_REQUIRED)),
                "death_penalty": (Rule(_ADVISED, (EXTRADITION,)),),
                "fair_treatment": (Rule(_ADVISED, (EXTRADITION,)),),
                "safe_conduct": (
                    Rule(_ADVISED, (MLA, when("assistance", Operator.HAS, "appearance"))),
                    Rule(_ADVISED, (MLA, when("assistance", Operator.HAS, "transfer"))),
                ),
            },
        ),
        Field(
            code="other_undertakings", label=_("Other undertakings"), form=Form.TEXT, rules=OPTIONAL_FOR_BOTH,
            help=_("One a line."),
        ),
    ),
)  # fmt: skip

ANNEXES = Section(
    "annexes",
    _("Annexes and signature"),
    _("What is attached, and who signs."),
    (
        Field(
            code="annexes", label=_("Annexes"), form=Form.MANY, rules=OPTIONAL_FOR_BOTH,
            choices=(
                Choice("warrant", _("Warrant of arrest, original or authenticated copy"),
                    cite("ECE 12(2)(a)"), _EXTRADITION),
                Choice("judgment", _("Judgment and sentence, original or authenticated copy"),
                    cite("ECE 12(2)(a)"), _EXTRADITION),
                Choice("law_texts", _("Texts of the provisions that apply"), cite("ECE 12(2)(c)")),
                Choice("identity", _("Photographs, fingerprints and other means of identification"),
                    cite("ECE 12(2)(c)"), _EXTRADITION),
                Choice("served_documents", _("Documents to be served"), cite("EMLA 7"), _MLA),
                Choice("court_order", _("Order of a court for the measure asked for"), (), _MLA),
                Choice("evidence", _("Evidence")),
                Choice("translation", _("Translation"), cite("ECE 23; EMLA 16")),
            ),
            choice_rules={
                "warrant": (
                    Rule(_OPTIONAL, (EXTRADITION, when("stage", Operator.IS, "sentence"))), Rule(_REQUIRED, (EXTRADITION,)),
                ),
                "judgment": (Rule(_REQUIRED, (EXTRADITION, when("stage", Operator.IS, "sentence"))),),
                "law_texts": (Rule(_REQUIRED, (EXTRADITION,)), Rule(_ADVISED, (MLA,))),
                "identity": (Rule(_ADVISED, (EXTRADITION,)),),
                "served_documents": (Rule(_REQUIRED, (MLA, when("assistance", Operator.HAS, "service"))),),
                "translation": (Rule(_ADVISED),),
            },
        ),
        Field(
            code="other_annexes", label=_("Other annexes"), form=Form.TEXT, rules=OPTIONAL_FOR_BOTH, help=_("One a line."),
        ),
        Field(code="place", label=_("Place of signature"), form=Form.LINE, rules=ADVISED_FOR_BOTH),
        Field(code="signatory", label=_("Name of the person who signs"), form=Form.LINE, rules=ADVISED_FOR_BOTH),
        Field(code="signatory_title", label=_("Function of the person who signs"), form=Form.LINE, rules=ADVISED_FOR_BOTH),
    ),
)  # fmt: skip

CLOSING = (ASSISTANCE, HANDLING, UNDERTAKINGS, ANNEXES)
