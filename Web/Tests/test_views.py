"""The same records as board, calendar and chart; dashboards and the first page."""

import json
import re
from urllib.parse import quote

from playwright.sync_api import expect


def show(person, mode, **more):
    query = "&".join(f"{name}={quote(value if isinstance(value, str) else json.dumps(value))}" for name, value in {"view": "all", "mode": mode, **more}.items())
    person.open(f"/customers?{query}")


def counted(person, key):
    data = person.get("/customers/aggregate", group="grade", measure="count")["data"]
    return next((one["measures"]["count"] for one in data if one["group"]["grade"] == key), 0)


def test_a_card_is_carried_to_another_column_by_keyboard_and_back(person):
    show(person, "board", board={"field": "grade"})
    page = person.page
    card = page.locator('[data-key="vip"] .gx-board-card').first
    expect(card).to_be_visible()
    before = counted(person, "vip")
    name = card.locator("b").inner_text()
    card.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".gx-board-column-target")).to_have_count(1)
    page.keyboard.press("Space")

    expect(page.locator('[data-key="a"] .gx-board-card', has_text=name).first).to_be_visible()
    person.toast(name)
    assert counted(person, "vip") == before - 1
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.locator(".gx-toast").get_by_role("button", name=person.t("action.undo")).last.click()
    expect(page.locator('[data-key="vip"] .gx-board-card', has_text=name).first).to_be_visible()
    assert counted(person, "vip") == before


def test_a_refused_move_goes_back(person):
    show(person, "board", board={"field": "grade"})
    page = person.page
    card = page.locator('[data-key="vip"] .gx-board-card').first
    name = card.locator("b").inner_text()
    page.route(re.compile(r"/api/v1/customers/\d+$"), lambda route: route.fulfill(status=403, json={"code": "forbidden", "detail": "no"}) if route.request.method == "PATCH" else route.continue_())
    card.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    person.toast("no")
    expect(page.locator('[data-key="vip"] .gx-board-card', has_text=name).first).to_be_visible()
    person.troubles.clear()


def test_a_calendar_moves_a_date_by_keyboard(person):
    record = person.get("/customers", filter=json.dumps({"renewalDueOn": {"empty": False}}), sort="renewalDueOn", limit=1, fields="name,renewalDueOn")["data"][0]
    show(person, "calendar", span="month", day=record["renewalDueOn"], calendar={"start": "renewalDueOn"}, filter={"id": {"in": [record["id"]]}})
    page = person.page
    event = page.locator(f'[data-event="{record["id"]}"]').first
    event.focus()
    page.keyboard.press("Shift+ArrowDown")
    person.toast(record["name"])
    moved = person.get(f"/customers/{record['id']}")["renewalDueOn"]
    assert moved > record["renewalDueOn"]
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.locator(".gx-toast").get_by_role("button", name=person.t("action.undo")).last.click()
    assert person.get(f"/customers/{record['id']}")["renewalDueOn"] == record["renewalDueOn"]


def test_a_chart_has_its_numbers_in_a_table_and_leads_to_the_records(person):
    show(person, "chart", chart={"type": "bar", "groups": ["grade"], "measure": "count"})
    page = person.page
    expect(page.locator(".gx-chart-canvas canvas")).to_be_visible()
    page.get_by_role("button", name=person.t("chart.table"), exact=True).click()
    row = page.locator(".gx-chart-table tbody tr", has=page.get_by_role("button", name="VIP", exact=True))
    expect(row.locator("td").nth(1)).to_have_text(str(counted(person, "vip")))
    row.get_by_role("button", name="VIP", exact=True).click()
    expect(page.locator(".gx-filter-name b").first).to_have_text("VIP")


def test_the_first_page_becomes_a_dashboard_of_ones_own(person):
    for dashboard in person.get("/dashboards")["data"]:
        person.send("DELETE", f"/dashboards/{dashboard['id']}")
    person.open("/")
    page = person.page
    expect(page.locator(".gx-tile").first).to_be_visible()
    page.get_by_role("button", name=person.t("home.customise")).click()
    expect(page.get_by_role("button", name=person.t("dashboard.addTile"))).to_be_visible()
    tiles = page.locator(".gx-tile").count()
    page.locator(".gx-tile-menu").first.click()
    page.get_by_role("menuitem", name=person.t("dashboard.removeTile")).click()
    page.get_by_role("button", name=person.t("action.save"), exact=True).click()
    person.toast(person.t("form.saved"))
    expect(page.locator(".gx-tile")).to_have_count(tiles - 1)
    saved = person.get("/dashboards")["data"]
    assert len(saved) == 1 and len(saved[0]["tiles"]) == tiles - 1
    person.send("DELETE", f"/dashboards/{saved[0]['id']}")
