"""A kind of record of the company's own: made in the administration, and at once in lists, filters and boards."""

import json
import re
from urllib.parse import quote

from playwright.sync_api import expect


def test_an_object_of_ones_own_has_list_filter_and_board(person):
    word = "宽" if not person.way.is_narrow else "窄"
    name, english = f"车辆{word}{person.way.language[:1]}", f"Vehicle {person.way.language} {person.way.width}"
    person.open("/admin/objects")
    page = person.page

    person.button("objects.new").first.click()
    dialog = page.get_by_role("dialog", name=person.t("objects.new"))
    for field, words in (("name", name), ("nameEnglish", english), ("pluralEnglish", english + " list")):
        dialog.locator(f'[data-field="{field}"] input').fill(words)
    person.shot("object-dialog")
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    person.toast(name)
    expect(page).to_have_url(re.compile("/app/admin/fields/"))
    [made] = [one for one in person.get("/custom-entities", limit=100)["data"] if one["name"] == name]
    person.send("POST", "/custom-fields", {"entity": made["key"], "key": "x_state", "name": "状态", "nameEnglish": "State", "kind": "choice", "isListed": True})
    for key, label in (("idle", "空闲"), ("away", "外出")):
        person.send("POST", "/custom-options", {"entity": made["key"], "field": "x_state", "key": key, "name": label, "nameEnglish": key, "colour": "blue"})
    definition = person.metadata(made["key"])
    assert definition["label"] == (name if person.way.language == "zh-CN" else english)

    resource = definition["resource"]
    person.open("/")
    if person.way.is_narrow:
        page.get_by_role("button", name=person.t("nav.label"), exact=True).click()
    page.locator(f'.gx-nav-link[href="/app/{resource}"]').click()
    expect(page.get_by_role("heading", name=person.t("list.empty", name=definition["pluralLabel"]))).to_be_visible()
    person.shot("object-empty")
    for plate in ("渝A10001", "渝A10002"):
        page.keyboard.press("n")
        form = page.get_by_role("dialog")
        form.locator('[data-field="name"] input').fill(plate)
        form.locator('[data-field="x_state"] input').fill(person.option(made["key"], "x_state", "idle"))
        page.get_by_role("option", name=person.option(made["key"], "x_state", "idle"), exact=True).click()
        form.get_by_role("button", name=person.t("action.save"), exact=True).click()
        expect(form).to_have_count(0)
        expect(page.locator(".gx-td-title, .gx-card-title").filter(has_text=plate)).to_be_visible()
    person.shot("object-list")

    second = person.get(f"/{resource}", name="渝A10002")["data"][0]
    person.send("PATCH", f"/{resource}/{second['id']}", {"x_state": "away"})
    person.open(f"/{resource}?filter={quote(json.dumps({'x_state': {'in': ['away']}}))}")
    expect(page.locator(".gx-filter-name b")).to_have_text(person.option(made["key"], "x_state", "away"))
    expect(page.locator(".gx-td-title, .gx-card-title")).to_have_count(1)
    person.open(f"/{resource}?mode=board&board={quote(json.dumps({'field': 'x_state'}))}")
    expect(page.locator('[data-key="idle"] .gx-board-card')).to_have_text(re.compile("渝A10001"))
    expect(page.locator('[data-key="away"] .gx-board-card')).to_have_text(re.compile("渝A10002"))
    person.shot("object-board")
    person.send("DELETE", f"/custom-entities/{made['id']}")
