"""Addresses of the whole site: pages, which have a language in their address, and data, which have none."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from accede.accounts import urls as accounts
from accede.assistance import urls as assistance
from accede.cooperation import urls as cooperation
from accede.funding import urls as funding
from accede.knowledge import urls as knowledge
from accede.legislation import urls as legislation
from accede.treaties import urls as treaties
from accede.web import urls as web

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("accede.treaties.api.urls")),
    path("api/v1/", include("accede.cooperation.api.urls")),
    path("api/v1/", include("accede.assistance.api.urls")),
    *web.data,
    *treaties.data,
    *cooperation.data,
    *knowledge.data,
    *accounts.data,
    *assistance.data,
    *funding.data,
    *i18n_patterns(
        *web.pages,
        *treaties.pages,
        *cooperation.pages,
        *knowledge.pages,
        *legislation.pages,
        *accounts.pages,
        *assistance.pages,
        *funding.pages,
        prefix_default_language=False,
    ),
]

handler400 = "accede.web.views.bad_request"
handler404 = "accede.web.views.not_found"
handler500 = "accede.web.views.server_error"
