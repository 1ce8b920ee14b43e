"""The words for values of a dimension."""

from collections.abc import Iterable

from django.utils.translation import gettext

from accede.assistance.catalogue import named_obligations
from accede.assistance.models import Plan, Programme
from accede.assistance.models.themes import Theme
from accede.funding.ledger.cover import Dimension
from accede.funding.ledger.earmarks import By
from accede.treaties.places import place_name


def names_of(by: str, values: Iterable[str | None]) -> dict[str | None, str]:
    """Each value in the active language; at most one query."""
    wanted = [value for value in values if value is not None]
    found: dict[str | None, str] = {None: gettext("Not known")}
    if by == Dimension.PROGRAMME:
        keys = [int(value) for value in wanted]
        found |= {str(pk): f"{code} {title}" for pk, code, title in
                  Programme.objects.filter(pk__in=keys).values_list("pk", "code", "title")}  # fmt: skip
    elif by == By.PLAN:
        found |= {str(pk): title for pk, title in Plan.objects.filter(pk__in=wanted).values_list("pk", "title")}
    elif by == Dimension.STATE:
        found |= {value: place_name(value) for value in wanted}
    elif by == Dimension.THEME:
        found |= {value: str(dict(Theme.choices).get(Theme(value), value)) for value in wanted}
    elif by == Dimension.OBLIGATION:
        found |= {it.id: it.title for it in named_obligations(wanted)}
    else:
        found |= {value: gettext(value) for value in wanted}
    return {value: found.get(value, value or "") for value in [*wanted, None]}
