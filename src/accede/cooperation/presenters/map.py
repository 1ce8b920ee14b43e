"""The map of cooperation: one State and its possible partners by label, or the world by share, and the regions."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accede.cooperation.presenters import choices
from accede.cooperation.presenters.choices import Option
from accede.cooperation.presenters.labels import KINDS, LOOKS, ORDER, LabelLook
from accede.cooperation.presenters.question import check_existed
from accede.cooperation.presenters.themes import NOT_APPLICABLE, ROLES, SHOW, ThemeLabels, labels_on
from accede.cooperation.queries import current_rules
from accede.kit.maps import BOUNDARIES_DISCLAIMER, LegendItem, MapValue, drawn_participants, world_map
from accede.kit.on import AsOf, BadQuestion
from accede.kit.tables import Column, Table, Twin
from accede.law.basis import Kind
from accede.law.participants import ParticipantKind
from accede.treaties.presenters.common import Share, name_of, sort_keys
from accede.treaties.presenters.words import REGIONS, THEMES, word
from accede.treaties.queries import Snapshot

DEFAULT_THEME = "bombings"
#: The labels that can be counted, best first: all that a pair of two existing States can have.
COUNTED = ORDER[:NOT_APPLICABLE]
STEPS = 8


@dataclass(frozen=True)
class MapQuestion:
    """What the map is asked to show."""

    state: str
    role: str
    theme: str
    kind: Kind
    show: str
    label: str

    @property
    def parameters(self) -> dict[str, str]:
        """As they stand in addresses; defaults are said too, so that a kept address keeps its meaning."""
        return {
            "state": self.state,
            "role": self.role if self.state else "",
            "theme": self.theme,
            "kind": self.kind.value,
            "show": self.show,
            "label": self.label,
        }


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One possible partner of the State."""

    code: str
    name: str
    href: str
    best: LabelLook
    worst: LabelLook
    binding: Share
    best_rank: int
    worst_rank: int
    sort_name: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """One State of the world, and with how many partners it has the label."""

    code: str
    name: str
    href: str
    share: Share
    value: float
    sort_name: str


@dataclass(frozen=True, slots=True)
class RegionCell:
    """Ordered pairs between two regions that have the label."""

    share: Share
    heat: int


@dataclass(frozen=True, slots=True)
class RegionLine:
    """All cells of one requesting region."""

    name: str
    cells: Sequence[RegionCell]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many partners or pairs have a label."""

    look: LabelLook
    share: Share


def read_map(snap: Snapshot, query: QueryDict, asked: AsOf) -> MapQuestion:
    """The parameters of the page. Raises :class:`BadQuestion` for what there is not."""
    facts = snap.facts
    state = query.get("state", "").strip().upper()
    if state:
        if state not in facts.participants or facts.participants[state].kind is ParticipantKind.ORGANISATION:
            message = gettext("There is no State with the code “%(code)s”. Choose one from the list.")
            detail = f"state: '{state[:40]}' is no three-letter code of a State, such as KEN."
            raise BadQuestion(message % {"code": state[:40]}, field="state", given=state[:40], detail=detail)
        check_existed(facts, state, asked)
    return MapQuestion(
        state=state,
        role=_one_of(query, "role", ROLES, ROLES[0]),
        theme=_one_of(query, "theme", choices.theme_keys(facts), DEFAULT_THEME),
        kind=Kind(_one_of(query, "kind", tuple(it.value for it in Kind), Kind.EXTRADITION.value)),
        show=_one_of(query, "show", SHOW, SHOW[0]),
        label=_one_of(query, "label", COUNTED, COUNTED[0]),
    )


def _one_of(query: QueryDict, name: str, known: Sequence[str], default: str) -> str:
    value = query.get(name, "").strip() or default
    if value not in known:
        message = gettext("“%(value)s” is not among the choices; choose one of them.") % {"value": value[:40]}
        detail = f"{name}: '{value[:40]}' is none of {', '.join(known)}."
        raise BadQuestion(message, field=name, given=value[:40], detail=detail)
    return value


def found_labels(snap: Snapshot, question: MapQuestion, asked: AsOf) -> ThemeLabels:
    """The labels of the theme on the date."""
    return labels_on(snap, asked.on, question.kind)[question.theme]


def answer_href(snap: Snapshot, question: MapQuestion, asked: AsOf, other: str) -> str:
    """The finder's answer for the State and *other*, for the first offence of the theme."""
    pair = (question.state, other) if question.role == "requesting" else (other, question.state)
    path = reverse("basis-answer", args=[*pair, first_offence(snap, question.theme), question.kind.value])
    return f"{path}?{urlencode({'on': asked.iso})}"


