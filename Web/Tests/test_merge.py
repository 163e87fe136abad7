"""Two customers become one: from the list, field by field, by keys alone; and two again."""

import re
import time

import pytest
from playwright.sync_api import expect

from test_access import STANDARD, Axe


@pytest.fixture
def twins(person):
    """Two customers of one name with a contact each; the later one knows more."""
    name = f"双{str(person.way).replace('-', '')}"
    first = person.send("POST", "/customers", {"name": name, "kind": "organisation", "notes": "old"})
    second = person.send("POST", "/customers", {"name": name + "二", "kind": "organisation", "website": "https://example.com", "notes": "newer"})
    person.send("POST", "/contacts", {"name": "王", "customer": second["id"]})
    # Seconds later they are graded, which is a change: only then they stay as they are.
    for _ in range(60):
        if all(person.get(f"/customers/{one['id']}")["grade"] for one in (first, second)):
            break
        time.sleep(0.5)
    return first, second


def test_two_of_a_list_become_one_and_two_again(person, twins):
    page, (first, second) = person.page, twins
    person.open(f"/customers?q={first['name']}")
    boxes = page.locator('.gx-list-body input[type="checkbox"]') if not person.way.is_narrow else None
    if boxes is not None:
        for record in twins:
            page.locator(".gx-list-body").get_by_role("row").filter(has_text=record["code"]).get_by_role("checkbox").check()
        page.locator(".gx-bar").get_by_role("button", name=person.t("merge.do"), exact=True).click()
    else:
        person.open(f"/customers/merge?left={first['id']}&right={second['id']}")
    expect(page.get_by_role("heading", level=1, name=person.t("merge.title", name="客户" if person.way.language == "zh-CN" else "Customer"))).to_be_visible()
    row = lambda field: page.locator(f'.gx-merge-row[data-field="{field}"]')
    chosen = lambda field: row(field).locator('[aria-checked="true"]').get_attribute("data-side")
    expect(row("website")).to_be_visible()
    assert chosen("website") == "loser" and chosen("name") == "loser"
    page.wait_for_timeout(300)
    person.shot("merge")
    found = Axe().run(page, options=STANDARD).response["violations"]
    assert not found, [(problem["id"], [node["html"][:140] for node in problem["nodes"]][:4]) for problem in found]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    # By keys: the first row has the focus.
    row("name").locator('[data-side="loser"]').focus()
    page.keyboard.press("1")
    assert chosen("name") == "survivor"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name=first["name"])).to_be_visible()
    expect(page.get_by_text(person.t("merge.done", name=second["name"]))).to_be_visible()
    merged = person.get(f"/customers/{first['id']}")
    assert merged["website"] == "https://example.com" and merged["contactCount"] == 1 and merged["name"] == first["name"]

    # An old link leads to the one that stayed.
    person.open(f"/customers/{second['id']}")
    expect(page.get_by_text(person.t("merge.forwarded", name="客户" if person.way.language == "zh-CN" else "Customer"))).to_be_visible()
    expect(page).to_have_url(re.compile(f"/customers/{first['id']}$"))
    person.forgive(404)
    section = page.get_by_role("region", name=person.t("merge.lineage"))
    expect(section).to_contain_text(second["name"])
    person.shot("merge-lineage")

    section.get_by_role("button", name=person.t("merge.undo"), exact=True).click()
    dialog = page.locator(".gx-dialog")
    expect(dialog).to_contain_text(person.t("merge.staysNothing"))
    dialog.get_by_role("button", name=person.t("merge.undo"), exact=True).click()
    expect(page.get_by_text(person.t("merge.undone"))).to_be_visible()
    assert person.get(f"/customers/{second['id']}")["contactCount"] == 1
    assert person.get(f"/customers/{first['id']}")["website"] is None


def test_the_other_one_is_searched_from_a_record(person, twins):
    page, (first, second) = person.page, twins
    person.open(f"/customers/{first['id']}")
    expect(page.get_by_role("heading", level=1, name=first["name"])).to_be_visible()
    page.locator(".gx-record-actions").get_by_role("button", name=person.t("action.more"), exact=True).click()
    page.get_by_role("menuitem", name=person.t("merge.with.menu"), exact=True).click()
    page.get_by_role("dialog").get_by_role("combobox").fill(second["name"])
    page.get_by_role("option").filter(has_text=second["code"]).click()
    expect(page.locator(".gx-merge-row").first).to_be_visible()
    expect(page.locator(".gx-merge-moves")).to_contain_text("1")
