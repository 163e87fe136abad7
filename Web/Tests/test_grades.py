"""Grades by a rule that is written, tried and looked at on a customer; credit that is asked for and released by keys."""

import json
from pathlib import Path

from playwright.sync_api import expect

MODULES = Path(__file__).resolve().parents[2] / "Modules"


def words(person):
    """The pages' words of the modules beside those that all pages share."""
    for module in ("Grades", "Customers"):
        person.words |= json.loads((MODULES / module / f"Texts/{person.way.language}.json").read_text())


def mark(person):
    return str(person.way).replace("-", " ")


def test_a_rule_is_written_tried_and_seen_on_a_customer(person):
    words(person)
    page, name = person.page, f"Firm {mark(person)}"
    customer = person.send("POST", "/customers", {"name": name, "kind": "group", "employees": 70})
    person.open("/grade-rules/new")
    page.locator('[data-field="name"] input').fill(f"Rule {mark(person)}")
    page.locator('[data-field="priority"] input').fill("1")
    criterion = page.locator(".gx-criterion").first
    criterion.get_by_label(person.t("page.grades.criterionName")).fill("Staff")
    criterion.get_by_label(person.t("page.grades.source"), exact=True).select_option("field")
    picker = criterion.get_by_role("combobox", name=person.t("page.grades.source.field"))
    picker.click()
    picker.fill(person.label("customer", "employees"))
    picker.press("Enter")
    criterion.get_by_role("radio", name=person.t("page.grades.way.linear")).click()
    criterion.get_by_label(person.t("page.grades.pointsLabel"), exact=True).fill("viel")
    person.button("action.save").click()
    expect(page.locator(".gx-criterion .gx-error")).to_be_visible()
    person.troubles.clear()
    criterion.get_by_label(person.t("page.grades.pointsLabel"), exact=True).fill("100")

    trial = page.get_by_role("combobox", name=person.t("page.grades.tryCustomer"))
    trial.click()
    trial.fill(name)
    page.locator(".gx-menu").get_by_text(name, exact=True).first.click()
    expect(page.locator(".gx-grade-try .gx-grade-sum b")).to_have_text("70")
    person.settle()
    person.shot("grade-rule")
    person.button("action.save").click()
    page.wait_for_url(lambda address: "/grade-rules/" in address and not address.endswith("/new"))
    rule = page.url.rsplit("/", 1)[1]

    person.open(f"/grade-rules/{rule}/trial")
    page.locator(".gx-matrix-cell").first.click()
    expect(page.locator(".gx-admin-rows tbody tr").first).to_be_visible()
    person.settle()
    person.shot("grade-trial")
    assert person.get(f"/customers/{customer['id']}")["gradeScore"] != "70.00"

    person.send("PATCH", f"/grade-rules/{rule}", {"isActive": True, "kinds": ["group"]})
    person.open(f"/customers/{customer['id']}")
    if person.way.is_narrow:
        page.get_by_role("tab", name=person.t("page.grades.panel")).click()
    panel = page.locator('[data-panel="grade"]:visible')
    panel.locator(".gx-grade-more").click()
    expect(panel.locator(".gx-grade-sum b")).to_have_text("70")
    panel.get_by_role("button", name=person.t("page.grades.override"), exact=True).click()
    dialog = page.locator(".gx-dialog")
    dialog.get_by_role("radio", name=person.option("customer", "grade", "vip")).click()
    person.shot("grade-override")
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    expect(dialog.locator(".gx-error")).to_be_visible()
    person.troubles.clear()
    dialog.locator("textarea").fill("Strategic")
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    person.toast(person.t("page.grades.overridden"))
    expect(panel).to_contain_text("Strategic")
    assert person.get(f"/customers/{customer['id']}")["grade"] == "vip"
    person.send("PATCH", f"/grade-rules/{rule}", {"isActive": False})


def test_credit_is_asked_for_and_released_by_a_key(person):
    words(person)
    page, name = person.page, f"Debtor {mark(person)}"
    customer = person.send("POST", "/customers", {"name": name, "kind": "organisation", "creditLimit": {"amount": "100"}})
    person.open(f"/customers/{customer['id']}")
    if person.way.is_narrow:
        page.get_by_role("tab", name=person.t("page.credit.panel"), exact=True).click()
    page.locator('[data-panel="credit"]:visible').get_by_role("button", name=person.t("page.credit.ask")).click()
    dialog = page.locator(".gx-dialog")
    dialog.locator("input").fill("100.5")
    dialog.get_by_role("button", name=person.t("page.credit.check"), exact=True).click()
    expect(dialog).to_contain_text(person.option("creditHold", "reason", "limitExceeded"))
    dialog.get_by_role("button", name=person.t("page.credit.askRelease"), exact=True).click()
    person.toast(person.t("page.credit.asked"))

    person.open("/credit-holds")
    row = page.locator("tr").filter(has_text=name)
    expect(row).to_be_visible()
    row.locator("td").nth(1).click()
    person.settle()
    person.shot("credit-holds")
    page.keyboard.press("r")
    expect(row).to_have_count(0)
    holds = person.get("/credit-holds", filter=json.dumps({"customer": customer["id"]}))["data"]
    assert [hold["state"] for hold in holds] == ["released"]