def first_offence(snap: Snapshot, theme: str) -> str:
    """The first offence of a theme, as the catalogue orders them."""
    return next(o.code for it in snap.facts.catalogue if it.theme == theme for o in it.offences)


def partner_rows(snap: Snapshot, question: MapQuestion, labels: ThemeLabels, asked: AsOf) -> list[PartnerRow]:
    """Every possible partner of the State, in alphabetical order."""
    world, facts, keys = snap.world, snap.facts, sort_keys(snap.facts)
    row = world.row_of[question.state]
    side = (slice(None), row) if question.role == "requested" else (row, slice(None))
    best, worst, binding = labels.best[side].tolist(), labels.worst[side].tolist(), labels.binding[side].tolist()
    prefix, suffix = _address_around(snap, question, asked)
    looks = list(LOOKS.values())
    rows = []
    for code in choices.state_codes(facts):
        index = world.row_of[code]
        if best[index] == NOT_APPLICABLE:
            continue
        rows.append(
            PartnerRow(
                code=code,
                name=name_of(facts.participants[code]),
                href=f"{prefix}{code}{suffix}",
                best=looks[best[index]],
                worst=looks[worst[index]],
                binding=Share(binding[index], labels.offences),
                best_rank=best[index],
                worst_rank=worst[index],
                sort_name=keys[code],
            )
        )
    return rows


def _address_around(snap: Snapshot, question: MapQuestion, asked: AsOf) -> tuple[str, str]:
    """What stands before and after the partner's code in the address of an answer: for two hundred links at once."""
    prefix, _, suffix = answer_href(snap, question, asked, "ZZZ").partition("ZZZ")
    return prefix, suffix


def partner_columns() -> list[Column]:
    """The columns by which the partners can be sorted."""
    return [
        Column("name", gettext("State"), lambda row: row.sort_name),
        Column("best", gettext("Best"), lambda row: row.best_rank),
        Column("worst", gettext("Worst"), lambda row: row.worst_rank),
        Column("binding", gettext("Binding for"), lambda row: row.binding.number, numeric=True),
    ]


def state_rows(snap: Snapshot, question: MapQuestion, labels: ThemeLabels, asked: AsOf) -> list[StateRow]:
    """Every State with the number of partners of whom it, as the requesting State, has the label."""
    facts, keys, shown = snap.facts, sort_keys(snap.facts), labels.shown(question.show)
    hits = (shown == ORDER.index(question.label)).sum(axis=1).tolist()
    total = (shown != NOT_APPLICABLE).sum(axis=1).tolist()
    prefix, _, suffix = map_address(question, asked, state="ZZZ", role="requesting").partition("ZZZ")
    rows = []
    for code in choices.state_codes(facts):
        index = snap.world.row_of[code]
        if total[index]:
            share = Share(hits[index], total[index])
            value = hits[index] / total[index]
            rows.append(
                StateRow(code, name_of(facts.participants[code]), f"{prefix}{code}{suffix}", share, value, keys[code])
            )
    return rows


def state_columns(question: MapQuestion) -> list[Column]:
    """The columns by which the States can be sorted."""
    return [
        Column("name", gettext("State"), lambda row: row.sort_name),
        Column("share", LOOKS[question.label].label, lambda row: row.value, numeric=True),
    ]


