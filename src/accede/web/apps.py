"""The public face: base templates, styles, the home page, what the site says about itself."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Base templates, styles, home page."""

    name = "accede.web"
    label = "web"
