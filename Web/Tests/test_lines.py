"""Lines of a record: typed like a spreadsheet, with totals, refusals at their cells, two people at once, pasted rows, on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conftest import WAYS
from test_access import STANDARD

LINES = "xVisitOrderLine"


@pytest.fixture
def orders(person):
    """Two objects made at run time, of which one holds the lines of the other; the same for all ways."""
    if any(entity["name"] == "x_visit_order" for entity in person.get("/metadata")["entities"]):
        return
    make = lambda path, data: person.send("POST", path, data)
    make("/custom-entities", {"key": "x_visit_order", "name": "巡店订单", "nameEnglish": "Visit order", "pluralEnglish": "Visit orders"})
    make("/custom-entities", {"key": "x_visit_order_line", "name": "订单明细", "nameEnglish": "Order line", "pluralEnglish": "Order lines"})
    field = {"entity": "x_visit_order_line", "isListed": True}
    make("/custom-fields", field | {"key": "x_order", "name": "所属订单", "nameEnglish": "Order", "kind": "reference", "target": "x_visit_order", "isLine": True, "position": 10})
    make("/custom-fields", field | {"key": "x_quantity", "name": "数量", "nameEnglish": "Quantity", "kind": "integer", "isRequired": True, "minimum": "1", "position": 20})
    make("/custom-fields", field | {"key": "x_price", "name": "单价", "nameEnglish": "Price", "kind": "money", "currency": "CNY", "position": 30})
    make("/custom-fields", field | {"key": "x_batch", "name": "批号", "nameEnglish": "Batch", "kind": "text", "isUnique": True, "position": 40})
    make("/custom-fields", field | {"key": "x_state", "name": "状态", "nameEnglish": "State", "kind": "choice", "position": 50})
    for key, name, english in (("fresh", "新品", "Fresh"), ("used", "旧货", "Used")):
        make("/custom-options", {"entity": "x_visit_order_line", "field": "x_state", "key": key, "name": name, "nameEnglish": english})


def an_order(person, *lines, name="巡店"):
    lines = [{"name": title, "x_quantity": quantity, "x_price": {"amount": price, "currency": "CNY"}} for title, quantity, price in lines]
    return person.send("POST", f"/x-visit-order?expand={LINES}", {"name": f"{name} {person.way}", LINES: lines})


def read(person, order):
    return person.get(f"/x-visit-order/{order['id']}", expand=LINES)


def cell(person, field, n):
    """A cell's input, once somebody works in its line."""
    return person.page.get_by_label(person.t("lines.cell", name=person.label("x_visit_order_line", field), n=n), exact=True).first


def start(person, order):
    person.open(f"/x-visit-order/{order['id']}")
    person.page.get_by_role("button", name=person.t("lines.edit")).click()


# A keyboard and a spreadsheet stand on a desk.
on_a_desk = pytest.mark.parametrize("way", [way for way in WAYS if not way.is_narrow], ids=str)


def test_three_lines_are_typed_with_the_keyboard_alone(person, orders):
    page = person.page
    person.open("/x-visit-order/new")
    page.locator('[data-field="name"] input').fill(f"键盘 {person.way}")
    rows = [("轴承", "2", "10.10"), ("阀门", "1", "0.2"), ("水泵", "3", "99.70")]
    if person.way.is_narrow:
        for n, (name, quantity, price) in enumerate(rows, 1):
            person.button("lines.add").click()
            cell(person, "name", n).fill(name)
            cell(person, "x_quantity", n).fill(quantity)
            cell(person, "x_price", n).fill(price)
            if n == 2:
                person.shot("lines-card-open")
            person.button("lines.finished").click()
        assert page.locator(".gx-line-card").first.bounding_box()["height"] >= 44
    else:
        person.button("lines.add").click()
        for n, (name, quantity, price) in enumerate(rows, 1):
            expect(cell(person, "name", n)).to_be_focused()
            page.keyboard.type(name)
            page.keyboard.press("Tab")
            expect(cell(person, "x_quantity", n)).to_be_focused()
            page.keyboard.type(quantity)
            page.keyboard.press("Tab")
            expect(cell(person, "x_price", n)).to_be_focused()
            page.keyboard.type(price)
            if n < len(rows):
                page.keyboard.press("Enter")
                expect(cell(person, "x_price", n + 1)).to_be_focused()
                page.keyboard.press("Shift+Tab")
                expect(cell(person, "x_quantity", n + 1)).to_be_focused()
                page.keyboard.press("Shift+Tab")

    expect(page.locator('[data-total="x_price"]')).to_contain_text("¥110.00")
    expect(page.locator('[data-total="x_quantity"]')).to_contain_text("6")
    person.shot("lines-form")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("heading", level=1, name=f"键盘 {person.way}")).to_be_visible()
    made = person.get("/x-visit-order", name=f"键盘 {person.way}")["data"][0]
    lines = read(person, made)[LINES]
    assert [(line["name"], line["x_quantity"], line["x_price"]["amount"]) for line in lines] == [("轴承", 2, "10.10"), ("阀门", 1, "0.20"), ("水泵", 3, "99.70")]
    person.shot("lines-record")


