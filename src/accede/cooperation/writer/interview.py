"""What is asked, in order. Each question names the articles that ask for it, or bear on it.

UNTOC 18(15), UNCAC 46(15) and Drugs 7(10) list the same six contents of a request for assistance, EMLA 14 those of the Council
of Europe. The global conventions say nothing on the contents of a request for extradition: ECE 12 stands as the model.
"""

from accede.cooperation.writer.closing import CLOSING
from accede.cooperation.writer.model import (
    ADVISED_FOR_BOTH,
    EXTRADITION,
    MLA,
    OPTIONAL_FOR_BOTH,
    REQUIRED_FOR_BOTH,
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


AUTHORITIES = Section(
    "authorities",
    _("Authorities"),
    _("Who asks, and who is asked."),
    (
        Field(
            code="requesting_authority", label=_("Authority making the request"), form=Form.TEXT, rows=3,
            rules=REQUIRED_FOR_BOTH, help=_("Name and address, as they stand on its letters."),
            asked_by=cite("UNTOC 18(15)(a); UNCAC 46(15)(a); Drugs 7(10)(a); EMLA 14(1)(a)"),
        ),
        Field(
            code="contact", label=_("Person to contact"), form=Form.TEXT, rows=3, rules=ADVISED_FOR_BOTH,
            help=_("Name, telephone and e-mail of someone who knows the case."),
        ),
        Field(
            code="requested_authority", label=_("Authority to which it is addressed"), form=Form.TEXT, rows=3,
            rules=ADVISED_FOR_BOTH, help=_("The central authority that the requested State has designated."),
            asked_by=cite("UNTOC 18(13); UNCAC 46(13); Drugs 7(8); ECE 12(1); EMLA 15"),
        ),
        Field(
            code="conducting_authority", label=_("Authority conducting the case"), form=Form.TEXT, rows=3,
            rules=by_kind(extradition=_ADVISED, mla=_REQUIRED),
            help=_("Name and functions of the authority that investigates, prosecutes or tries the case."),
            asked_by=cite("UNTOC 18(15)(b); UNCAC 46(15)(b); Drugs 7(10)(b)"),
        ),
        Field(code="own_reference", label=_("Your reference"), form=Form.LINE, rules=ADVISED_FOR_BOTH),
    ),
)  # fmt: skip

PROCEEDINGS = Section(
    "proceedings",
    _("Proceedings"),
    _("What the request serves."),
    (
        Field(
            code="stage", label=_("Stage of the proceedings"), form=Form.ONE, rules=REQUIRED_FOR_BOTH,
            choices=(
                Choice("investigation", _("Investigation")),
                Choice("prosecution", _("Prosecution")),
                Choice("trial", _("Trial")),
                Choice("sentence", _("Enforcement of a sentence"), kinds=("extradition",)),
                Choice("confiscation", _("Confiscation of proceeds"), kinds=("mla",)),
            ),
            asked_by=cite("UNTOC 18(15)(b); UNCAC 46(15)(b); Drugs 7(10)(b); ECE 12(2)(a)"),
        ),
        Field(
            code="subject", label=_("Subject matter and nature of the proceedings"), form=Form.TEXT,
            rules=by_kind(extradition=_ABSENT, mla=_REQUIRED),
            help=_("The case in a few sentences: against whom, for what, where it stands."),
            asked_by=cite("UNTOC 18(15)(b); UNCAC 46(15)(b); Drugs 7(10)(b); EMLA 14(1)(b)"),
        ),
        Field(
            code="warrant", label=_("Warrant of arrest or order having the same effect"), form=Form.TEXT,
            rules=(
                Rule(_ABSENT, (MLA,)),
                Rule(_OPTIONAL, (EXTRADITION, when("stage", Operator.IS, "sentence"))),
                Rule(_REQUIRED, (EXTRADITION,)),
            ),
            help=_("Issuing authority, date, number, and that it is still in force."),
            asked_by=cite("ECE 12(2)(a)"),
        ),
        Field(
            code="judgment", label=_("Judgment and sentence"), form=Form.TEXT,
            rules=(
                Rule(_ABSENT, (MLA,)),
                Rule(_REQUIRED, (EXTRADITION, when("stage", Operator.IS, "sentence"))),
                Rule(_OPTIONAL, (EXTRADITION,)),
            ),
            help=_("Court, date, sentence, what remains to be served, and whether the person was present at the trial."),
            asked_by=cite("ECE 12(2)(a); ECE 2(1)"),
        ),
    ),
)  # fmt: skip

FACTS = Section(
    "facts",
    _("Facts"),
    _("What happened, so that a reader who knows nothing of the case can follow."),
    (
        Field(
            code="facts", label=_("Statement of the facts"), form=Form.TEXT, rows=10,
            rules=(Rule(_ADVISED, (MLA, when("assistance", Operator.ONLY, "service"))), Rule(_REQUIRED)),
            help=_("What was done, by whom, how it is known. An empty line starts a new paragraph."),
            asked_by=cite("UNTOC 18(15)(c); UNCAC 46(15)(c); Drugs 7(10)(c); ECE 12(2)(b); EMLA 14(2)"),
        ),
        Field(
            code="time_and_place", label=_("Time and place"), form=Form.LINE,
            rules=by_kind(extradition=_REQUIRED, mla=_ADVISED), asked_by=cite("ECE 12(2)(b)"),
        ),
        Field(
            code="evidence", label=_("What links the person to the facts"), form=Form.TEXT,
            rules=by_kind(extradition=_ADVISED, mla=_OPTIONAL),
            help=_("Some States surrender a person only on evidence: name the witnesses, documents and findings."),
        ),
        Field(
            code="organised_group", label=_("Group, and link between countries"), form=Form.TEXT,
            rules=(Rule(_ADVISED, (when("instruments", Operator.HAS, "untoc-2000"),)), Rule(_OPTIONAL)),
            help=_("Why an organized criminal group is thought to be involved and, for assistance, the link across borders."),
            asked_by=cite("UNTOC 16(1); UNTOC 18(1)"),
        ),
    ),
)  # fmt: skip

LAW = Section(
    "law",
    _("Provisions"),
    _("The offence in the law of the requesting State."),
    (
        Field(
            code="offence_name", label=_("Legal description of the offence"), form=Form.LINE, rules=REQUIRED_FOR_BOTH,
            help=_("As the law calls it."), asked_by=cite("ECE 12(2)(b); EMLA 14(2)"),
        ),
        Field(
            code="provisions", label=_("Provisions that apply"), form=Form.TEXT, rows=6,
            rules=by_kind(extradition=_REQUIRED, mla=_ADVISED),
            help=_("Article and wording, or a statement of the law where no text can be given."),
            asked_by=cite("ECE 12(2)(b); ECE 12(2)(c)"),
        ),
        Field(
            code="penalty", label=_("Penalty"), form=Form.LINE, rules=by_kind(extradition=_REQUIRED, mla=_ADVISED),
            help=_("The maximum, in years; extradition treaties set a threshold."),
            asked_by=cite("ECE 2(1); UNTOC 2(b)"),
        ),
        Field(
            code="dual_criminality", label=_("Offence under the law of the requested State"), form=Form.TEXT,
            rules=ADVISED_FOR_BOTH, help=_("The conduct counts, not the name of the offence."),
            asked_by=cite("ECE 2(1); UNTOC 16(1); UNTOC 18(9); UNCAC 43(2); UNCAC 44(1); UNCAC 46(9)"),
        ),
        Field(
            code="limitation", label=_("Lapse of time"), form=Form.TEXT, rows=3,
            rules=by_kind(extradition=_ADVISED, mla=_ABSENT),
            help=_("Why neither prosecution nor punishment is barred by time."), asked_by=cite("ECE 10"),
        ),
    ),
)  # fmt: skip

PERSON = Section(
    "person",
    _("Person"),
    _("Whoever is sought or concerned. Names in the original script too, where they have one."),
    (
        Field(
            code="person_name", label=_("Full name"), form=Form.LINE,
            asked_by=cite("UNTOC 18(15)(e); UNCAC 46(15)(e); Drugs 7(10)(e); EMLA 14(1)(c); ECE 12(2)(c)"),
            rules=by_kind(extradition=_REQUIRED, mla=_ADVISED),
        ),
        Field(code="person_other_names", label=_("Other names"), form=Form.LINE, rules=OPTIONAL_FOR_BOTH),
        Field(code="person_birth", label=_("Date and place of birth"), form=Form.LINE, rules=ADVISED_FOR_BOTH),
        Field(
            code="person_nationality", label=_("Nationality"), form=Form.LINE,
            asked_by=cite("UNTOC 18(15)(e); UNCAC 46(15)(e); Drugs 7(10)(e); EMLA 14(1)(c); ECE 12(2)(c)"),
            rules=by_kind(extradition=_REQUIRED, mla=_ADVISED),
        ),
        Field(
            code="person_documents", label=_("Identity documents"), form=Form.LINE,
            rules=by_kind(extradition=_ADVISED, mla=_OPTIONAL),
        ),
        Field(
            code="person_location", label=_("Where the person is, or may be"), form=Form.TEXT, rows=3,
            rules=ADVISED_FOR_BOTH, asked_by=cite("UNTOC 18(15)(e); UNCAC 46(15)(e); Drugs 7(10)(e)"),
        ),
        Field(
            code="person_description", label=_("Description"), form=Form.TEXT, rows=3,
            rules=by_kind(extradition=_ADVISED, mla=_OPTIONAL), asked_by=cite("ECE 12(2)(c)"),
        ),
        Field(
            code="other_persons", label=_("Other persons concerned"), form=Form.TEXT,
            rules=by_kind(extradition=_ABSENT, mla=_OPTIONAL),
            help=_("For each the name, nationality, address, and the part in the case."),
            asked_by=cite("UNTOC 18(15)(e); UNCAC 46(15)(e); Drugs 7(10)(e)"),
        ),
    ),
)  # fmt: skip

BASIS = Section(
    "basis",
    _("Legal basis"),
    _("Found for these two States, this offence and this date. Leave out what the request shall not rest on."),
    (
        Field(
            code="bases", label=_("Legal bases found"), form=Form.MANY,
            rules=OPTIONAL_FOR_BOTH,
        ),
        Field(
            code="other_basis", label=_("Another legal basis"), form=Form.TEXT, rows=3,
            rules=(Rule(_REQUIRED, (when("bases", Operator.EMPTY),)), Rule(_OPTIONAL)),
            help=_("A treaty that is not in the data, the law of the requested State, or reciprocity."),
        ),
    ),
)  # fmt: skip

SECTIONS = (BASIS, AUTHORITIES, PROCEEDINGS, FACTS, LAW, PERSON, *CLOSING)
"""The whole interview, in order."""

FIELDS = {field.code: field for section in SECTIONS for field in section.fields}
"""All questions by code."""
