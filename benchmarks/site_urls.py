"""The site's addresses, and a trivial page that reads one row."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from accede.treaties.models import DataVersion
from accede.urls import handler400, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


def plain(request: HttpRequest) -> HttpResponse:
    """One row of the database in a page of one line."""
    version = DataVersion.objects.get(pk=1)
    return HttpResponse(f"<!doctype html><title>Plain</title><p>Change {version.number} of the data.")


urlpatterns = [path("plain/", plain), *urlpatterns]