@on_a_desk
def test_lines_are_moved_and_removed_with_keys(person, orders):
    order = an_order(person, ("甲", 1, "1"), ("乙", 2, "2"), ("丙", 3, "3"))
    start(person, order)
    page = person.page

    page.get_by_role("button", name=person.t("lines.cell", name=person.label("x_visit_order_line", "name"), n=3)).focus()
    expect(cell(person, "name", 3)).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(cell(person, "name", 2)).to_be_focused()
    expect(cell(person, "name", 2)).to_have_value("丙")
    page.keyboard.press("ArrowUp")
    expect(cell(person, "name", 1)).to_be_focused()
    page.keyboard.press("Control+Delete")
    expect(cell(person, "name", 1)).to_have_value("丙")
    person.shot("lines-moved")
    person.button("action.save").click()

    expect(page.get_by_role("button", name=person.t("lines.edit"))).to_be_visible()
    assert [line["name"] for line in read(person, order)[LINES]] == ["丙", "乙"]
    entry = page.locator(".gx-entry").filter(has_text=person.t("timeline.kind.lines"))
    expect(entry).to_contain_text(person.t("timeline.lines.delete", n=1))


def test_what_the_server_refuses_stands_at_its_cell(person, orders):
    taken = f"B-{person.way}"
    other = an_order(person, name="别的")
    person.send("POST", "/x-visit-order-line", {"name": "先来的", "x_quantity": 1, "x_batch": taken, "x_order": other["id"]})
    order = an_order(person, ("甲", 1, "1"), ("乙", 2, "2"))
    start(person, order)
    page = person.page

    if person.way.is_narrow:
        page.locator(".gx-line-card").nth(1).get_by_role("button").first.click()
    else:
        page.locator(".gx-line").nth(1).get_by_role("button").first.click()
    cell(person, "x_batch", 2).fill(taken)
    if person.way.is_narrow:
        person.button("lines.finished").click()
    person.button("action.save").click()

    place = page.locator(".gx-line-card" if person.way.is_narrow else ".gx-line").nth(1)
    expect(place.locator(".gx-error")).to_contain_text(taken)
    person.shot("lines-refused")
    person.troubles.clear()
    assert [line["x_batch"] for line in read(person, order)[LINES]] == [None, None]


def test_two_people_at_once_choose_whose_lines_stay(person, orders):
    order = an_order(person, ("甲", 1, "1"), ("乙", 2, "2"))
    start(person, order)
    page = person.page
    if person.way.is_narrow:
        page.locator(".gx-line-card").first.get_by_role("button").first.click()
    else:
        page.locator(".gx-line").first.get_by_role("button").first.click()
    cell(person, "x_quantity", 1).fill("7")
    line = order[LINES][1]["id"]
    page.route("**/api/v1/events*", lambda route: route.abort())
    person.send("DELETE", f"/x-visit-order-line/{line}")

    person.button("action.save").click()

    dialog = page.get_by_role("dialog", name=person.t("conflict.title"))
    expect(dialog).to_contain_text(person.t("lines.count", n=2))
    expect(dialog).to_contain_text(person.t("lines.count", n=1))
    dialog.get_by_role("radio").first.check()
    person.shot("lines-conflict")
    dialog.get_by_role("button", name=person.t("conflict.save")).click()
    expect(page.get_by_role("button", name=person.t("lines.edit"))).to_be_visible()
    assert [(line["name"], line["x_quantity"]) for line in read(person, order)[LINES]] == [("甲", 7), ("乙", 2)]
    person.troubles.clear()


