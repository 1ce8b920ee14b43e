"""Addresses of the home page and of what the site says about itself."""

from django.urls import URLPattern, path, re_path

from accede.web import views

FORM = r"(?P<form>json|csv)"

pages: list[URLPattern] = [
    path("", views.home, name="home"),
    path("find/", views.find_page, name="find"),
    path("about/", views.about, name="about"),
    path("about/glossary/", views.glossary, name="glossary"),
]

data: list[URLPattern] = [
    re_path(rf"^index\.{FORM}$", views.home_data, name="home-data"),
    re_path(rf"^find\.{FORM}$", views.find_data, name="find-data"),
    re_path(rf"^about\.{FORM}$", views.about_data, name="about-data"),
    re_path(rf"^about/glossary\.{FORM}$", views.glossary_data, name="glossary-data"),
]
