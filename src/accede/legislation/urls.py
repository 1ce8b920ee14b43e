"""Addresses of suggestions, gaps, assessments and drafts."""

from django.urls import URLPattern, path

from accede.legislation.views import assessment, drafting, looking, offline

pages: list[URLPattern] = [
    path("laws/<str:state>/where/", looking.where, name="law-where"),
    path("laws/<str:state>/assessment/", assessment.assessment, name="legal-assessment"),
    path("laws/<str:state>/assessment/publish/", assessment.publish, name="legal-assessment-publish"),
    path("laws/<str:state>/assessment/file/<str:form>/", offline.take_away, name="legal-assessment-file"),
    path("laws/<str:state>/assessment/back/", offline.bring_back, name="legal-assessment-back"),
    path("laws/drafts/<int:law_draft>/", drafting.draft, name="law-draft"),
    path("laws/drafts/<int:law_draft>/compare/", drafting.draft_compare, name="law-draft-compare"),
    path("laws/drafts/<int:law_draft>/back/", drafting.draft_back, name="law-draft-back"),
    path("laws/drafts/<int:law_draft>/file/<str:form>/", drafting.draft_file, name="law-draft-file"),
    path("laws/<str:state>/assessment/<path:obligation>/draft/", drafting.draft_new, name="law-draft-new"),
    path("laws/<str:state>/assessment/<path:obligation>/comment/", assessment.comment, name="legal-assessment-comment"),
    path("laws/<str:state>/assessment/<path:obligation>/", assessment.assessment_line, name="legal-assessment-line"),
    path("laws/<str:state>/gaps/", looking.gaps_page, name="law-gaps"),
]
data: list[URLPattern] = []
