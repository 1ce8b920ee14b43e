"""Regions in the reader's language."""

import re

from django.utils.translation import override

from accede.treaties.places import region_choices, regions


def test_every_region_and_subregion_has_a_name_in_arabic() -> None:
    with override("en"):
        assert region_choices() == [(name, name) for name in regions()]
    with override("ar"):
        names = dict(region_choices())
    assert names.keys() == set(regions())
    assert [name for name, label in names.items() if not re.search("[\u0600-\u06ff]", label)] == []
