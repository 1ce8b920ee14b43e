"""The site's settings with one page more: the plain one that the pages are measured against."""

from accede.settings import *  # noqa: F403 -- all settings are taken over

ROOT_URLCONF = "benchmarks.site_urls"
