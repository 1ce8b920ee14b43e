"""Which group of fields of a record each field belongs to (``fields.csv``), and what of a record an actor may be shown."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import ManyToManyField, Model

from accede.accounts.rights.actors import Actor
from accede.accounts.rights.ask import may
from accede.accounts.rights.subjects import Subject

FIELDS = Path(__file__).with_name("fields.csv")
#: Fields that leave the server in no way.
NEVER = "never"


@cache
def groups() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The fields by model and group, in the order of the file."""
    found: dict[str, dict[str, list[str]]] = {}
    with FIELDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["model"], {}).setdefault(row["group"], []).append(row["field"])
    return {model: {group: tuple(names) for group, names in by.items()} for model, by in found.items()}


def shown(record: Model, *, actor: Actor, subject: Subject) -> dict[str, Any]:
    """The values of *record* that *actor* may see, by field; a record that it names by its key.

    ``withheld`` lists the groups that the table of rights keeps from the actor, so that an empty value is never taken for one
    that is kept back.
    """
    values: dict[str, Any] = {}
    withheld = []
    for group, names in groups()[str(record._meta.model_name)].items():
        if group == NEVER:
            continue
        if not may(actor, "see", subject, group=group):
            withheld.append(group)
            continue
        for name in names:
            field = record._meta.get_field(name)
            if not isinstance(field, ManyToManyField):
                values[name] = getattr(record, str(getattr(field, "attname", name)))
    return {**values, "withheld": withheld}
