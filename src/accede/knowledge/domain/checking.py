"""Checking the values of cases and publications, field by field; all faults are told at once."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Model
from django.utils.translation import gettext

from accede.knowledge.domain.refusing import FieldFault, Refused

LONGEST_SUMMARY = 20_000
_MOST_CODES = 100
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ECLI = re.compile(r"ECLI:[A-Z]{2}:[A-Z][A-Z0-9]{0,6}:(?P<year>[0-9]{4}):[A-Z0-9.]{1,25}")
_url = URLValidator(schemes=["http", "https"])


class Checker:
    """Takes values over into ``taken`` and gathers what is wrong."""

    def __init__(self, model: type[Model], values: Mapping[str, Any]) -> None:
        self._model, self._values = model, values
        self.taken: dict[str, Any] = {}
        self.faults: list[FieldFault] = []

    def wrong(self, field: str, message: str) -> None:
        """Note a fault."""
        self.faults.append(FieldFault(field, message))

    def texts(self, *names: str, needed: Collection[str] = ()) -> None:
        """Texts: none longer than its column, none with controls, those *needed* not empty."""
        for name in names:
            text = str(self._values.get(name) or "").strip()
            longest = getattr(self._model._meta.get_field(name), "max_length", None) or LONGEST_SUMMARY
            if not text and name in needed:
                self.wrong(name, gettext("is needed"))
            elif len(text) > longest:
                self.wrong(name, gettext("is longer than %(n)d characters; shorten it") % {"n": longest})
            elif _CONTROL.search(text):
                self.wrong(name, gettext("holds control characters; take them out"))
            self.taken[name] = text

    def choice(self, name: str, known: Collection[str], *, needed: bool = True) -> None:
        """One of the codes *known*."""
        code = str(self._values.get(name) or "").strip()
        if (code or needed) and code not in known:
            self.wrong(name, gettext("choose one of %(codes)s") % {"codes": ", ".join(known)})
        self.taken[name] = code

    def codes(self, name: str, known: Collection[str], *, needed: bool = False) -> None:
        """A list of codes, each known and once."""
        given = self._values.get(name) or []
        found = list(dict.fromkeys(str(it).strip() for it in given)) if isinstance(given, list | tuple) else []
        unknown = [it for it in found if it not in known]
        if not isinstance(given, list | tuple) or len(found) > _MOST_CODES:
            self.wrong(name, gettext("give a list of at most %(n)d codes") % {"n": _MOST_CODES})
        elif unknown:
            said = {"code": unknown[0][:60], "known": ", ".join(list(known)[:8])}
            self.wrong(name, gettext("“%(code)s” is not known; use codes such as %(known)s") % said)
        elif needed and not found:
            self.wrong(name, gettext("is needed"))
        self.taken[name] = found

    def address(self, name: str) -> None:
        """An address on the web, http or https; or none."""
        self.texts(name)
        if self.taken[name]:
            try:
                _url(self.taken[name])
            except ValidationError:
                self.wrong(name, gettext("is no address on the web; begin it with https://"))

    def day(self, name: str, *, latest: date) -> date | None:
        """A day that has come."""
        value = self._values.get(name)
        if not isinstance(value, date):
            self.wrong(name, gettext("is needed, as a day: YYYY-MM-DD"))
            return None
        if value > latest or value.year < 1800:
            self.wrong(name, gettext("is no day between 1800 and today"))
        self.taken[name] = value
        return value

    def number(self, name: str, low: int, high: int) -> None:
        """A whole number within limits."""
        value = self._values.get(name)
        text = str(value if value is not None else "").strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and low <= int(text) <= high):
            self.wrong(name, gettext("give a whole number from %(low)d to %(high)d") % {"low": low, "high": high})
            return
        self.taken[name] = int(text)

    def ecli(self, name: str, *, decided: date | None) -> None:
        """A European Case Law Identifier: its five parts, and the year that of the decision; or none."""
        text = str(self._values.get(name) or "").strip().upper()
        found = _ECLI.fullmatch(text)
        if text and found is None:
            self.wrong(
                name,
                gettext("has five parts, such as ECLI:DE:BGH:2012:030512B3STR98.12; leave it out where there is none"),
            )
        elif found is not None and decided is not None and int(found["year"]) != decided.year:
            self.wrong(name, gettext("names another year than the day of the decision; correct one of them"))
        self.taken[name] = text

    def finish(self) -> dict[str, Any]:
        """The values as they are stored. Raises :class:`Refused` with every fault."""
        if self.faults:
            first, *more = self.faults
            raise Refused(first.field, first.message, *more)
        return self.taken
