"""The finder's sentences, as templates that the pages translate."""

from accede.law.reasons import gettext_noop as _

BOTH_BOUND = _("%(title)s is in force for both on %(on)s.")
NOT_BOUND = _("%(title)s is not in force for %(who)s on %(on)s.")
BOUND_UNKNOWN = _("Whether %(title)s is in force for %(who)s on %(on)s is not known.")
REPLACED = _("Between two parties to %(later)s that text applies instead.")
NOT_IN_TEXT = _("%(title)s does not make this conduct an offence.")
AMENDED_ONLY = _(
    "%(who)s joined the amended text only; its relations with a State bound by the earlier text are not regulated."
)
SETTLED_BY_LIST = _("A list of parties to %(title)s that is complete as of %(on)s.")
SETTLED_BY_DEPOSITARY = _("The depositary of %(title)s.")
NEVER = _("%(title)s never is a basis for extradition.")
PLACE_FICTION = _(
    "For extradition the offence is treated as committed also where jurisdiction lies under %(title)s, not only on the spot."
)
OLDER_YIELD = _("Where treaties between the parties cannot be reconciled with %(title)s they are modified by it.")
TRANSFER = _("%(title)s lets a person held in one State be transferred to give evidence or help, with consent.")

GENERAL = _("%(title)s obliges both to extradite for offences punishable in both by at least one year.")
GENERAL_MLA = _("%(title)s obliges both to afford each other the widest measure of assistance.")
SUPERSEDED = _("Replaced between its parties by %(title)s.")
BILATERAL = _("A bilateral treaty is in force between them: %(title)s (%(source)s).")
BILATERAL_MLA = _("A bilateral treaty on legal assistance is in force between them (%(source)s).")
BILATERAL_MLA_STATED = _("The question states a bilateral treaty on legal assistance in force between them.")
BILATERAL_DOUBTFUL = _("Whether the bilateral treaty of %(signed)s is in force is doubtful: %(doubt)s.")
BILATERAL_ENDED = _("The bilateral treaty of %(signed)s is not in force on %(on)s.")
BILATERAL_COVERS = _("Whether the bilateral treaty %(id)s covers the offence is not known.")
READ_TREATY = _("The text of the treaty (%(reference)s).")
BILATERAL_INCOMPLETE = _(
    "Whether another bilateral treaty is in force between them is not known: no complete list is loaded."
)
BILATERAL_STATED = _("The question states a bilateral treaty between them; whether it covers the offence is not known.")
BILATERAL_AS_STATED = _("the bilateral treaty stated in the question")
SETTLED_BY_TREATY_LIST = _("The treaty lists of both ministries of foreign affairs.")

DEEMED = _("%(title)s makes the offence an extraditable offence in the treaty between them (%(treaty)s).")
DEEMED_OLDER = _(
    "It reaches only treaties older than its own entry into force on %(date)s; theirs is of %(treaty_date)s."
)
DEEMED_AGE_UNKNOWN = _("%(title)s reaches only older treaties, and the date of theirs (%(treaty)s) is not known.")
OPTION = _("If %(requested)s makes extradition conditional on a treaty, it may take %(title)s as the legal basis.")
OPTION_IS = _("%(requested)s makes extradition conditional on a treaty and may take %(title)s as the legal basis.")
OPTION_HAS_TREATY = _("There is an extradition treaty between them, so %(title)s is not needed as a basis.")
OPTION_NOT_CONDITIONAL = _("%(requested)s does not make extradition conditional on a treaty.")
OPTION_DECLARED_NO = _("%(requested)s declared that it does not take %(title)s as the legal basis.")
OPTION_DECLARED_YES = _("%(requested)s declared that it takes %(title)s as the legal basis.")
OPTION_SILENT = _(
    "Whether %(requested)s takes %(title)s as the legal basis: no notification is loaded, and silence is not a no."
)
SETTLED_BY_NOTIFICATION = _("The notification of %(requested)s under %(article)s, kept by the depositary.")
NON_CONDITIONAL = _(
    "Neither State makes extradition conditional on a treaty: the offence is extraditable between them."
)
CONDITIONAL = _("%(who)s makes extradition conditional on a treaty.")
CONDITIONAL_UNKNOWN = _("Whether %(who)s makes extradition conditional on a treaty is not known.")
SETTLED_BY_LAW = _("The extradition law of %(who)s.")
OWN_LAW = _("%(requested)s does not need a treaty and may act under its own law, on reciprocity or comity.")
OWN_LAW_NO = _("%(requested)s extradites only on a treaty.")
OWN_LAW_UNKNOWN = _("Whether %(requested)s can act under its own law without a treaty is not known.")
MLA = _("%(title)s obliges both to assist each other in proceedings for the offence.")
MLA_OWN_LAW = _(
    "Without a treaty on assistance %(requested)s assists under its own law (%(title)s, article %(article)s); it is not loaded."
)
MLA_NO_ARTICLE = _("%(title)s has no article on mutual legal assistance.")
NO_CLAUSE = _("%(title)s has no such clause.")
LISTED_IN = _("The offence is listed in article %(article)s.")
NOT_LISTED_IN = _("%(title)s does not list the offence.")
REGIONAL_OPEN = _("No list of parties to %(title)s is loaded; both could be party.")

