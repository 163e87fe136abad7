"""Names as long as they may be, on a window of any width: shown whole where one decides by them, and nothing lies beyond the edge."""

import json

import pytest
from playwright.sync_api import expect

from test_access import STANDARD, Axe
from test_pools import knowing
from test_privacy import related
from test_relationship import tab

CHINESE = "中华人民共和国国家级新区高新技术产业开发区现代农业机械装备制造与跨境电子商务供应链综合服务集团股份有限责任公司华东大区分"
LATIN = "Donaudampfschifffahrtselektrizitaetenhau"


@pytest.fixture
def customer(person):
    knowing(person)
    return person.send("POST", "/customers", {"name": f"{CHINESE}{str(person.way)[:2]}", "kind": "organisation", "creditLimit": {"amount": "100"}, "doNotCall": True})


def fits(person):
    """Nothing of the page, nor of a table in it that cannot be scrolled, lies beyond the window."""
    person.settle()
    beyond = person.page.evaluate("""() => document.documentElement.scrollWidth > innerWidth ? ['page'] : [...document.querySelectorAll('main :is(button, td, p)')].filter((one) => {
        const place = one.getBoundingClientRect()
        return place.width && place.right > innerWidth + 1 && !one.closest('.gx-tabs, .gx-tools, .gx-filter-line, .gx-consent-scroll, .gx-quality-table')
    }).map((one) => one.outerHTML.slice(0, 120))""")
    assert not beyond, beyond


def test_a_customer_with_a_long_name_is_read_whole(person, customer):
    person.send("POST", "/customer-relations", {"from": customer["id"], "to": person.send("POST", "/customers", {"name": LATIN, "kind": "organisation"})["id"], "type": "supplier"})
    person.send("POST", "/consents", {"name": CHINESE, "customer": customer["id"], "purpose": "marketing", "channels": ["mail", "text"], "givenAt": "2026-01-05T08:00:00Z"})
    person.send("POST", "/investments", {"name": CHINESE, "customer": customer["id"], "date": "2026-02-01", "kind": "visit", "cost": {"amount": "1200.00"}})
    person.open(f"/customers/{customer['id']}")
    title = person.page.get_by_role("heading", level=1)
    expect(title).to_have_text(customer["name"])
    assert title.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")
    expect(person.page.locator(".gx-consent-banner")).to_be_visible()
    fits(person)

    for key in ("page.credit.panel", "page.relations.title"):
        tab(person, key)
        fits(person)
    for key in ("page.consent.title", "page.investments.title"):
        related(person, key)
        fits(person)
    person.shot("long-names")


def test_what_differs_at_the_end_of_two_long_names_is_seen_when_they_are_merged(person, customer):
    other = person.send("POST", "/customers", {"name": customer["name"][:-2] + "乙", "kind": "organisation"})
    person.open(f"/customers/merge?left={customer['id']}&right={other['id']}")
    row = person.page.locator('.gx-merge-row[data-field="name"]')
    for side in ("survivor", "loser"):
        name = row.locator(f'[data-side="{side}"] > :last-child')
        expect(name).to_be_visible()
        assert name.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")
    fits(person)


def test_a_hold_is_turned_down_for_a_reason_and_looked_up(person, customer):
    person.send("POST", f"/customers/{customer['id']}/credit-check", {"amount": {"amount": "5000", "currency": "CNY"}, "hold": True})
    page = person.page
    person.open("/credit-holds")
    row = page.locator("tr").filter(has_text=customer["name"])
    reject = row.get_by_role("button", name=person.t("page.credit.reject"), exact=True)
    expect(reject).to_be_in_viewport(ratio=1)
    fits(person)
    found = Axe().run(page, options=STANDARD).response["violations"]
    assert not found, [(problem["id"], [node["html"][:140] for node in problem["nodes"]][:4]) for problem in found]

    reject.click()
    dialog = page.locator(".gx-dialog")
    dialog.get_by_role("button", name=person.t("page.credit.reject"), exact=True).click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    reject.click()
    dialog.locator("textarea").fill(LATIN)
    dialog.get_by_role("button", name=person.t("page.credit.reject"), exact=True).click()
    expect(row).to_have_count(0)

    page.get_by_role("button", name=person.option("creditHold", "state", "rejected"), exact=True).click()
    expect(row).to_contain_text(LATIN)
    fits(person)
    holds = person.get("/credit-holds", filter=json.dumps({"customer": customer["id"]}))["data"]
    assert [hold["state"] for hold in holds] == ["rejected"]


def test_a_key_account_project_is_approved_and_started(person, customer):
    project = person.send("POST", "/key-projects", {"name": CHINESE, "customer": customer["id"], "level": "branch"})
    person.send("POST", "/key-project-steps", {"name": LATIN, "project": project["id"], "due": "2026-12-01"})
    person.open(f"/key-projects/{project['id']}")
    for action in ("approve", "start"):
        label = next(one["label"] for one in person.metadata("keyProject")["actions"] if one["name"] == action)
        person.page.locator(".gx-record-actions").get_by_role("button", name=label, exact=True).click()
        expect(person.page.locator(".gx-record-actions").get_by_role("button", name=label, exact=True)).to_have_count(0)
    fits(person)
    assert person.get(f"/key-projects/{project['id']}")["state"] == "running"
