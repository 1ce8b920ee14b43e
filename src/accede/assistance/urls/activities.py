"""Addresses of activities: pages, which have a language, and data, which have none."""

from django.urls import URLPattern, path

from accede.assistance.views import activities as views
from accede.assistance.views import activity_boards as boards

pages: list[URLPattern] = [
    path("activities/", views.activity_list, name="activities"),
    path("activities/new/", views.activity_new, name="activity-new"),
    path("activities/board/", boards.board, name="activity-board"),
    path("activities/calendar/", boards.calendar, name="activity-calendar"),
    path("activities/bulk/", views.activity_bulk, name="activity-bulk"),
    path("activities/public/", boards.public_list, name="public-activities"),
    path("activities/public/<int:activity>/", boards.public_page, name="public-activity"),
    path("activities/<int:activity>/", views.activity_page, name="activity"),
    path("activities/<int:activity>/edit/", views.activity_edit, name="activity-edit"),
    path("activities/<int:activity>/step/", views.activity_step, name="activity-step"),
    path("activities/<int:activity>/nominate/", views.activity_nominate, name="activity-nominate"),
]

data: list[URLPattern] = [
    path("activities/public.ics", boards.public_feed, name="public-activities-ical"),
    path("feeds/<str:key>/activities.ics", boards.my_feed, name="my-activities-ical"),
]
