"""Consents and their withdrawal, who saw a customer, a report for the person, and erasing."""

import pytest
from playwright.sync_api import expect

from test_pools import knowing
from test_relationship import tab


@pytest.fixture
def customer(person):
    knowing(person)
    customer = person.send("POST", "/customers", {"name": f"Private {person.way}", "mobile": "13900139000", "notes": "likes tea"})
    person.send("POST", "/consents", {
        "name": "News by mail", "customer": customer["id"], "purpose": "marketing", "channels": ["mail"], "givenAt": "2026-01-05T08:00:00Z"})
    return customer


def related(person, key):
    tab(person, "record.tab.related")
    person.page.get_by_role("tab", name=person.t(key)).click()


def test_a_withdrawn_consent_is_shown_and_warned_of(person, customer):
    person.open(f"/customers/{customer['id']}")
    related(person, "page.consent.title")

    person.page.locator(".gx-consents").get_by_role("button", name=person.t("page.consent.withdraw"), exact=True).click()
    person.page.get_by_role("dialog").get_by_role("button", name=person.t("page.consent.withdraw"), exact=True).click()

    person.toast(person.t("page.consent.withdrawn"))
    expect(person.page.locator(".gx-consent-banner")).to_contain_text(person.t("page.consent.channel.mail"))
    expect(person.page.locator(".gx-consents")).to_contain_text(person.t("page.consent.state.withdrawn"))
    person.page.locator(".gx-consents").scroll_into_view_if_needed()
    person.settle()
    person.shot("consents")


def test_a_customer_is_reported_and_erased(person, customer):
    person.open(f"/customers/{customer['id']}")
    related(person, "page.privacy.title")

    with person.page.expect_download() as download:
        person.page.locator(".gx-privacy").get_by_role("button", name=person.t("page.privacy.report"), exact=True).click()
        person.page.get_by_role("dialog").locator("textarea").fill("asked for it")
        person.page.get_by_role("dialog").get_by_role("button", name=person.t("page.privacy.report"), exact=True).click()
    report = download.value.path().read_text()
    assert "likes tea" in report and "News by mail" in report
    expect(person.page.locator(".gx-privacy")).to_contain_text("asked for it" if not person.way.is_narrow else person.t("page.privacy.kind.accessReport"))
    person.settle()
    person.shot("privacy")

    person.page.locator(".gx-privacy").get_by_role("button", name=person.t("page.privacy.erase"), exact=True).click()
    dialog = person.page.get_by_role("dialog")
    expect(dialog.locator(".gx-erase-plan li")).to_have_count(2)
    dialog.locator("input.gx-input").fill("asked to be erased")
    dialog.get_by_label(person.t("page.privacy.sure"), exact=True).check()
    person.shot("privacy-erase")
    dialog.get_by_role("button", name=person.t("page.privacy.erase"), exact=True).click()

    person.toast(person.t("page.privacy.erased"))
    # The page was told of the change, and found the record gone, before it left.
    person.settle()
    person.forgive(404)
    gone = person.context.request.get(f"{person.server.address}/api/v1/customers/{customer['id']}")
    assert gone.status == 404
    bin_of = person.get(f"/customers/{customer['id']}", deleted="true")
    assert bin_of["name"] == f"••• {customer['code']}" and bin_of["mobile"] is None and bin_of["notes"] is None