def map_address(question: MapQuestion, asked: AsOf, **changes: str) -> str:
    """The map for another State or another choice."""
    return asked.address(reverse("cooperation-map"), **{**question.parameters, **changes})


def partner_map(snap: Snapshot, question: MapQuestion, rows: Sequence[PartnerRow], asked: AsOf) -> SafeString:
    """The world coloured by label."""
    drawn, own = drawn_participants(), name_of(snap.facts.participants[question.state])
    values = {}
    for row in rows:
        if row.code in drawn:
            look = row.worst if question.show == "worst" else row.best
            values[row.code] = MapValue(f"{row.name}: {look.label}", look.map_class)
    if question.state in drawn:
        values[question.state] = MapValue(own, "map-7")
    prefix, suffix = _address_around(snap, question, asked)
    itself = map_address(question, asked)

    def link(code: str) -> str:
        return itself if code == question.state else f"{prefix}{code}{suffix}"

    legend = [LegendItem(look.map_class, look.label) for look in LOOKS.values() if look.key != "not-applicable"]
    legend += [LegendItem("map-7", own), LegendItem("map-none", LOOKS["not-applicable"].label)]
    return world_map(
        values=values,
        title=map_title(snap, question, asked),
        description=gettext("Each State by the label of a request. The table beside it says the same in words."),
        link=link,
        legend=legend,
        disclaimer=str(BOUNDARIES_DISCLAIMER),
        map_id="cooperation",
    )


def share_map(question: MapQuestion, rows: Sequence[StateRow], asked: AsOf) -> SafeString:
    """The world coloured by the share of partners with the label."""
    drawn = drawn_participants()
    values = {
        row.code: MapValue(
            gettext("%(name)s: %(number)s of %(total)s partners")
            % {"name": row.name, "number": row.share.number, "total": row.share.of},
            f"map-{heat(row.value)}",
        )
        for row in rows
        if row.code in drawn
    }
    prefix, _, suffix = map_address(question, asked, state="ZZZ", role="requesting").partition("ZZZ")
    legend = [
        LegendItem(f"map-{step}", f"{100 * step // STEPS}–{100 * (step + 1) // STEPS} %") for step in range(STEPS)
    ]
    legend.append(LegendItem("map-none", gettext("did not exist")))
    return world_map(
        values=values,
        title=gettext("Share of partners with the label “%(label)s”, by State, on %(date)s")
        % {"label": LOOKS[question.label].label, "date": asked.words},
        description=gettext("Darker means a larger share. The table beside it has every number."),
        link=lambda code: f"{prefix}{code}{suffix}",
        legend=legend,
        disclaimer=str(BOUNDARIES_DISCLAIMER),
        map_id="cooperation",
    )


def heat(value: float) -> int:
    """The step of colour for a share from 0 to 1."""
    return min(int(value * STEPS), STEPS - 1)


def map_title(snap: Snapshot, question: MapQuestion, asked: AsOf) -> str:
    """What the map shows, in one line."""
    template = (
        gettext("%(kind)s, %(theme)s: %(name)s asks other States, %(date)s")
        if question.role == "requesting"
        else gettext("%(kind)s, %(theme)s: other States ask %(name)s, %(date)s")
    )
    return template % {
        "kind": word(KINDS, question.kind),
        "theme": word(THEMES, question.theme),
        "name": name_of(snap.facts.participants[question.state]),
        "date": asked.words,
    }


def summary(question: MapQuestion, labels: ThemeLabels, snap: Snapshot) -> list[Summary]:
    """How many partners of the State, or ordered pairs of the world, have each label."""
    shown = labels.shown(question.show)
    if question.state:
        row = snap.world.row_of[question.state]
        shown = shown[:, row] if question.role == "requested" else shown[row]
    counts = np.bincount(shown.ravel(), minlength=len(ORDER))[:NOT_APPLICABLE]
    total = int(counts.sum())
    return [Summary(LOOKS[label], Share(int(count), total)) for label, count in zip(COUNTED, counts, strict=True)]


