"""Tags of the site's templates: addresses that keep the date, the same page in another language, fields to carry on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, get_language_info

from accede.kit.on import PARAMETER, AsOf
from accede.kit.wording import in_english, localised

register = template.Library()


@register.simple_tag(takes_context=True)
def page(context: RequestContext, name: str, *arguments: str) -> str:
    """The address of a page, with the date that is being asked for.

    `{% page "state" "KEN" %}` gives `/states/KEN/?on=2012-01-01`.
    """
    asked = context.get("asked")
    suffix = asked.suffix if isinstance(asked, AsOf) else ""
    return reverse(name, args=arguments) + suffix


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language, named in that language."""

    code: str
    name: str
    href: str
    current: bool
    rtl: bool


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[LanguageLink]:
    """This page in each language that is offered, with everything that was asked for."""
    request = context["request"]
    path = request.get_full_path()
    current = get_language() or settings.LANGUAGE_CODE
    links = []
    for code, _ in settings.LANGUAGES:
        info = get_language_info(code)
        href = path if code == current else translate_url(path, code)
        links.append(LanguageLink(code, info["name_local"], href, code == current, info["bidi"]))
    return links


@register.simple_tag(takes_context=True)
def other_fields(context: RequestContext, *left_out: str) -> list[tuple[str, str]]:
    """What else was asked for, as hidden fields of a form that sets the parameters *left_out*."""
    request: HttpRequest = context["request"]
    pairs: Iterator[tuple[str, list[str]]] = iter(request.GET.lists())
    return [(name, value) for name, values in pairs if name not in left_out for value in values]


@register.simple_tag(takes_context=True)
def without_date(context: RequestContext) -> str:
    """This page for today."""
    request: HttpRequest = context["request"]
    parameters = request.GET.copy()
    parameters.pop(PARAMETER, None)
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path


@register.filter
def day(value: date | None) -> str:
    """A date in words; nothing for None."""
    return localised(value)


@register.filter
def english(text: str) -> SafeString:
    """Text that exists in English only: marked in other languages, so that it is read and laid out as English."""
    return in_english(text)


@register.filter
def ltr(text: str) -> str:
    """Numbers of several parts, such as a date with its hour, in their own order within a page that runs from the right."""
    return format_html('<bdi dir="ltr" class="text-nowrap">{}</bdi>', text) if text and get_language_bidi() else text


@register.filter
def unlocal(value: float) -> str:
    """A number as SVG and years need it, whatever the language."""
    return str(value)


@register.filter
def at(values: Sequence[object], index: int) -> object:
    """The value at *index*."""
    return values[index]
