"""JSON of the API: what the framework hands over is written, and what has no form is refused."""

import datetime
import json
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy, override

from accede.kit.rendering import JSONRenderer


def test_dates_translated_words_decimals_and_sets_are_written_plainly() -> None:
    data = {
        "on": datetime.date(2011, 5, 1),
        "label": gettext_lazy("Yes"),
        "share": Decimal("0.10"),
        "codes": {"KEN", "AUT"},
        "name": "Côte d'Ivoire",
        2011: None,
    }
    with override("en"):
        written = JSONRenderer().render(data)

    assert json.loads(written) == {
        "on": "2011-05-01",
        "label": "Yes",
        "share": "0.10",
        "codes": ["AUT", "KEN"],
        "name": "Côte d'Ivoire",
        "2011": None,
    }
    assert "Côte".encode() in written


def test_no_data_is_an_empty_body() -> None:
    assert JSONRenderer().render(None) == b""


def test_what_has_no_form_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        JSONRenderer().render({"x": object()})
