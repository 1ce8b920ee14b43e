"""What the pages ask about files of records."""

from django import template

from accede.accounts.records import Record
from accede.accounts.rights import Actor
from accede.assistance.domain import documents

register = template.Library()


@register.simple_tag
def may_attach(record: Record, actor: Actor) -> bool:
    """Whether to offer the form that attaches a file."""
    return documents.may_attach(record, actor)
