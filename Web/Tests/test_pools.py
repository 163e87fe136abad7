"""Public pools: looking without the phone number, claiming by keys and by the button, giving back, the log."""

import json
from pathlib import Path

from playwright.sync_api import expect

from conftest import COLLEAGUE_PASSWORD, Person

TEXTS = Path(__file__).resolve().parents[2] / "Modules/Customers/Texts"


def knowing(person):
    """With the words of the module."""
    person.words |= json.loads((TEXTS / f"{person.way.language}.json").read_text())
    return person


def test_customers_are_claimed_from_a_pool_and_given_back(person, chromium, server):
    mark = str(person.way)
    unit = person.get("/org-units", limit=1, sort="code")["data"][0]["id"]
    pool = person.send("POST", "/pools", {
        "name": f"Pool {mark}", "entity": "customer", "unit": unit, "withSubtree": False, "hidden": ["mobile", "mail"], "dailyQuota": 3, "rank": 50 if person.way.is_narrow else 100, "takesOwnerless": True})
    names = [f"Pond {number} {mark}" for number in range(4)]
    for name in names:
        person.send("POST", "/customers", {"name": name, "mobile": "13800138000", "owner": None, "unit": unit, "industry": "manufacturing"})
    login = f"hunter-{mark}".lower()
    person.make_colleague(login, "representative")
    hunter = knowing(Person(chromium, server, person.way, login, COLLEAGUE_PASSWORD))
    page = hunter.page

    hunter.open(f"/public-pools?pool={pool['id']}")
    rows = page.locator(".gx-pool-rows tbody tr")
    expect(rows).to_have_count(4)
    hunter.settle()
    hunter.shot("pools")
    page.keyboard.press("j")
    page.keyboard.press("c")
    hunter.toast(hunter.t("page.pools.claimed", n=1))
    expect(rows).to_have_count(3)

    # Without its number until it is claimed, and with a button for that.
    page.get_by_role("link", name=names[0] if page.get_by_role("link", name=names[0], exact=True).count() else names[3], exact=True).click()
    expect(page.locator(".gx-pool-line")).to_contain_text(f"Pool {mark}")
    hunter.settle()
    assert "138" not in page.locator(".gx-record").inner_text()
    hunter.shot("pools-record")
    page.locator(".gx-pool-line").get_by_role("button", name=hunter.t("page.pools.claim"), exact=True).click()
    hunter.toast(hunter.t("page.pools.claimed", n=1))
    expect(page.locator(".gx-record")).to_contain_text("138 0013 8000")

    page.locator(".gx-record-actions").get_by_role("button", name=hunter.t("action.more"), exact=True).click()
    page.get_by_role("menuitem", name=hunter.t("page.pools.release"), exact=True).click()
    page.get_by_role("dialog").locator("textarea").fill("wrong number")
    page.get_by_role("dialog").get_by_role("button", name=hunter.t("page.pools.release"), exact=True).click()
    hunter.toast(hunter.t("page.pools.released"))
    hunter.open(f"/public-pools?pool={pool['id']}")
    expect(rows).to_have_count(3)
    for _ in range(2):
        page.keyboard.press("c")
        page.wait_for_timeout(500)
    expect(page.locator(".gx-pool-full")).to_be_visible()
    hunter.leave()

    knowing(person).open(f"/public-pools?pool={pool['id']}")
    person.button("page.pools.log").click()
    expect(person.page.locator(".gx-pool-body")).to_contain_text("wrong number" if not person.way.is_narrow else names[0][:4])
    person.settle()
    person.shot("pools-log")


def test_what_a_pool_hides_is_chosen_by_its_label(person):
    knowing(person).open("/pools/new")
    page = person.page
    name = f"Chosen {person.way}"
    page.locator('[data-field="name"] input').first.fill(name)

    def choose(field, label):
        box = page.locator(f'[data-field="{field}"]')
        box.locator("input").click()
        box.locator("input").fill(label)
        page.get_by_role("option", name=label, exact=True).first.click()

    fields = {field["key"]: field["label"] for field in person.metadata("customer")["fields"]}
    choose("entity", person.metadata("customer")["label"])
    choose("hidden", fields["mobile"])
    choose("hidden", fields["mail"])
    # Search finds it, so it cannot be hidden and is not offered.
    page.locator('[data-field="hidden"] input').fill(fields["code"])
    expect(page.get_by_role("option", name=fields["code"], exact=True)).to_have_count(0)
    page.keyboard.press("Escape")
    person.settle()
    person.shot("pool-form")
    person.button("action.save").click()

    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page.locator('.gx-sections [data-field="hidden"]')).to_contain_text(fields["mobile"])
    expect(page.locator('.gx-sections [data-field="entity"]')).to_contain_text(person.metadata("customer")["label"])
    person.settle()
    person.shot("pool-record")
    saved = person.get("/pools", filter=json.dumps({"name": name}))["data"][0]
    assert (saved["entity"], saved["hidden"]) == ("customer", ["mobile", "mail"])
