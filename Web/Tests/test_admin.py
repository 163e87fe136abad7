"""What administrators do: a field of their own, a role for a colleague and what that one sees, a file that is taken in."""

import json

from playwright.sync_api import expect

from conftest import Person


def mark(person):
    """A word that belongs to this way alone."""
    return str(person.way).replace("-", " ")


def test_a_field_of_ones_own_is_made_and_used_in_a_list(person):
    person.open("/admin/fields")
    page = person.page
    name, english = f"车牌 {mark(person)}", f"Plate {mark(person)}"

    person.button("fields.new").first.click()
    kinds = {field["key"]: field for field in person.metadata("customField")["fields"]}["kind"]["options"]
    page.get_by_role("dialog").get_by_role("button", name=next(one["label"] for one in kinds if one["key"] == "text")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator('[data-field="name"] input').fill(name)
    dialog.locator('[data-field="nameEnglish"] input').fill(english)
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    person.toast(name)

    # At once, without loading anything anew.
    page.evaluate("history.pushState({ position: 99 }, '', '/app/customers/new'); dispatchEvent(new PopStateEvent('popstate', { state: { position: 99 } }))")
    label = name if person.way.language == "zh-CN" else english
    page.locator('[data-field="name"] input').fill(f"有车牌的客户 {mark(person)}")
    page.get_by_label(label, exact=True).fill("渝A12345")
    person.button("action.save").click()
    expect(page.get_by_role("heading", level=1, name=f"有车牌的客户 {mark(person)}")).to_be_visible()
    key = next(field["key"] for field in person.metadata("customer")["fields"] if field["label"] == label)
    person.open("/customers?filter=" + json.dumps({key: {"eq": "渝A12345"}}))
    expect(page.locator(".gx-filter-name b")).to_have_text("渝A12345")
    expect(page.get_by_text(f"有车牌的客户 {mark(person)}").first).to_be_visible()


def test_a_colleague_gets_a_role_and_sees_what_it_allows(chromium, server, person):
    login = f"colleague-{person.way}".lower()
    made = person.send("POST", "/users", {"login": login, "name": f"代表 {mark(person)}", "unit": person.get("/org-units", limit=1, sort="code")["data"][0]["id"]})
    representative = person.get("/roles", key="representative")["data"][0]
    person.open("/admin/users")
    page = person.page
    page.locator(".gx-admin-area input").first.fill(login)
    row = page.get_by_role("row").filter(has_text=f"代表 {mark(person)}")
    row.click()

    panel = page.get_by_role("dialog").or_(page.locator("aside")).last
    expect(panel).to_contain_text(f"代表 {mark(person)}")
    person.shot("admin-user")
    person.send("PATCH", f"/users/{made['id']}", {"roles": [representative["id"]]})
    page.reload()
    page.locator(".gx-admin-area input").first.fill(login)
    expect(page.get_by_role("row").filter(has_text=login).or_(page.get_by_role("row").filter(has_text=f"代表 {mark(person)}")).first).to_contain_text(representative["name"])

    # Li Min is a representative of the demo company: her own customers, and no administration.
    other = Person(chromium, server, person.way, login="li.min")
    other.open("/customers")
    expect(other.page.locator(".gx-foot span").first).not_to_have_text(person.t("list.counting"))
    own = other.get("/customers", count="true", limit=1)["page"]["total"]
    everything = person.get("/customers", count="true", limit=1)["page"]["total"]
    assert 0 < own < everything
    expect(other.page.locator(".gx-foot span").first).to_contain_text(f"{own:,}")
    expect(other.page.locator('.gx-nav-link[href="/app/admin"]')).to_have_count(0)
    other.leave()


def test_roles_are_a_matrix_that_can_be_read(person):
    person.open("/admin/roles")
    page = person.page

    expect(page.get_by_role("table").or_(page.get_by_role("grid")).first).to_be_visible()
    expect(page.locator(".gx-admin-area").get_by_text(person.metadata("customer")["pluralLabel"]).last).to_be_visible()
    person.shot("admin-roles")
