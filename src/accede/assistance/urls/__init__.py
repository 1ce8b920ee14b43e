"""Addresses of the assistance room: pages, which have a language, and data, which have none."""

from accede.assistance.urls import (
    activities,
    assessments,
    desk,
    documents,
    plans,
    programmes,
    requests,
    results,
    training,
)

_PARTS = (desk, requests, documents, assessments, plans, programmes, activities, training, results)

pages = [pattern for part in _PARTS for pattern in part.pages]

data = [pattern for part in _PARTS for pattern in part.data]
