"""The addresses of the site with those of the request writer."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver

from accede.cooperation import writer_urls
from accede.urls import handler400, handler404, handler500
from accede.urls import urlpatterns as site

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(*writer_urls.pages, prefix_default_language=False),
    *site,
]
