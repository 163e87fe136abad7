"""Possible duplicates: told while a customer is entered, found among all, decided one by one."""

import uuid

import pytest
from playwright.sync_api import expect

from test_access import STANDARD, Axe


@pytest.fixture
def known(person):
    """A customer that nobody else of this run has."""
    mark = str(uuid.uuid4().int)
    return person.send("POST", "/customers", {"name": "欧阳修远", "mobile": "138" + mark[:8], "birthday": f"19{int(mark[8:10]) % 60 + 30}-05-17"})


def look(person):
    found = Axe().run(person.page, options=STANDARD).response["violations"]
    assert not found, [(problem["id"], [node["html"][:140] + " " + node.get("failureSummary", "")[:160] for node in problem["nodes"]][:4]) for problem in found]
    assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_duplicate_is_told_while_typing_and_asked_about_once(person, known):
    person.open("/customers/new")
    page = person.page
    page.locator('[data-field="name"] input').fill("歐陽修遠")
    page.locator('[data-field="mobile"] input').fill(known["mobile"].removeprefix("+86"))
    page.locator('[data-field="birthday"] input').fill(known["birthday"])
    page.locator('[data-field="mail"] input').focus()

    notice = page.get_by_role("status", name=person.t("page.duplicates.found"))
    expect(notice).to_contain_text(known["code"])
    expect(notice).to_contain_text(person.t("page.duplicates.verdict.same"))
    expect(page.locator('[data-field="mail"] input')).to_be_focused()
    expect(notice.get_by_role("link", name="欧阳修远").first).to_have_attribute("href", f"/app/customers/{known['id']}")
    person.settle()
    person.shot("duplicate-notice")
    look(person)

    person.button("action.save").click()
    expect(page.get_by_role("dialog", name=person.t("page.duplicates.confirm"))).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name=person.t("page.duplicates.saveAnyway"), exact=True).click()
    expect(page.get_by_role("heading", level=1, name="歐陽修遠")).to_be_visible()


def test_pairs_are_walked_and_decided_by_keys(person, known):
    for name in ("歐陽修遠", "欧阳修元"):
        person.send("POST", "/customers", {"name": name, "mobile": known["mobile"], "birthday": known["birthday"]})
    person.open("/duplicates")
    page = person.page
    person.button("page.duplicates.find").click()
    rows = page.locator(".gx-pair-row")
    expect(rows.first).to_be_visible(timeout=30_000)
    # There may be pairs of before: those of this customer come with the job's end.
    for _ in range(60):
        pairs = person.get("/duplicate-pairs", filter=f'{{"left":"{known["id"]}"}}')["data"]
        if len(pairs) == 2:
            break
        page.wait_for_timeout(500)
    assert len(pairs) == 2 and all(pair["state"] == "open" for pair in pairs)
    person.settle()
    if person.way.is_narrow:
        person.shot("duplicates-list")
    person.open(f"/duplicates?pair={pairs[0]['id']}")
    pair = page.get_by_role("article", name=person.t("page.duplicates.pair"))
    expect(pair).to_contain_text(known["code"])
    expect(pair.locator(".gx-pair-differs").first).to_be_visible()
    expect(pair.locator(".gx-pair-evidence")).to_contain_text(person.t("page.duplicates.grade.equal"))
    person.settle()
    person.shot("duplicates")
    look(person)

    page.keyboard.press("d")
    person.toast(person.t("page.duplicates.isDifferent"))
    assert person.get(f"/duplicate-pairs/{pairs[0]['id']}")["state"] == "different"

    person.open(f"/duplicates?pair={pairs[1]['id']}")
    expect(pair).to_contain_text(known["code"])
    page.keyboard.press("s")
    page.wait_for_url("**/customers/merge?*")
    assert person.get(f"/duplicate-pairs/{pairs[1]['id']}")["state"] == "same"
