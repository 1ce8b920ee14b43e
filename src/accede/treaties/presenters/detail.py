"""One instrument on the page of a State. There are some thirty of these on a page, so their small parts (reasons, acts, the
line of articles) are written here, each value escaped, and the template only places them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from accede.kit.on import AsOf
from accede.kit.wording import Reader, fill, reader
from accede.law.actions import TreatyAction
from accede.law.shipped import shipped_catalogue
from accede.law.status import StatusAnswer
from accede.law.timeline import Position, Timeline
from accede.treaties.presenters.common import Links, is_party
from accede.treaties.presenters.provisions import PROVISIONS
from accede.treaties.presenters.timeline import bar_for
from accede.treaties.presenters.words import ACTION_LABELS, LOOKS, counting_in_words, sentence, word
from accede.treaties.queries import Snapshot

WHEN_LAST_KNOWN = (Position.NOT_PARTY_WHEN_LAST_KNOWN, Position.SIGNATORY_WHEN_LAST_KNOWN)
#: The provisions that a reader of one State's page asks for first; the instrument's page has them all.
KEY_ARTICLES = ("criminalisation", "jurisdiction_mandatory", "extradite_or_prosecute", "extradition_deemed_included",
                "mutual_legal_assistance")  # fmt: skip
STANDINGS = {
    "stated": "",
    "conflicting": gettext_noop("another source's statement"),
    "set-aside": gettext_noop("not used"),
}
BY = gettext_noop("by %(date)s")
DATE_UNKNOWN = gettext_noop("date not known")
REACHING_BACK = gettext_noop("(reaching back to %(date)s)")
LABEL_WITH_DATE = gettext_noop("%(label)s (%(date)s)")


@dataclass(frozen=True, slots=True)
class Detail:
    """One instrument on the State's page."""

    id: str
    title: SafeString
    plain_title: str
    href: str
    look: str
    symbol: str
    label: str
    #: The label with the date on which it was last known, where that is what it says.
    full_label: str
    consent: str
    consent_words: str
    signed: str
    in_force_from: str
    computed: str
    last_known: str
    complete_as_of: str
    reasons: SafeString
    acts: SafeString
    footnote: SafeString
    bar: SafeString


class DetailWriter:
    """Writes the details of one page."""

    def __init__(self, snap: Snapshot, asked: AsOf) -> None:
        self.snap = snap
        self.asked = asked
        self.links = Links(asked)
        self.to = reader()

    def detail(self, answer: StatusAnswer) -> Detail:
        """The detail of one answer."""
        to = self.to
        treaty = self.snap.facts.catalogue[answer.instrument]
        line = self.snap.world.timeline(answer.participant, treaty.id)
        look = LOOKS[answer.position]
        label = to.say(look.label)
        signature = line.signature_on(self.asked.on)
        known = answer.last_known.on if answer.last_known and answer.position in WHEN_LAST_KNOWN else None
        full = to.say(LABEL_WITH_DATE) % {"label": label, "date": to.day(known)} if known else label
        party = is_party(answer.position)
        return Detail(
            id=treaty.id,
            title=to.english(treaty.short_title),
            plain_title=treaty.short_title,
            href=self.links.instrument(treaty.id),
            look=look.key,
            symbol=look.symbol,
            label=label,
            full_label=full,
            consent=self._consent_date(answer, line, party=party),
            consent_words=word(ACTION_LABELS, answer.action, to) if answer.action and party else "",
            signed=to.day(signature.certain_by) if signature else "",
            in_force_from=to.day(answer.in_force_from),
            computed=to.day(_computed(answer)),
            last_known=to.day(known),
            complete_as_of=to.day(answer.complete_as_of),
            reasons=format_html_join("", "<li>{}</li>", ((sentence(it, treaty, to),) for it in answer.reasons)),
            acts=format_html_join("", _ACT, (self._act(row) for row in answer.actions)),
            footnote=_footnote(treaty.id, answer.complete_as_of, to),
            bar=bar_for(line, self.asked),
        )

    def _consent_date(self, answer: StatusAnswer, line: Timeline, *, party: bool) -> str:
        if answer.consent_date:
            return self.to.day(answer.consent_date)
        consent = line.consent_on(self.asked.on) if party else None
        if consent is None or consent.action.latest is None:
            return ""
        return self.to.say(BY) % {"date": self.to.day(consent.action.latest)}

    def _act(self, row: TreatyAction) -> tuple[object, ...]:
        to = self.to
        if row.date:
            when = to.day(row.date)
        elif row.latest:
            when = to.say(BY) % {"date": to.day(row.latest)}
        else:
            when = to.say(DATE_UNKNOWN)
        effect = to.day(row.effective) or "–"
        if row.succession_from:
            effect = f"{effect} {to.say(REACHING_BACK) % {'date': to.day(row.succession_from)}}"
        standing = STANDINGS[row.standing.value]
        tag = format_html(' <span class="tag">{}</span>', to.say(standing)) if standing else ""
        cited = self.snap.facts.source
        sources = format_html_join(
            "", '<span class="source">{}</span>', ((to.english(str(cited(it))),) for it in row.sources)
        )
        return word(ACTION_LABELS, row.action, to), tag, when, effect, sources


_ACT = "<tr><td>{}{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"


def _computed(answer: StatusAnswer) -> date | None:
    """The date of the clause where the source records another; nothing where they agree."""
    return None if answer.in_force_computed == answer.in_force_from else answer.in_force_computed


@lru_cache(maxsize=1000)
def _footnote(instrument_id: str, complete: date | None, to: Reader) -> SafeString:
    """What the list and the instrument say whatever the State: kept, since it is the same on two hundred pages."""
    treaty = shipped_catalogue()[instrument_id]
    parts: list[SafeString] = []
    if complete:
        parts.append(fill(gettext("List complete as of %(date)s."), {"date": to.day(complete)}))
    if rule := treaty.entry_into_force_rule:
        each = rule.each_state
        values = {"article": each.article, "rule": counting_in_words(each.counting, each.delay)}
        parts.append(fill(gettext("In force for each State: article %(article)s, %(rule)s."), values))
    parts += [
        format_html('<span class="article">{}: <bdi>{}</bdi></span>', word(PROVISIONS, kind, to), treaty.articles[kind])
        for kind in KEY_ARTICLES
        if kind in treaty.articles
    ]
    return format_html_join(" ", "{}", ((part,) for part in parts))
