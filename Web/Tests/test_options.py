"""Choices that depend on another: only what fits is offered, what no longer fits is emptied, and administrators arrange it."""

import pytest
from playwright.sync_api import expect

from conftest import WAYS


@pytest.fixture
def reasons(person):
    """A kind of complaint and its reasons; the same for all ways."""
    if any(entity["name"] == "x_grievance" for entity in person.get("/metadata")["entities"]):
        return
    make = lambda path, data: person.send("POST", path, data)
    make("/custom-entities", {"key": "x_grievance", "name": "投诉", "nameEnglish": "Grievance", "pluralEnglish": "Grievances"})
    field = {"entity": "x_grievance", "kind": "choice", "isListed": True}
    make("/custom-fields", field | {"key": "x_kind", "name": "投诉类型", "nameEnglish": "Kind of grievance", "position": 10})
    make("/custom-fields", field | {"key": "x_reason", "name": "投诉原因", "nameEnglish": "Reason of grievance", "controlledBy": "x_kind", "position": 20})
    option = lambda key, name, english, of, **more: make("/custom-options", {"entity": "x_grievance", "field": of, "key": key, "name": name, "nameEnglish": english} | more)
    option("goods", "商品", "Goods", "x_kind")
    option("service", "服务", "Service", "x_kind")
    option("broken", "损坏", "Broken", "x_reason", under=["goods"])
    option("rude", "态度差", "Rude", "x_reason", under=["service"])
    option("other", "其他", "Something else", "x_reason")


def choose(person, field, key):
    person.page.get_by_label(person.label("x_grievance", field), exact=True).click()
    person.page.get_by_role("option", name=person.option("x_grievance", field, key)).click()


def test_a_form_offers_what_fits_and_empties_what_does_not(person, reasons):
    page = person.page
    person.open("/x-grievance/new")
    page.locator('[data-field="name"] input').fill(f"投诉 {person.way}")
    choose(person, "x_kind", "goods")
    page.get_by_label(person.label("x_grievance", "x_reason"), exact=True).click()
    expect(page.get_by_role("option")).to_have_text([person.option("x_grievance", "x_reason", key) for key in ("broken", "other")])
    page.get_by_role("option", name=person.option("x_grievance", "x_reason", "broken")).click()

    choose(person, "x_kind", "service")

    reason = page.locator('[data-field="x_reason"]')
    expect(reason.get_by_role("status")).to_have_text(person.t("form.cleared", name=person.label("x_grievance", "x_kind")))
    expect(reason).not_to_contain_text(person.option("x_grievance", "x_reason", "broken"))
    person.shot("options-cleared")
    choose(person, "x_reason", "rude")
    person.button("action.save").click()
    expect(page.get_by_role("heading", level=1, name=f"投诉 {person.way}")).to_be_visible()
    made = person.get("/x-grievance", name=f"投诉 {person.way}")["data"][0]
    assert (made["x_kind"], made["x_reason"]) == ("service", "rude")


def test_a_change_in_place_takes_the_dependent_choice_along(person, reasons):
    made = person.send("POST", "/x-grievance", {"name": f"就地 {person.way}", "x_kind": "goods", "x_reason": "broken"})
    person.open(f"/x-grievance/{made['id']}")
    page = person.page
    page.locator('[data-field="x_kind"]').get_by_role("button", name=person.t("list.edit", name=person.label("x_grievance", "x_kind"))).click()

    page.get_by_role("option", name=person.option("x_grievance", "x_kind", "service")).click()

    person.toast(person.t("form.savedCleared", name=person.label("x_grievance", "x_kind"), others=person.label("x_grievance", "x_reason")))
    now = person.get(f"/x-grievance/{made['id']}")
    assert (now["x_kind"], now["x_reason"]) == ("service", None)


def test_administrators_say_beside_what_an_option_may_be_chosen(person, reasons):
    page = person.page
    person.open("/admin/fields/x_grievance")
    label = person.label("x_grievance", "x_reason")
    row = page.locator("[data-key]").filter(has_text=label).first
    expect(row).to_be_visible()
    row.get_by_role("button", name=person.t("fields.menu", name=label)).click()
    page.get_by_role("menuitem", name=person.t("fields.options")).click()
    dialog = page.get_by_role("dialog")
    other = person.option("x_grievance", "x_reason", "other")
    picker = dialog.get_by_label(person.t("options.underOf", option="其他", name=person.label("x_grievance", "x_kind")), exact=True)
    picker.click()
    page.get_by_role("option", name=person.option("x_grievance", "x_kind", "goods")).click()
    expect(dialog.locator(".gx-option-under").last).to_contain_text(person.option("x_grievance", "x_kind", "goods"))
    person.shot("options-under")

    saved = person.get("/custom-options", field="x_reason", key="other")["data"][0]
    assert saved["under"] == ["goods"], other
    person.send("PATCH", f"/custom-options/{saved['id']}", {"under": []})


def test_administrators_make_lines(person):
    page = person.page
    key = f"x_part_{WAYS.index(person.way)}"
    entity = person.send("POST", "/custom-entities", {"key": key, "name": f"零件 {person.way}", "nameEnglish": f"Part {person.way}", "isOwned": False})
    person.open(f"/admin/fields/{key}")
    person.button("fields.new").first.click()
    kinds = {field["key"]: field for field in person.metadata("customField")["fields"]}["kind"]["options"]
    page.get_by_role("dialog").get_by_role("button", name=next(one["label"] for one in kinds if one["key"] == "reference")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator('[data-field="name"] input').fill(f"所属 {person.way}")
    dialog.locator('[data-field="nameEnglish"] input').fill(f"Belongs to {person.way}")
    dialog.locator("#gx-field-target").click()
    customers = person.metadata("customer")["pluralLabel"]
    page.locator("#gx-field-target-list").get_by_role("option", name=customers, exact=True).click()
    dialog.get_by_label(person.label("customField", "isLine")).check()
    person.shot("fields-line")
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    person.toast(f"所属 {person.way}")

    assert person.metadata(key)["header"]["entity"] == "customer"
    # Lines of customers are not what the other journeys expect.
    field = person.get("/custom-fields", entity=key)["data"][0]
    for path in (f"/custom-fields/{field['id']}", f"/custom-entities/{entity['id']}"):
        person.send("DELETE", path)