def region_counts(snap: Snapshot, question: MapQuestion, labels: ThemeLabels) -> list[list[Share]]:
    """Of the ordered pairs between two regions, those with the label: rows requesting, columns requested."""
    shown, facts = labels.shown(question.show), snap.facts
    region_of = np.array([facts.participants[code].region for code in snap.world.participants])
    hit, asked = shown == ORDER.index(question.label), shown != NOT_APPLICABLE
    member = np.array([region_of == region for region in REGIONS], np.int64)
    hits, totals = member @ hit.astype(np.int64) @ member.T, member @ asked.astype(np.int64) @ member.T
    return [
        [Share(int(h), int(t)) for h, t in zip(row, total, strict=True)]
        for row, total in zip(hits, totals, strict=True)
    ]


def region_lines(snap: Snapshot, question: MapQuestion, labels: ThemeLabels) -> list[RegionLine]:
    """The matrix of regions with a step of colour for each cell."""
    return [
        RegionLine(word(REGIONS, region), [RegionCell(it, heat(it.number / it.of) if it.of else 0) for it in cells])
        for region, cells in zip(REGIONS, region_counts(snap, question, labels), strict=True)
    ]


def selects(snap: Snapshot, question: MapQuestion) -> dict[str, list[Option]]:
    """The choices of the form above the map."""
    roles = {"requesting": gettext("asks the others"), "requested": gettext("is asked by the others")}
    shows = {"best": gettext("the best label"), "worst": gettext("the worst label")}
    return {
        "states": choices.states(snap.facts, question.state),
        "roles": [Option(role, roles[role], role == question.role) for role in ROLES],
        "themes": choices.themes(snap.facts, question.theme),
        "kinds": choices.kinds(question.kind.value),
        "shows": [Option(it, shows[it], it == question.show) for it in SHOW],
        "labels": [Option(it, LOOKS[it].label, it == question.label) for it in COUNTED],
    }


def map_twin(snap: Snapshot, question: MapQuestion, asked: AsOf) -> Twin:
    """The table beside the map as data."""
    labels = found_labels(snap, question, asked)
    facts = snap.facts
    rules = current_rules(snap)
    offences = [
        code for code, (instrument, _) in rules.offences.items() if facts.catalogue[instrument].theme == question.theme
    ]
    records: list[dict[str, object]]
    if question.state:
        records = [
            {
                "participant": row.code, "name": facts.participants[row.code].name, "best": row.best.key,
                "worst": row.worst.key, "binding_offences": row.binding.number, "of": row.binding.of,
            }
            for row in partner_rows(snap, question, labels, asked)
        ]  # fmt: skip
    else:
        records = [
            {
                "participant": it.code,
                "name": facts.participants[it.code].name,
                "partners": it.share.number,
                "of": it.share.of,
            }
            for it in state_rows(snap, question, labels, asked)
        ]
    value = {
        "on": asked.iso,
        **question.parameters,
        "offences": offences,
        "summary": {
            it.look.key: {"count": it.share.number, "of": it.share.of} for it in summary(question, labels, snap)
        },
        "states": records,
    }
    name = f"accede-cooperation-{question.state or 'world'}-{question.theme}-{question.kind.value}-{asked.iso}"
    return Twin(value, lambda: [Table.of(records, list(records[0]) if records else [], name="States")], name)


def regions_twin(snap: Snapshot, question: MapQuestion, asked: AsOf) -> Twin:
    """The matrix of regions as data."""
    counts = region_counts(snap, question, found_labels(snap, question, asked))
    records = [
        {"requesting": one, "requested": other, "label": question.label, "pairs": share.number, "of": share.of}
        for one, row in zip(REGIONS, counts, strict=True)
        for other, share in zip(REGIONS, row, strict=True)
    ]
    parameters = {key: value for key, value in question.parameters.items() if key not in ("state", "role")}
    value = {"on": asked.iso, **parameters, "regions": records}
    name = f"accede-cooperation-regions-{question.theme}-{question.kind.value}-{asked.iso}"
    return Twin(value, lambda: [Table.of(records, list(records[0]), name="Regions")], name)
