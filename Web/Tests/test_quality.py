"""Data quality: units at a glance, tasks made for what is not good enough."""

from playwright.sync_api import expect

from test_access import STANDARD, Axe


def test_units_are_seen_at_a_glance_and_tasks_are_made_for_poor_records(person):
    person.open("/data-quality")
    page = person.page
    expect(page.get_by_role("heading", level=1, name=person.t("page.quality.title"))).to_be_visible()
    rows = page.locator(".gx-quality-table tbody tr")
    expect(rows.first).to_be_visible()
    units = person.get("/quality/units")["data"]
    expect(rows).to_have_count(len(units))
    expect(rows.first).to_contain_text(units[0]["name"])
    person.shot("quality")
    found = Axe().run(page, options=STANDARD).response["violations"]
    assert not found, [(problem["id"], [node["html"][:140] for node in problem["nodes"]][:4]) for problem in found]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name=person.t("page.quality.make"))
    dialog.get_by_label(person.t("page.quality.below")).fill("100")
    dialog.get_by_label(person.t("page.quality.unit")).select_option(units[0]["unit"])
    dialog.get_by_role("button", name=person.t("page.quality.make"), exact=True).click()

    expect(dialog).to_have_count(0)
    after = next(unit for unit in person.get("/quality/units")["data"] if unit["unit"] == units[0]["unit"])
    assert after["open"] > 0
    expect(rows.first).to_contain_text(person.t("page.quality.progressOf", done=after["done"], total=after["open"] + after["done"]))
    rows.first.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cleansing tasks" if person.way.language == "en" else "清洗任务")


def test_an_address_is_taken_apart(person):
    parsed = person.get("/addresses/parse", text="广东深圳南山科技园路1号")["data"]

    # Without a table of divisions it stays whole.
    assert parsed["address"] == {"street": "广东深圳南山科技园路1号"} or parsed["address"]["district"] == "南山区"
