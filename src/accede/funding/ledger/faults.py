"""Faults of amounts and entries: a text for translators with its values, so that a page can say it in the reader's language."""


def gettext_noop(text: str) -> str:
    """Marks a text for translators; it is translated where it is shown."""
    return text


class Fault(ValueError):
    """What cannot be taken. ``field`` is at fault; ``template`` with ``values`` says why and what to do."""

    def __init__(self, template: str, *, field: str = "amount", **values: object) -> None:
        super().__init__(template % values if values else template)
        self.template = template
        self.field = field
        self.values = values
