"""Forms: making a customer, complaints at their fields, the address, what is not saved, a session that ends meanwhile."""

import re

from playwright.sync_api import expect


def open_form(person):
    person.open("/customers/new")
    expect(person.page.locator('[data-field="name"] input')).to_be_visible()
    return person.page


def test_a_customer_with_an_address_is_made(person):
    page = open_form(person)
    # So that neither way meets the customer of the other as a possible duplicate.
    name, mail, street = ("海港样本贸易", "harbour@example.org", "新华路 9 号") if person.way.is_narrow else ("渝中区测试", "test@example.org", "民权路 28 号")

    page.locator('[data-field="name"] input').fill(name)
    page.locator('[data-field="mail"] input').fill("no mail")
    person.button("action.save").click()
    expect(page.locator('[data-field="mail"] .gx-error')).to_be_visible()
    page.locator('[data-field="mail"] input').fill(mail)
    address = page.locator('[data-field="address"]')
    for level, words in (("province", "重庆市"), ("city", "市辖区"), ("district", "渝中区")):
        field = address.get_by_label(person.t(f"address.{level}"), exact=True)
        field.fill(words)
        if field.get_attribute("role") == "combobox":
            page.get_by_role("option", name=words).first.click()
        else:
            field.press("Tab")
    address.get_by_label(person.t("address.street")).fill(street)
    address.get_by_label(person.t("address.postcode")).click()
    person.shot("form")
    person.button("action.save").click()

    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    made = person.get("/customers", name=name)["data"][0]
    assert [made["address"][part] for part in ("province", "district", "street")] == ["重庆市", "渝中区", street]
    assert made["mail"] == mail


def test_what_the_server_refuses_stands_at_its_field(person):
    page = open_form(person)
    taken = person.get("/customers", limit=1, fields="code")["data"][0]["code"]

    page.locator('[data-field="name"] input').fill("重复代码")
    page.locator('[data-field="code"] input').fill(taken)
    person.button("action.save").click()

    expect(page.locator('[data-field="code"] .gx-error')).to_be_visible()
    person.troubles.clear()
    page.locator('[data-field="code"] input').fill("")


def test_leaving_with_something_typed_asks_first(person):
    page = open_form(person)
    page.locator('[data-field="name"] input').fill("还没有保存")

    person.button("action.cancel").click()

    dialog = page.get_by_role("dialog", name=person.t("form.discard"))
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=person.t("action.cancel"), exact=True).click()
    expect(page.locator('[data-field="name"] input')).to_have_value("还没有保存")


def test_a_new_login_keeps_the_form(person):
    page = open_form(person)
    name = f"会话过期 {person.way}"
    page.locator('[data-field="name"] input').fill(name)
    person.context.clear_cookies()

    person.button("action.save").click()
    expect(page.get_by_role("heading", name=person.t("login.again"))).to_be_visible()
    person.shot("login-again")
    page.get_by_label(person.t("login.password")).fill("guanxi-demo")
    page.get_by_label(person.t("login.password")).press("Enter")

    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    person.troubles.clear()


def test_what_is_typed_while_the_choices_are_on_their_way_is_not_lost(person):
    page = open_form(person)
    address = page.locator('[data-field="address"]')
    address.get_by_label(person.t("address.province"), exact=True).fill("重庆")
    page.get_by_role("option", name="重庆市").first.wait_for()
    held = []
    below = re.compile(r"/divisions\?parent=.")
    page.route(below, lambda request: held.append(request))

    with page.expect_request(below):
        page.get_by_role("option", name="重庆市").first.click()
    address.get_by_label(person.t("address.city"), exact=True).fill("市辖")
    for request in held:
        request.continue_()

    expect(page.get_by_role("option", name="市辖区").first).to_be_visible()
