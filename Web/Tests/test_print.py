"""A record on paper: all that it says, and nothing that only a screen can do."""

import re

from playwright.sync_api import expect


def test_a_record_on_paper_has_all_its_parts_and_nothing_to_click(person):
    customer = person.get("/customers", filter='{"kind": "organisation", "contactCount": {"gt": 0}}', limit=1, fields="name,code,address")["data"][0]
    contact = person.get("/contacts", customer=customer["id"], limit=1, fields="name")["data"][0]
    person.open(f"/customers/{customer['id']}")
    page = person.page
    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    expect(page.locator(".gx-entry").first).to_be_attached()
    if person.way.is_narrow:
        page.get_by_role("tab", name=person.t("record.tab.related"), exact=True).click()
    page.locator(".gx-related").get_by_role("tab", name=re.compile("^" + person.metadata("contact")["pluralLabel"])).click()
    expect(page.locator(".gx-related").get_by_text(contact["name"])).to_be_visible()

    page.emulate_media(media="print")

    person.shot("print")
    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    for section in page.locator(".gx-section-head h3").all():
        expect(section).to_be_visible()
    expect(page.locator(".gx-related").get_by_text(contact["name"])).to_be_visible()
    expect(page.locator(".gx-entry").first).to_be_visible()
    for gone in (".gx-side", ".gx-top", ".gx-composer", ".gx-record-actions", ".gx-button", ".gx-copy", ".gx-mini"):
        assert not [one for one in page.locator(gone).all() if one.is_visible()], gone
    # Dark pages are printed on white.
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    # Drawing on paper changes nothing of what stands there: it is narrower than a screen.
    expect(page.locator(".gx-entry").first).to_be_visible()
    expect(page.locator(".gx-related").get_by_text(contact["name"])).to_be_visible()
