"""Addresses of training: pages, which have a language, and data, which have none."""

from django.urls import URLPattern, path

from accede.assistance.views import keeping, trainees, training
from accede.assistance.views import training_public as public

pages: list[URLPattern] = [
    path("trainees/", trainees.trainee_list, name="trainees"),
    path("trainees/counts/", trainees.counts, name="training-counts"),
    path("trainees/<int:trainee>/", trainees.trainee_page, name="trainee"),
    path("trainees/<int:trainee>/edit/", trainees.trainee_edit, name="trainee-edit"),
    path("trainees/<int:trainee>/erase/", keeping.trainee_erase, name="trainee-erase"),
    path("trainees/<int:trainee>/cascades/new/", trainees.cascade_new, name="cascade-new"),
    path("activities/<int:activity>/training/", training.training_page, name="training"),
    path("activities/<int:activity>/training/call/", training.call_form, name="call"),
    path("activities/<int:activity>/training/nominate/", training.nominate, name="nominate"),
    path("activities/<int:activity>/training/sessions/new/", training.session_new, name="session-new"),
    path("activities/<int:activity>/training/sessions/<int:session>/", training.attendance, name="attendance"),
    path("activities/<int:activity>/training/scores/<str:test>/", training.scores, name="scores"),
    path("activities/<int:activity>/training/certificates/", training.certificates_issue, name="certificates-issue"),
    path("activities/<int:activity>/training/feedback/", training.feedback_ask, name="feedback-ask"),
    path("nominations/<int:nomination>/withdraw/", training.nomination_withdraw, name="nomination-withdraw"),
    path("nominations/<int:nomination>/decide/", training.nomination_decide, name="nomination-decide"),
    path("certificates/", public.verify, name="certificates"),
    path("certificates/<str:code>/", public.certificate, name="certificate"),
    path("certificates/<str:code>.pdf", public.certificate_pdf, name="certificate-pdf"),
    path("question/<str:secret>/", public.question, name="question"),
]

data: list[URLPattern] = [path("trainees/<int:trainee>/data.json", keeping.trainee_data, name="trainee-data")]
