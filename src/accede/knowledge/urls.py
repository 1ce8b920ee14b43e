"""Addresses of laws, cases and publications."""

from django.urls import URLPattern, path

from accede.knowledge.views import bringing, cases, laws, publications, sharing

pages: list[URLPattern] = [
    path("laws/", laws.law_list, name="laws"),
    path("laws/search/", laws.search, name="law-search"),
    path("laws/new/", bringing.law_new, name="law-new"),
    path("laws/<int:law>/", laws.law_page, name="law"),
    path("laws/<int:law>/compare/", laws.compare, name="law-compare"),
    path("laws/<int:law>/consent/", sharing.law_consent, name="law-consent"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/new/", cases.case_form, name="case-new"),
    path("cases/<int:case>/", cases.case_page, name="case"),
    path("cases/<int:case>/change/", cases.case_form, name="case-edit"),
    path("cases/<int:case>/consent/", sharing.case_consent, name="case-consent"),
    path("cases/<int:case>/put-away/", sharing.case_archive, name="case-archive"),
    path("publications/", publications.publication_list, name="publications"),
    path("publications/new/", publications.publication_form, name="publication-new"),
    path("publications/<int:publication>/", publications.publication_page, name="publication"),
    path("publications/<int:publication>/change/", publications.publication_form, name="publication-edit"),
    path("publications/<int:publication>/consent/", sharing.publication_consent, name="publication-consent"),
    path("publications/<int:publication>/put-away/", sharing.publication_archive, name="publication-archive"),
    path("consents/", sharing.consents, name="consents"),
]
data: list[URLPattern] = [
    path("laws/<int:law>.xml", laws.law_file, name="law-file"),
    path("publications/<int:publication>/file", publications.publication_file, name="publication-file"),
]
