"""Draws the pictures of the README from demo data: `script/test-web screens.py`."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from conftest import ROOT, Person, Way

SCREENS = ROOT / "docs/screens"
WAYS = {"zh": Way("zh-CN", 1360, 820, "light"), "en": Way("en", 1360, 820, "dark")}


@pytest.mark.parametrize("name", WAYS)
def test_draw(chromium, server, name):
    person = Person(chromium, server, WAYS[name])
    page = person.page
    SCREENS.mkdir(exist_ok=True)

    def draw(what):
        page.wait_for_timeout(1500)
        page.screenshot(path=SCREENS / f"{what}-{name}.png")

    person.open("/")
    expect(page.locator("main h1")).to_be_visible()
    draw("home")
    person.open('/customers?view=all&filter={"grade":{"in":["vip","a","b"]}}')
    expect(page.locator(".gx-td-title").first).to_be_visible()
    draw("list")
    page.locator(".gx-td-title a").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    draw("record")
    person.open("/customers?view=all&mode=board")
    draw("board")
    person.leave()
