"""A company with two thousand units: its tree opens, is looked through and walked by keyboard."""

import shutil
import tempfile

import pytest
from playwright.sync_api import expect

from conftest import Person, Server

BRANCHES, OFFICES = 40, 49


@pytest.fixture(scope="module")
def large_company(chromium):
    folder = tempfile.mkdtemp(prefix="guanxi-units-")
    server = Server(folder, ["--demo"])
    server.run("migrate")
    server.run("demo", "--customers", "1")
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def person(chromium, large_company, way):
    person = Person(chromium, large_company, way)
    fill(person)
    yield person
    person.leave()


def fill(person):
    """A head office, branches below it, offices below each."""
    if person.get("/org-units", code="T")["data"]:
        return
    [top] = make(person, [{"code": "T", "name": "测试总部", "kind": "headquarters"}])
    branches = make(person, [{"code": f"T{i:02}", "name": f"第{i:02}分公司", "kind": "branch", "parent": top} for i in range(BRANCHES)])
    offices = [{"code": f"T{i:02}{j:02}", "name": f"第{i:02}分公司{j:02}部", "kind": "department", "parent": branches[i]} for i in range(BRANCHES) for j in range(OFFICES)]
    for start in range(0, len(offices), 1000):
        make(person, offices[start:start + 1000])


def make(person, units):
    results = person.send("POST", "/org-units/bulk", {"items": [{"op": "create", "values": unit} for unit in units]})["results"]
    return [result["id"] for result in results]


def test_two_thousand_units_are_opened_found_and_walked(person):
    person.open("/admin/units")
    page = person.page
    rows = page.get_by_role("treeitem")
    expect(rows.filter(has_text="测试总部")).to_be_visible()
    total = person.get("/org-units", count="true", limit=1)["page"]["total"]
    assert total > 2000
    expect(page.locator(".gx-area-tools")).to_contain_text(f"{total:,}")
    person.shot("units")

    search = page.get_by_label(person.t("units.search"))
    search.fill("T2248")
    expect(rows).to_have_count(3)
    expect(rows.last).to_contain_text("第22分公司48部")
    person.shot("units-found")
    # Nearly all are found: no more are drawn than fit, whatever is looked for.
    search.fill("分公司")
    expect(rows.filter(has_text="第00分公司00部")).to_be_visible()
    assert rows.count() < 200
    person.shot("units-many")

    search.fill("")
    row = rows.filter(has_text="第01分公司")
    expect(rows.filter(has_text="测试总部")).to_be_visible()
    if not row.count():
        rows.filter(has_text="测试总部").focus()
        page.keyboard.press("ArrowRight")
    row.first.focus()
    page.keyboard.press("ArrowRight")
    expect(row.first).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    expect(rows.filter(has_text="第01分公司00部")).to_be_focused()
    page.keyboard.press("End")
    expect(rows.filter(has_text="第39分公司")).to_be_focused()
    page.keyboard.press("Home")
    expect(rows.first).to_be_focused()
