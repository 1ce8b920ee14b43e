"""Addresses of the records in the API, below ``/api/v1/``."""

from typing import Any

from django.urls import path

from accede.assistance.api import schemas, views, writing
from accede.assistance.api.resources import RESOURCES

app_name = "records-api"

#: The steps of a record that the API takes, as the document names them.
_STEPS = {
    "requests": "submit, acknowledge, ask, answer, accept, decline, withdraw",
    "assessments": "to_mission, to_findings, share, finish",
    "activities": "plan, confirm, begin, complete, report, evaluate, cancel",
    "nominations": "selected, reserve, declined, withdraw",
}
_LISTS: dict[str, type[views.ListView]] = {"requests": writing.RequestsView, "nominations": writing.NominationsView}
_SINGLE: dict[str, type[views.OneView]] = {"requests": writing.RequestView}


def _documented(base: type[Any], name: str, method: str, document: Any) -> Any:
    """A view for the resource *name*, with its own words in the OpenAPI document."""
    made = type(f"{name.capitalize()}{base.__name__}", (base,), {"resource": name, "__doc__": base.__doc__})

    def handle(self: Any, *arguments: Any, **named: Any) -> Any:
        return getattr(super(made, self), method)(*arguments, **named)

    handle.__doc__ = getattr(base, method).__doc__
    handle.__name__ = method
    setattr(made, method, document(handle))
    return made


urlpatterns = [
    path("me", views.MeView.as_view(), name="me"),
    path("desk", views.DeskView.as_view(), name="desk"),
    path("plans/<str:pk>/acceptances", writing.AcceptanceView.as_view(), name="plan-acceptances"),
    path("indicators/<str:pk>/readings", writing.ReadingsView.as_view(), name="indicator-readings"),
]
for _name, _it in RESOURCES.items():
    _list = _documented(
        _LISTS.get(_name, views.ListView), _name, "get", schemas.listing(_name, dict(_it.filters.base_fields))
    )
    _one = _documented(_SINGLE.get(_name, views.OneView), _name, "get", schemas.one(_name))
    urlpatterns += [
        path(_name, _list.as_view(), name=_name),
        path(f"{_name}/<str:pk>", _one.as_view(), name=f"{_name}-one"),
    ]
    if _name in _STEPS:
        _step = _documented(writing.StepView, _name, "post", schemas.step(_name, decisions=_STEPS[_name]))
        urlpatterns.append(path(f"{_name}/<str:pk>/steps", _step.as_view(), name=f"{_name}-steps"))