POLITICAL_BARRED = _("The offence may not be treated as political.")
POLITICAL_LIMITED = _(
    "The offence may not be treated as political as far as the requested State's own law allows that rule."
)
POLITICAL_PERHAPS = _("%(title)s takes away the political-offence objection, and whether it binds both is not known.")
POLITICAL_EMLA = _("Assistance may be refused for an offence that the requested State considers political or fiscal.")
POLITICAL_RESERVED = _("%(who)s reserved the right to treat the offence as political.")
POLITICAL_OPEN = _("No text that binds both takes away the political-offence objection.")
POLITICAL_ECE = _(
    "Refusal for a political offence is compulsory here, unless another treaty that binds both takes it away."
)
POLITICAL_GIVES_WAY = _("The compulsory refusal for political offences gives way to such texts.")
PERSECUTION_MUST = _(
    "Must be refused where the request serves persecution, or where the State entitled to protect could not reach the person."
)
PERSECUTION_MAY = _(
    "May be refused where there are substantial grounds to believe that the request serves persecution."
)
PERSECUTION_PERHAPS = _("%(title)s has a rule on refusal for persecution, and whether it binds both is not known.")
FISCAL = _("Bank secrecy or the fiscal nature of the offence is no ground of refusal.")
DUAL = _("Dual criminality is required.")
DUAL_OWN = _(
    "The treaty creates parallel offences and leaves the requested State's own test of dual criminality in place."
)
NATIONALITY_OWN = _("No text removes nationality as a ground of refusal; the requested State's law decides.")
NATIONALITY_YES = _("%(requested)s does not surrender its nationals.")
NATIONALITY_NO = _("%(requested)s surrenders its nationals.")
NATIONALITY_RETURN = _("Surrender of a national on condition of return to serve the sentence counts as compliance.")
NON_REFOULEMENT = _("Non-refoulement under human-rights and refugee law must always be examined.")
TORTURE = _("May be refused where the person risks torture, the death penalty or life imprisonment without parole.")
DEATH_PENALTY = _("May be refused where the offence carries the death penalty, unless assurances are given.")
SCOPE = _("%(title)s leaves some cases out, such as purely internal ones: hold the facts against these articles.")
ANNEX = _(
    "Financing of an offence under a treaty of the annex is reached only if that treaty has not been excluded by declaration."
)
STATEMENT_NOT_LOADED = _("%(who)s made a reservation or declaration to %(title)s when joining; its text is not loaded.")
STATEMENT_LIMITS = _("%(who)s made a %(type)s: %(text)s")

PROSECUTE_PRESENCE = _(
    "If the person is found in %(requested)s and is not extradited, it must submit the case, without exception and unasked."
)
PROSECUTE_NATIONALITY = _(
    "If %(requested)s refuses only because the person is its national, it must submit the case if %(requesting)s asks."
)
PROSECUTE_REQUEST = _(
    "If %(requested)s refuses a request that rests on a rule of jurisdiction which it has too, it must submit the case."
)
PROSECUTE_GROUNDS = _("If %(requested)s refuses on the ground of territory or nationality, it must submit the case.")
PROSECUTE_TOO_EARLY = _(
    "The duty does not reach conduct on %(conduct)s: the treaty binds %(requested)s only from %(since)s."
)
PROSECUTE_NONE = _("No treaty that binds %(requested)s is known to require it.")
PROSECUTE_UNKNOWN = _("Whether %(title)s binds %(requested)s is not known.")
CONDUCT_UNKNOWN = _("The date of the conduct is not given; the duty does not reach acts before %(since)s.")
FORCE_DATE_UNKNOWN = _(
    "From when %(title)s binds %(requested)s is not known, so whether it reaches the conduct is not either."
)

ROUTE_SERIOUS = _("The conduct is a convention offence or punishable by at least four years.")
ROUTE_GROUP = _(
    "An organised criminal group is involved: three or more persons acting for a financial or other material benefit."
)
ROUTE_PRESENCE = _("The person is in %(requested)s, which for extradition takes the place of transnationality.")
ROUTE_DUAL = _("The offence is punishable in both States.")
ROUTE_SUSPICION = _("There are reasonable grounds to suspect both; for assistance that is enough.")

STEP_PARTIES = _("%(requesting)s asks %(requested)s on %(on)s.")
STEP_OFFENCE = _("The offence: %(title)s.")
STEP_TEXT = _("The text that binds both: %(title)s.")
STEP_NO_TEXT = _("No text that makes the conduct an offence is known to bind both.")
STEP_CONCLUSION = _("Conclusion: %(conclusion)s.")
