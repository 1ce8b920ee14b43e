"""People, organisations and invitations."""

from django.urls import URLPattern, URLResolver, path

from accede.accounts.views import invitations, people

pages: list[URLPattern | URLResolver] = [
    path("people/", people.people_page, name="people"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/<int:invitation>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("people/<int:person>/", people.person_page, name="person"),
    path("people/<int:person>/roles/<int:role>/end/", people.end_role, name="role-end"),
    path("organisations/new/", people.organisation_form, name="organisation-new"),
    path("organisations/<int:organisation>/", people.organisation_page, name="organisation"),
    path("organisations/<int:organisation>/edit/", people.organisation_form, name="organisation-edit"),
    path("organisations/<int:organisation>/archive/", people.archive_organisation, name="organisation-archive"),
    path("invitation/<str:secret>/", invitations.take_up, name="invitation"),
]

data: list[URLPattern] = []
