"""From a missing treaty on a State's page to a result that shows on it: seven people, each in their own browser.

The tests are one story and run in their order; each tells what one kind of person does.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.story.conftest import Site, confirm, picture, sign_in

pytestmark = pytest.mark.timeout(300)
Sit = Callable[..., Page]
TODAY = date.today()


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def link(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def test_1_a_national_focal_point_sees_what_is_missing_and_asks_for_help(sit: Sit, site: Site) -> None:
    focal = sit("focal@example.org", signed_in=False)
    focal.goto("/states/XAA/")
    expect(focal.get_by_text("This State does not exist")).to_be_visible()
    picture(focal, "story-1-missing")
    focal.locator(".answer-group li", has=focal.locator('a[href="#bombings-1997"]')).get_by_role(
        "link", name="Ask for help with this"
    ).click()
    sign_in(focal, site, "focal@example.org")
    expect(focal.get_by_role("heading", name="New request of Sample State A")).to_be_visible()
    assert focal.locator('input[name="obligations"]:checked').count() > 5, "the obligations are filled in"
    focal.get_by_label("What help is wanted").fill("Two drafters for a month, and a course for prosecutors.")
    focal.get_by_label("Situation").fill("A bill is in preparation.")
    focal.get_by_label("Summary for possible helpers").fill("Drafting help on a convention.")
    focal.get_by_label("E-mail of the contact").fill("contact@example.org")
    button(focal, "Save the draft")
    picture(focal, "story-1-request")
    button(focal, "Submit the request")
    expect(focal.get_by_text("Waits for the Office to acknowledge the request.")).to_be_visible()
    button(focal, "Allow the Office to show the summary to possible helpers")


def test_2_a_partner_is_asked_and_offers_help(sit: Sit) -> None:
    officer = sit("officer@example.org")
    officer.goto("/desk/")
    picture(officer, "story-2-desk")
    link(officer, re.compile("Becoming party"))
    button(officer, "Acknowledge receipt")
    link(officer, "Circulate to possible helpers")
    officer.get_by_label("Sample Legal Institute").check()
    button(officer, "Circulate")
    partner = sit("partner@example.org")
    partner.goto("/desk/")
    link(partner, re.compile("Becoming party"))
    expect(partner.get_by_text("Drafting help on a convention.")).to_be_visible()
    assert "A bill is in preparation." not in partner.content(), "what is confidential is not shown to a partner"
    partner.get_by_label("We offer help").check()
    partner.get_by_label("In your words").fill("Two experts for two weeks.")
    button(partner, "Send the answer")
    picture(partner, "story-2-partner")
    officer.reload()
    expect(officer.get_by_text("Two experts for two weeks.")).to_be_visible()


def test_3_a_programme_officer_agrees_a_plan_with_the_state(sit: Sit) -> None:
    officer = sit("officer@example.org")
    button(officer, "Accept the request")
    link(officer, "Draft a plan")
    button(officer, "Start the draft")
    link(officer, "Add an activity")
    officer.get_by_label("Title", exact=True).fill("Course for prosecutors")
    officer.get_by_label("Kind").select_option("training")
    officer.get_by_label("Cost in US dollars").fill("12000")
    button(officer, "Save")
    link(officer, "Add an indicator")
    officer.get_by_label("Name", exact=True).fill("Prosecutors trained")
    officer.get_by_label("Baseline").fill("0")
    officer.get_by_label("Target", exact=True).fill("20")
    button(officer, "Save")
    link(officer, "Dates, human rights, due diligence")
    officer.get_by_label("Starts (optional)").fill((TODAY - timedelta(days=1)).isoformat())
    officer.get_by_label("Ends (optional)").fill((TODAY + timedelta(days=300)).isoformat())
    officer.get_by_label("Rule-of-law and human-rights elements").fill("Fair trial is part of the course.")
    officer.get_by_label("Due-diligence check: by whom, with which result").fill("By the officer: no concern.")
    officer.get_by_label("Date of the check").fill(TODAY.isoformat())
    button(officer, "Save")
    button(officer, "Offer this version")
    for page in (officer, sit("focal@example.org")):
        if page is not officer:
            page.goto("/plans/")
            link(page, re.compile("Becoming party"))
        expect(page.get_by_text("In force only when both sides accept this same version.")).to_be_visible()
        page.get_by_label(re.compile("I have read version 1")).check()
        picture(page, "story-3-accept")
        button(page, "Accept version 1")
        confirm(page)
    officer.reload()
    expect(officer.get_by_text(re.compile("version 1 in force since"))).to_be_visible()
    picture(officer, "story-3-plan")


def test_4_a_prosecutor_takes_part_and_anyone_can_verify_the_certificate(sit: Sit) -> None:
    officer, focal = sit("officer@example.org"), sit("focal@example.org")
    link(officer, "Carry it out")
    officer.get_by_label("Theme").select_option("prosecution")
    officer.get_by_label("Starts (optional)").fill(TODAY.isoformat())
    officer.get_by_label("Ends (optional)").fill(TODAY.isoformat())
    officer.get_by_label("Show it to everyone").check()
    button(officer, "Save")
    button(officer, "Plan it")
    button(officer, "Confirm it")
    link(officer, re.compile("Nominations, attendance, certificates"))
    link(officer, "Call for nominations")
    officer.get_by_label("Opens").fill((TODAY - timedelta(days=1)).isoformat() + " 09:00")
    officer.get_by_label("Closes").fill((TODAY + timedelta(days=2)).isoformat() + " 18:00")
    button(officer, "Save")
    focal.goto("/desk/")
    link(focal, "Course for prosecutors")
    focal.get_by_label("Name", exact=True).fill("Prosecutor One")
    focal.get_by_label("Profession").select_option("prosecutor")
    button(focal, "Nominate")
    picture(focal, "story-4-nominate")
    officer.reload()
    button(officer, "Select")
    link(officer, "Add a session")
    officer.get_by_label("Title", exact=True).fill("The whole day")
    button(officer, "Save")
    link(officer, re.compile("The whole day"))
    officer.get_by_label("Prosecutor One").check()
    button(officer, "Save")
    button(officer, "Issue certificates")
    picture(officer, "story-4-training")
    code = officer.locator("td code").first.inner_text()
    prosecutor = sit("")
    prosecutor.goto("/certificates/")
    prosecutor.get_by_label("The code on the certificate").fill(f"{code[:4]}-{code[4:8]}-{code[8:]}")
    button(prosecutor, "Verify")
    expect(prosecutor.get_by_role("heading", name="This certificate is genuine")).to_be_visible()
    expect(prosecutor.get_by_text("Prosecutor One")).to_be_visible()
    picture(prosecutor, "story-4-certificate")
    link(officer, re.compile("Course for prosecutors"))
    button(officer, "Begin")
    button(officer, "Complete")
    expect(officer.get_by_text("Done. It now stands at: Completed.")).to_be_visible()


def test_5_a_donor_sees_what_was_done_and_nothing_in_confidence(sit: Sit) -> None:
    donor = sit("donor@example.org")
    donor.goto("/activities/")
    link(donor, re.compile("A-"))
    expect(donor.get_by_role("heading", name="Course for prosecutors")).to_be_visible()
    assert "Prosecutor One" not in donor.content()
    picture(donor, "story-5-donor")
    donor.goto("/requests/")
    expect(donor.get_by_text("No request yet.")).to_be_visible()


def test_6_a_reporting_officer_finds_the_act_proposed_and_judged(sit: Sit, site: Site) -> None:
    site.script(
        "from datetime import date\nfrom django.utils import timezone\nfrom accede.treaties import sample\n"
        f"sample.record([('XAA', 'bombings-1997', 'accession', date({TODAY.year}, {TODAY.month}, {TODAY.day}))], "
        "now=timezone.now())"
    )
    assert "1 proposals" in site.run("due")
    reporter, officer = sit("report@example.org"), sit("officer@example.org")
    reporter.goto("/results/")
    expect(reporter.locator("td").get_by_text("Contributed to?")).to_be_visible()
    officer.goto("/desk/")
    link(officer, re.compile("accession"))
    expect(officer.get_by_text(re.compile("claimed by nobody"))).to_be_visible()
    picture(officer, "story-6-proposed")
    link(officer, "Contributed to?")
    officer.get_by_label("It contributed").check()
    officer.get_by_label("On what evidence").fill("The act followed the plan; the ministry wrote so.")
    button(officer, "Save")
    reporter.reload()
    expect(reporter.locator("td").get_by_text("Contributed to", exact=True)).to_be_visible()
    picture(reporter, "story-6-results")
    assert "The chain holds" in site.run("audit", "verify")


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_7_anyone_sees_the_result_on_the_states_page(sit: Sit, prefix: str) -> None:
    page = sit("")
    page.goto(f"{prefix}/states/XAA/")
    party = page.locator(".g-in-force, .g-not-yet").locator('a[href="#bombings-1997"]')
    assert party.count() == 1, "what was missing is there"
    section = page.locator('section[aria-labelledby="assistance-title"]')
    expect(section.get_by_text("Course for prosecutors")).to_be_visible()
    assert "the ministry wrote so" not in page.content()
    section.scroll_into_view_if_needed()
    picture(page, f"story-7-result{prefix.replace('/', '-')}")