@on_a_desk
def test_rows_of_a_spreadsheet_are_pasted_into_cells(person, orders):
    order = an_order(person, ("甲", 1, "1"))
    start(person, order)
    page = person.page
    person.button("lines.add").click()
    expect(cell(person, "name", 2)).to_be_focused()
    state = person.option("x_visit_order_line", "x_state", "used")

    page.evaluate(
        """(text) => {
          const data = new DataTransfer()
          data.setData('text/plain', text)
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
        }""",
        f"乙\t2\t¥1,234.50\t\t{state}\r\n\"丙\"\"大\"\"\"\t3\t0.5\t\t\r\n丁\tx\t\t\t没有的\r\n")

    lines = page.locator(".gx-line")
    expect(lines).to_have_count(5)
    expect(page.locator('[data-total="x_price"]')).to_contain_text("1,236")
    expect(lines.nth(3).get_by_role("status")).to_contain_text("没有的")
    expect(lines.nth(3).locator(".gx-error")).to_have_text(person.t("check.integer"))
    person.shot("lines-pasted")
    lines.nth(3).get_by_role("button").first.click()
    page.keyboard.press("Control+Delete")
    person.button("action.save").click()
    expect(page.get_by_role("button", name=person.t("lines.edit"))).to_be_visible()
    saved = read(person, order)[LINES]
    assert [(line["name"], line["x_quantity"], line["x_state"]) for line in saved] == [("甲", 1, None), ("乙", 2, "used"), ("丙\"大\"", 3, None)]
    assert saved[1]["x_price"] == {"amount": "1234.50", "currency": "CNY"}


def test_lines_can_be_used_by_everybody(person, orders):
    order = an_order(person, ("甲", 1, "1"), ("乙", 2, "2"))
    start(person, order)
    page = person.page
    page.locator(".gx-line-card" if person.way.is_narrow else ".gx-line").first.get_by_role("button").first.click()
    expect(cell(person, "name", 1)).to_be_focused()
    page.wait_for_timeout(800)

    found = Axe().run(page, options=STANDARD).response["violations"]

    assert not found, [(problem["id"], [node["html"][:140] for node in problem["nodes"]]) for problem in found]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_was_typed_in_lines_is_not_lost_by_leaving(person, orders):
    order = an_order(person, ("甲", 1, "1"))
    start(person, order)
    page = person.page
    page.locator(".gx-line-card" if person.way.is_narrow else ".gx-line").first.get_by_role("button").first.click()
    cell(person, "name", 1).fill("还没有保存")

    person.button("action.cancel").click()

    dialog = page.get_by_role("dialog", name=person.t("form.discard"))
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=person.t("action.cancel"), exact=True).click()
    expect(cell(person, "name", 1)).to_have_value("还没有保存")


@on_a_desk
def test_formulas_are_computed_while_typing(person, orders):
    """As no object made at run time has formulas, the description of one field is changed on its way to the page."""

    def with_formula(route):
        answer = route.fetch()
        metadata = answer.json()
        fields = next(one for one in metadata["entities"] if one["name"] == "x_visit_order_line")["fields"]
        batch = next(one for one in fields if one["key"] == "x_batch")
        batch.update(kind="formula", readOnly=True, details={"result": "money", "formula": "x_price * x_quantity - x_price * (x_quantity / 3)", "currency": "CNY"})
        route.fulfill(response=answer, json=metadata)

    person.page.route("**/api/v1/metadata", with_formula)
    order = an_order(person, ("甲", 1, "1"))
    start(person, order)
    person.button("lines.add").click()
    cell(person, "name", 2).fill("乙")
    cell(person, "x_quantity", 2).fill("2")
    cell(person, "x_price", 2).fill("10.01")

    # 20.02 less 6.67, which is 10.01 × 0.6666666667.
    expect(person.page.locator(".gx-line").nth(1).locator(".gx-line-computed")).to_have_text("¥13.35")
