"""Records: reading, changing in place, notes, neighbours, conflicts, deleting."""

import re

from playwright.sync_api import expect

from conftest import COLLEAGUE_PASSWORD, WAYS


def a_customer(person, **filter):
    import json

    return person.get("/customers", filter=json.dumps(filter or {"mobile": {"empty": False}, "kind": "person"}), limit=1, sort="code")["data"][0]


def tab(person, name):
    """On a narrow page the parts of a record are tabs."""
    if person.way.width < 900:
        person.page.get_by_role("tab", name=person.t(f"record.tab.{name}"), exact=True).click()


def test_a_changed_phone_stands_on_the_time_line(person):
    customer = a_customer(person)
    person.open(f"/customers/{customer['id']}")
    page = person.page
    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    number = f"1370013{8000 + WAYS.index(person.way)}"

    page.locator('[data-field="mobile"]').get_by_role("button", name=person.t("list.edit", name=person.label("customer", "mobile"))).click()
    page.locator('[data-field="mobile"] input').fill(number)
    page.keyboard.press("Enter")

    person.toast(person.t("form.savedField", name=person.label("customer", "mobile")))
    tab(person, "timeline")
    entry = page.locator(".gx-entry").first
    expect(entry).to_contain_text(person.label("customer", "mobile"))
    expect(entry).to_contain_text(f"{number[:3]} {number[3:7]} {number[7:]}")
    person.shot("record")


def test_a_note_with_a_mention_is_kept_and_found_by_the_filter(person):
    customer = a_customer(person)
    person.open(f"/customers/{customer['id']}")
    page = person.page
    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    tab(person, "timeline")
    text = f"约好周三面谈 {person.way}"

    page.get_by_label(person.t("note.placeholder")).press_sequentially("@limin")
    name = "李敏"
    expect(page.locator(".gx-mentions [role=option]").first).to_contain_text(name)
    page.keyboard.press("Enter")
    page.get_by_label(person.t("note.placeholder")).press_sequentially(text)
    person.button("note.save").click()

    entry = page.locator(".gx-entry").filter(has_text=text)
    expect(entry).to_be_visible()
    expect(entry.locator(".gx-mention")).to_have_text("@" + name)
    page.get_by_role("button", name=person.t("timeline.filter.note"), exact=True).click()
    expect(page.locator(".gx-entry").filter(has_text=text)).to_be_visible()
    page.get_by_role("button", name=person.t("timeline.filter.change"), exact=True).click()
    expect(page.locator(".gx-entry").filter(has_text=text)).to_have_count(0)


def test_the_neighbours_of_the_list_are_one_key_away(person):
    person.open("/customers?sort=code")
    page = person.page
    names = person.get("/customers", sort="code", limit=2, fields="name")["data"]
    page.locator(".gx-td-title a, .gx-card-main").first.click()
    expect(page.get_by_role("heading", level=1, name=names[0]["name"])).to_be_visible()

    page.get_by_role("button", name=person.t("record.next"), exact=True).first.click()

    expect(page.get_by_role("heading", level=1, name=names[1]["name"])).to_be_visible()
    expect(page.locator(".gx-crumb")).to_contain_text("2 / ")


def test_two_who_change_the_same_field_are_asked(person):
    customer = a_customer(person)
    person.open(f"/customers/{customer['id']}/edit")
    page = person.page
    field = page.locator('[data-field="shortName"] input')
    expect(field).to_be_visible()
    theirs, mine = f"对方 {person.way}", f"我的 {person.way}"

    person.send("PATCH", f"/customers/{customer['id']}", {"shortName": theirs})
    field.fill(mine)
    person.button("action.save").click()

    dialog = page.get_by_role("dialog", name=person.t("conflict.title"))
    expect(dialog).to_contain_text(theirs)
    expect(dialog).to_contain_text(mine)
    person.shot("conflict")
    dialog.get_by_role("radio").first.check()
    dialog.get_by_role("button", name=person.t("conflict.save")).click()
    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    assert person.get(f"/customers/{customer['id']}")["shortName"] == mine
    person.troubles.clear()


def test_what_was_changed_beside_it_meanwhile_is_taken_in(person):
    customer = a_customer(person)
    person.open(f"/customers/{customer['id']}/edit")
    page = person.page
    field = page.locator('[data-field="shortName"] input')
    expect(field).to_be_visible()

    # As the program does when it has graded a customer.
    person.send("PATCH", f"/customers/{customer['id']}", {"grade": "b"})
    field.fill(f"简称 {person.way}")
    person.button("action.save").click()

    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    saved = person.get(f"/customers/{customer['id']}")
    assert (saved["shortName"], saved["grade"]) == (f"简称 {person.way}", "b")
    person.troubles.clear()


def test_a_deleted_record_comes_back(person):
    made = person.send("POST", "/customers", {"name": f"待删除 {person.way}"})
    person.open(f"/customers/{made['id']}")
    page = person.page
    expect(page.get_by_role("heading", level=1, name=made["name"])).to_be_visible()

    page.locator(".gx-record-actions").get_by_role("button", name=person.t("action.more"), exact=True).click()
    page.get_by_role("menuitem", name=person.t("action.delete")).click()
    page.get_by_role("dialog").get_by_role("button", name=person.t("action.delete"), exact=True).click()
    person.toast(made["name"])
    page.locator(".gx-toast").get_by_role("button", name=person.t("action.undo")).click()

    expect(page.get_by_role("heading", level=1, name=made["name"])).to_be_visible()
    assert person.get(f"/customers/{made['id']}")["deletedAt"] is None


def test_a_contact_is_added_on_its_customer(person):
    customer = a_customer(person, kind="organisation")
    person.open(f"/customers/{customer['id']}")
    page = person.page
    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    tab(person, "related")
    contact = person.metadata("contact")
    page.get_by_role("tab", name=re.compile("^" + contact["pluralLabel"])).click()
    name = f"联系人 {person.way}"

    page.get_by_role("button", name=person.t("palette.create", name=contact["label"])).click()
    dialog = page.get_by_role("dialog")
    dialog.locator('[data-field="name"] input').fill(name)
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()

    expect(page.locator(".gx-related").get_by_role("link", name=name)).to_be_visible()


def test_a_record_that_a_colleague_deletes_says_so(person):
    name = f"即将删除 {person.way}"
    customer = person.send("POST", "/customers", {"kind": "organisation", "name": name})
    colleague = f"deleter.{person.way}".lower()
    person.make_colleague(colleague, "administrator", isAdministrator=True)
    person.open(f"/customers/{customer['id']}")
    expect(person.page.get_by_role("heading", level=1, name=name)).to_be_visible()

    other = person.context.browser.new_context()
    address = person.server.address + "/api/v1"
    assert other.request.post(address + "/session", data={"login": colleague, "password": COLLEAGUE_PASSWORD}).ok
    assert other.request.delete(f"{address}/customers/{customer['id']}").ok
    other.close()

    expect(person.page.get_by_role("alert")).to_contain_text(person.t("record.gone"))
    person.shot("record-gone")
    # A panel may have asked for its data in the very moment of the deletion.
    person.settle()
    person.forgive(404)
