"""Lists: filters, views, groups, selection, editing in place."""

import json
import re
from urllib.parse import quote

from playwright.sync_api import expect

ROWS = ".gx-rows-seen .gx-tr:not(.gx-tr-wait), .gx-card"


def shown(person):
    """How many the foot counts."""
    text = person.page.locator(".gx-foot span").first
    expect(text).to_have_text(re.compile(r"\d"))
    return int(re.sub(r"\D", "", text.inner_text()))


def test_grade_a_customers_of_a_city_that_rest_for_30_days_become_a_view(person):
    person.open("/customers")
    page = person.page
    expect(page.locator(ROWS).first).to_be_visible()
    total = shown(person)

    add_condition(person, person.label("customer", "grade"))
    page.locator(".gx-condition .gx-picker input").click()
    page.get_by_role("option", name="A", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.locator(".gx-filter-name b")).to_have_text("A")
    close_popups(person)
    add_condition(person, f"{person.label('customer', 'address')} › {person.t('address.city')}")
    page.locator(".gx-condition select").select_option("startsWith")
    page.locator(".gx-condition input").fill("重庆")
    close_popups(person)
    add_condition(person, person.label("customer", "modifiedAt"))
    page.locator(".gx-condition select").select_option("notWithin")
    page.locator(".gx-condition .gx-picker input").click()
    page.get_by_role("option", name=person.t("period.lastDays", n=30), exact=True).click()
    close_popups(person)

    expect(page.locator(".gx-filter:not(.gx-filter-new)")).to_have_count(3)
    expected = person.get("/customers", count="true", limit=1, filter=json.dumps({"and": [
        {"grade": {"in": ["a"]}}, {"address.city": {"startsWith": "重庆"}}, {"not": {"modifiedAt": {"within": "last30Days"}}}]}))["page"]["total"]
    if expected:
        assert shown(person) == expected
    else:
        expect(page.get_by_role("heading", name=person.t("list.noMatch"))).to_be_visible()
    assert expected < total

    name = f"重庆 A {person.way}"
    page.get_by_role("button", name=person.t("view.saveAs")).first.click()
    page.get_by_label(person.t("view.name")).fill(name)
    page.get_by_role("dialog").get_by_role("button", name=person.t("action.save"), exact=True).click()
    person.toast(name)
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    person.shot("list-view")
    page.reload()
    expect(page.locator(".gx-filter:not(.gx-filter-new)")).to_have_count(3)


def add_condition(person, label):
    page = person.page
    page.locator(".gx-filter-new button").click()
    page.get_by_label(person.t("filter.searchField")).fill(label)
    page.get_by_role("menuitem", name=label, exact=True).click()


def close_popups(person):
    page = person.page
    for _ in range(4):
        if not page.locator(".q-menu").count():
            return
        page.keyboard.press("Escape")
        page.wait_for_timeout(150)
    expect(page.locator(".q-menu")).to_have_count(0)


def test_a_link_shows_a_colleague_the_same_list(person):
    rule = quote(json.dumps({"or": [{"grade": {"in": ["vip"]}}, {"and": [{"kind": {"in": ["organisation"]}}, {"status": {"in": ["inactive"]}}]}]}))
    person.open(f"/customers?filter={rule}&sort=-name")
    page = person.page
    expect(page.locator(ROWS).first).to_be_visible()

    names = page.locator(".gx-td-title, .gx-card-title b").all_inner_texts()
    expected = [row["name"] for row in person.get("/customers", filter=json.dumps({"or": [{"grade": {"in": ["vip"]}}, {"kind": "organisation", "status": "inactive"}]}), sort="-name", limit=100)["data"]]

    assert [name.split("\n")[0].strip() for name in names][:5] == expected[:5]
    expect(page.get_by_text(person.t("filter.nested", n=3))).to_be_visible()


def test_scrolling_to_the_end_shows_the_last_record(person):
    person.open("/customers?sort=code")
    page = person.page
    expect(page.locator(ROWS).first).to_be_visible()
    total = shown(person)
    last = person.get("/customers", sort="-code", limit=1, fields="name,code")["data"][0]

    if person.way.is_narrow:
        while (drawn := page.locator(".gx-card").count()) < total:
            page.locator(".gx-cards").evaluate("box => box.scrollTo(0, box.scrollHeight)")
            page.wait_for_function("drawn => document.querySelectorAll('.gx-card').length > drawn", arg=drawn)
        expect(page.locator(".gx-card").last).to_contain_text(last["code"])
    else:
        page.locator(".gx-grid").evaluate("box => box.scrollTo(0, box.scrollHeight)")
        expect(page.get_by_role("row").filter(has_text=last["code"])).to_be_visible()
        # Coming back from a record, the list stands where it stood.
        page.get_by_role("row").filter(has_text=last["code"]).locator(".gx-td-title a").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(last["name"])
        page.go_back()
        expect(page.get_by_role("row").filter(has_text=last["code"])).to_be_in_viewport()


