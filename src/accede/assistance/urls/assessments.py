"""Addresses of needs assessments."""

from django.urls import URLPattern, path

from accede.assistance.views import assessments as views

pages: list[URLPattern] = [
    path("assessments/", views.assessment_list, name="assessments"),
    path("assessments/new/", views.assessment_new, name="assessment-new"),
    path("assessments/<int:assessment>/", views.assessment_page, name="assessment"),
    path("assessments/<int:assessment>/edit/", views.assessment_edit, name="assessment-edit"),
    path("assessments/<int:assessment>/step/", views.assessment_step, name="assessment-step"),
    path("assessments/<int:assessment>/draw/", views.assessment_draw, name="assessment-draw"),
    path("assessments/<int:assessment>/missions/new/", views.mission_new, name="mission-new"),
    path("assessments/<int:assessment>/findings/new/", views.finding_form, name="finding-new"),
    path("assessments/<int:assessment>/findings/<int:finding>/", views.finding_form, name="finding-edit"),
    path("assessments/<int:assessment>/priorities/", views.priorities, name="priorities"),
]

data: list[URLPattern] = []
