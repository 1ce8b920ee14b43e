# ruff: noqa: E501  # rows of XML and of cases are read better in one line
"""Files of activities, made in a line."""

from pathlib import Path

from accede.partners.iati.reading import read
from accede.partners.iati.records import ActivityRecord
from accede.partners.iati.stream import opened

UPDATED = "2020-01-01T00:00:00Z"


def activity(identifier: str = "XM-SAMPLE-1", *, title: str = "Courts and judges", inner: str = "", **more: str) -> str:
    """The text of one activity; what is given by name takes the place of an element."""
    ref = more.get("ref", "XM-SAMPLE")
    dates = more.get(
        "dates", '<activity-date type="1" iso-date="2020-01-01"/><activity-date type="3" iso-date="2020-12-31"/>'
    )
    places = more.get("places", '<recipient-country code="KE" percentage="100"/>')
    sectors = more.get("sectors", '<sector vocabulary="1" code="15130" percentage="100"/>')
    text = more.get("text", "Judges are trained in evidence.")
    return (
        f'<iati-activity last-updated-datetime="{more.get("updated", UPDATED)}" default-currency="{more.get("currency", "USD")}" '
        f'xml:lang="en"><iati-identifier>{identifier}</iati-identifier><reporting-org ref="{ref}" type="40"><narrative>'
        f"Sample Partner</narrative></reporting-org><title><narrative>{title}</narrative></title><description><narrative>{text}"
        f'</narrative></description><participating-org role="4" type="40"><narrative>Sample Institute</narrative>'
        f'</participating-org><activity-status code="{more.get("status", "2")}"/>{dates}{places}{sectors}{inner}</iati-activity>'
    )


def file_of(folder: Path, *activities: str, version: str = "2.03", name: str = "partner.xml", head: str = "") -> Path:
    """A file of activities."""
    path = folder / name
    path.write_text(
        f'{head}<iati-activities version="{version}">\n' + "\n".join(activities) + "\n</iati-activities>", "utf-8"
    )
    return path


def records(path: Path) -> list[ActivityRecord]:
    """All activities of a file."""
    with opened(path) as source:
        return list(read(source))
