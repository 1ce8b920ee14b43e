"""Words for what stands in the audit trail as a key: what was done, and by whom where no person did it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, str | Promise] = {
    "create": _("made"), "edit": _("changed"), "submit": _("submitted"), "acknowledge": _("acknowledged"),
    "accept": _("accepted"), "offer": _("offered"), "in_force": _("in force"), "close": _("closed"),
    "archive": _("archived"), "ask": _("question asked"), "answer": _("question answered"),
    "answer_later": _("answered a year later"), "withdraw": _("withdrawn"), "decline": _("declined"),
    "refer": _("referred"), "message": _("message"), "share": _("shared"), "prioritise": _("priority set"),
    "plan": _("planned"), "confirm": _("confirmed"), "begin": _("begun"), "complete": _("completed"),
    "report": _("reported"), "evaluate": _("evaluated"), "cancel": _("cancelled"), "nominates": _("State takes part"),
    "selected": _("selected"), "judge": _("judged"), "propose": _("proposed"), "consent": _("consent given"),
    "withdraw_consent": _("consent withdrawn"), "assign": _("assigned"), "circulate": _("circulated"),
    "end_circulation": _("circulation ended"), "respond": _("answered by a helper"), "read": _("indicator read"),
    "attendance": _("attendance taken"), "certificate": _("certificate issued"),
    "revoke_certificate": _("certificate revoked"), "contributors": _("contributors changed"),
    "draw": _("desk review drawn"), "end": _("ended"), "end_role": _("role ended"), "grant_role": _("role given"),
    "erase": _("erased"), "erase_detail": _("personal data erased"), "feedback": _("questionnaire sent"),
    "invite": _("invited"), "load": _("sample loaded"), "remove": _("sample removed"), "make_key": _("key made"),
    "revoke_key": _("key revoked"), "merge": _("merged"), "merged": _("merged into another"), "open": _("opened"),
    "provisions": _("provisions applied changed"),
    "parents": _("place among programmes changed"), "programmes": _("programmes changed"),
    "scores": _("results of a test noted"), "states": _("States changed"), "assess": _("assessed"),
    "view": _("the State’s view written"), "evidence": _("provisions chosen"), "publish": _("published"),
    "withhold": _("published no longer"), "keep": _("version kept"), "bring_in": _("text brought in"),
    "pledge": _("pledge entered"), "agreement": _("agreement entered"), "instalment": _("instalment entered"),
    "receipt": _("receipt entered"), "allocation": _("money allocated"), "spending": _("spending entered"),
    "release": _("money set free"), "lapse": _("promise lapsed"), "refund": _("money returned"),
    "reversal": _("entry reversed"), "earmark": _("earmarks changed"), "approve": _("approved"), "reject": _("rejected"),
    "rates": _("rates of exchange brought in"),
}  # fmt: skip

AGENTS: Mapping[str, str | Promise] = {
    "worker": _("the program"), "command": _("the command line"), "import": _("an import"),
}  # fmt: skip


def verb_in_words(verb: str) -> str:
    """What was done, in a word or two; the verb itself where there is no word for it."""
    return str(VERBS.get(verb) or verb.replace("_", " "))


def agent_in_words(agent: str) -> str:
    """Who it was where no person did it; the agent itself where there is no word for it."""
    return str(AGENTS.get(agent) or agent)
