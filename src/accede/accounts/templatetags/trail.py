"""What was done with a record, for its page."""

from typing import Any

from django import template

from accede.accounts import words
from accede.accounts.models import Event

register = template.Library()
SHOWN = 12


@register.simple_tag
def history(kind: str, pk: object) -> list[Any]:
    """The last events of a record whose page the reader may see: who, when and what was done; never the values."""
    found = Event.objects.filter(record=kind, record_id=str(pk)).select_related("person")
    return list(found.order_by("-number")[:SHOWN])


@register.filter
def verb_words(verb: str) -> str:
    """What was done, in the reader's language."""
    return words.verb_in_words(verb)


@register.filter
def agent_words(agent: str) -> str:
    """Who it was where no person did it, in the reader's language."""
    return words.agent_in_words(agent)