def test_a_phone_number_is_changed_in_the_list_and_back(person):
    if person.way.is_narrow:
        return
    person.open("/customers?filter=" + quote(json.dumps({"mobile": {"empty": False}})))
    page = person.page
    cell = page.locator(".gx-tr").nth(2).locator('[role=gridcell]').filter(has=page.locator("a[href^='tel:']")).first
    before = cell.locator("a").inner_text()

    cell.hover()
    cell.get_by_role("button", name=person.t("list.edit", name=person.label("customer", "mobile"))).click()
    page.locator(".gx-cell-editor input").fill("12")
    page.keyboard.press("Enter")
    expect(page.locator(".gx-cell-error")).to_be_visible()
    person.troubles.clear()
    page.locator(".gx-cell-editor input").fill("13900139000")
    page.keyboard.press("Enter")

    expect(page.get_by_text("139 0013 9000")).to_be_visible()
    page.locator(".gx-toast").get_by_role("button", name=person.t("action.undo")).click()
    expect(page.get_by_text(before).first).to_be_visible()


def test_all_that_match_are_changed_at_once_and_back(person):
    rule = {"grade": {"in": ["c"]}, "kind": {"in": ["organisation"]}}
    person.open("/customers?filter=" + quote(json.dumps(rule)))
    page = person.page
    expect(page.locator(ROWS).first).to_be_visible()
    total = shown(person)
    note = f"批量 {person.way}"

    if person.way.is_narrow:
        page.locator(".gx-card-box").first.click()
    else:
        page.locator("[role=gridcell] .gx-box").first.click()
    page.get_by_role("button", name=re.compile(re.escape(f"{total:,}"))).click()
    expect(page.locator(".gx-bar-count")).to_contain_text(f"{total:,}")
    person.button("bulk.edit").click()
    page.get_by_role("dialog").get_by_role("combobox").fill(person.label("customer", "notes"))
    page.get_by_role("option", name=person.label("customer", "notes"), exact=True).click()
    page.get_by_role("dialog").get_by_role("textbox", name=person.label("customer", "notes")).fill(note)
    person.button("bulk.run").click()
    person.toast(person.t("bulk.changed", n=total))

    assert person.get("/customers", count="true", limit=1, filter=json.dumps({"notes": note}))["page"]["total"] == total
    page.locator(".gx-toast").get_by_role("button", name=person.t("action.undo")).first.click()
    person.toast(person.t("bulk.undone", n=total))
    assert person.get("/customers", count="true", limit=1, filter=json.dumps({"notes": note}))["page"]["total"] == 0


def test_groups_count_and_open(person):
    person.open("/customers?group=grade")
    page = person.page
    heads = page.locator(".gx-group-head")
    expect(heads.first).to_be_visible()
    person.shot("list-groups")
    counts = [int(re.sub(r"\D", "", text)) for text in heads.locator(".gx-faint").last.all_inner_texts()] and heads.evaluate_all(
        "heads => heads.map(head => Number([...head.querySelectorAll('.gx-faint')].at(-1).textContent.replace(/\\D/g, '')))")
    assert sum(counts) == person.get("/customers", count="true", limit=1)["page"]["total"]

    heads.first.click()

    expect(page.locator(".gx-group-record").first).to_be_visible()


def test_somebody_with_a_first_password_chooses_another_and_is_told_who_can_help(chromium, server, way):
    from conftest import Person

    admin = Person(chromium, server, way)
    login = f"newcomer-{way}".lower()
    if not admin.get("/users", login=login)["data"]:
        admin.send("POST", "/users", {"login": login, "name": "新同事"})
        user = admin.get("/users", login=login)["data"][0]
        admin.send("PUT", f"/user-accounts/{user['id']}/password", {"password": "a-long-pass-phrase-1"})
    admin.leave()
    newcomer = Person(chromium, server, way, login=None)
    newcomer.open("/customers")
    page = newcomer.page
    page.get_by_label(newcomer.t("login.login")).fill(login)
    page.get_by_label(newcomer.t("login.password")).fill("a-long-pass-phrase-1")
    page.get_by_label(newcomer.t("login.password")).press("Enter")

    # The password was chosen by somebody else: another one comes first.
    expect(page.get_by_role("heading", name=newcomer.t("duty.changePassword"))).to_be_visible()
    for key, words in (("oldPassword", "a-long-pass-phrase-1"), ("newPassword", "another-pass-phrase-2"), ("repeated", "another-pass-phrase-2")):
        page.get_by_label(newcomer.t(f"password.{key}"), exact=True).fill(words)
    newcomer.button("password.change").click()
    # Without a role there is nothing to see, and the page says so instead of showing nothing.
    expect(page.get_by_role("heading", name=newcomer.t("missing.title"))).to_be_visible()
    expect(page.get_by_text(newcomer.t("missing.text"))).to_be_visible()
    newcomer.shot("newcomer")
    newcomer.leave()
