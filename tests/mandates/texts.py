# ruff: noqa: E501, ISC004 - texts with a paragraph a line, as they are copied
"""Made-up resolutions, and a way to set a text as a PDF gives it when it is copied."""

import re
import textwrap

PLAIN = """United Nations
A/RES/99/1
General Assembly
Distr.: General
3 March 2045
Resolution adopted by the General Assembly on 1 March 2045
[without reference to a Main Committee (A/99/L.1)]

99/1.  Example of a resolution

\tThe General Assembly,

\tRecalling its resolution 98/7 of 2 April 2044,1 in which it welcomed the Example Plan,

\tConvinced of the usefulness of examples, and noting with appreciation the work done in 20432 and later,

\tDeeply concerned about the lack of examples in resolution 1373 (2001) of the Security Council,

\t1.\tUrges Member States that have not yet done so to read examples, and requests the United Nations Office on Drugs and Crime, within its mandate, to provide technical assistance to Member States, upon request, to that end;

\t1 bis.\tNotes with interest the examples given by others;2

\t2.\tAlso requests the Office, subject to the availability of voluntary resources:

\t\t(a)\tTo collect examples, in particular:

\t\t(i)\tThose of article 2 (b) of the Plan;

\t\t(ii)\tThose in the six official languages;3

\t\t(b)\tTo publish them no later than June 2046;

\t\tPart two: the report

\t3.\tRequests the Secretary-General to report to the General Assembly at its one hundredth session on the implementation of the present resolution.

12th plenary meeting
1 March 2045

\t\tAnnex

\t\tThe Plan

\t1.\tExamples are read.

\t2.\tExamples are written.

__________________
1 See A/98/12, annex.
2 Resolution 97/3.
3 Ibid., para. 4.
"""

COUNCIL = """Resolution 9999 (2045)
Adopted by the Security Council at its 9876th meeting, on
28 March 2045

The Security Council,

Recalling its resolution 9998 (2044),

Acting under Chapter VII of the Charter of the United Nations,

1. Decides to extend until 31 March 2046 the mandate of the Panel;

2. Calls upon all States to cooperate with the Panel;

3. Decides to remain seized of the matter.
"""

#: Language, formula, two recitals, two operative paragraphs with a list in the second: and the verbs of all four.
LANGUAGES = {
    "fr": (
        "L’Assemblée générale,\n\nRappelant sa résolution 98/7 du 2 avril 2044,\n\nProfondément préoccupée par le manque d’exemples,\n\n"
        "1. Demande instamment aux États Membres de lire des exemples ;\n\n2. Prie le Secrétaire général :\n\na) De recueillir des exemples ;\n\n"
        "b) De lui faire rapport à sa centième session.\n",
        ["Rappelant", "Profondément préoccupée"], ["Demande instamment", "Prie"],
    ),
    "es": (
        "La Asamblea General,\n\nRecordando su resolución 98/7, de 2 de abril de 2044,\n\nTomando nota con aprecio de los ejemplos,\n\n"
        "1. Exhorta a los Estados Miembros a que lean ejemplos;\n\n2. Solicita al Secretario General que:\n\na) Reúna ejemplos;\n\n"
        "b) Le presente un informe en su centésimo período de sesiones.\n",
        ["Recordando", "Tomando nota con aprecio"], ["Exhorta", "Solicita"],
    ),
    "ru": (
        "Генеральная Ассамблея,\n\nссылаясь на свою резолюцию 98/7 от 2 апреля 2044 года,\n\nс удовлетворением отмечая примеры,\n\n"
        "1. настоятельно призывает государства-члены читать примеры;\n\n2. просит Генерального секретаря:\n\na) собрать примеры;\n\n"
        "b) представить ей доклад на ее сотой сессии.\n",
        ["ссылаясь", "с удовлетворением отмечая"], ["настоятельно призывает", "просит"],
    ),
    "ar": (
        "إن الجمعية العامة،\n\nإذ تشير إلى قرارها 98/7 المؤرخ 2 نيسان/أبريل 2044،\n\nوإذ تعرب عن قلقها البالغ إزاء قلة الأمثلة،\n\n"
        "1 - تحث الدول الأعضاء على قراءة الأمثلة؛\n\n2 - تطلب إلى الأمين العام:\n\n(أ) أن يجمع الأمثلة؛\n\n"
        "(ب) أن يقدم إليها تقريرا في دورتها المائة.\n",
        ["إذ تشير", "وإذ تعرب عن قلقها البالغ"], ["تحث", "تطلب"],
    ),
    "zh": (
        "大会，\n\n回顾其2044年4月2日第98/7号决议，\n\n深为关切缺乏范例，\n\n"
        "1. 敦促会员国阅读范例；\n\n2. 请秘书长：\n\n(a) 收集范例；\n\n(b) 向大会第一百届会议提出报告。\n",
        ["回顾", "深为关切"], ["敦促", "请"],
    ),
}  # fmt: skip


def as_copied(
    text: str, *, width: int = 80, blanks: bool = True, pages: bool = False, title: str = "", symbol: str = ""
) -> str:
    """The text wrapped, without tabs; with running heads, page numbers and notes at the foot of each page, if asked."""
    main, _, notes = text.partition("__________________\n")
    lines: list[str] = []
    for paragraph in main.split("\n"):
        stripped = paragraph.strip().replace("\t", " ")
        if stripped or blanks:
            lines += _wrapped(stripped, width)
    noted = [_wrapped(it, width + 10) for it in notes.split("\n") if it.strip()]
    if not pages:
        return "\n".join([*lines, "_" * 18, *(line for note in noted for line in note)])
    count = max(1, -(-len(lines) // 45))
    each = -(-len(noted) // count)
    found: list[str] = []
    for page in range(count):
        if page:
            found += ["", title if len(title) < 90 else symbol, symbol if len(title) < 90 else ""]
        found += lines[page * 45 : (page + 1) * 45]
        here = noted[page * each : (page + 1) * each]
        found += ["_" * 14, *(line for note in here for line in note)] if here else []
        found += ["", f"{page + 1}/{count}", "45-12345"]
    return "\n".join(found)


def _wrapped(line: str, width: int) -> list[str]:
    if re.search("[\u4e00-\u9fff]", line):
        return [line[at : at + width // 2] for at in range(0, len(line), width // 2)]
    return textwrap.wrap(line, width, break_long_words=False) or [""]
