"""Taking a list along: the dialog, what comes at once, what is chosen, and what a job writes."""

import json

from playwright.sync_api import expect


def dialog_of(person):
    person.open("/customers")
    return open_dialog(person)


def open_dialog(person):
    page = person.page
    expect(page.locator("[role=row], .gx-card").nth(2)).to_be_visible()
    if person.way.is_narrow:
        # On a phone whoever takes records along chooses them first.
        page.locator(".gx-card-box").first.click()
        page.locator(".gx-bar").get_by_role("button", name=person.t("action.more"), exact=True).click()
        page.get_by_role("menuitem", name=person.t("bulk.export"), exact=True).click()
    else:
        page.locator(".gx-head").get_by_role("button", name=person.t("bulk.export"), exact=True).click()
    dialog = page.locator(".gx-dialog")
    expect(dialog).to_be_visible()
    return dialog


def choose(person, dialog, key):
    dialog.get_by_role("radio", name=person.t(key)).first.check()


def taken(person, dialog):
    with person.page.expect_download() as download:
        dialog.get_by_role("button", name=person.t("bulk.export"), exact=True).click()
    return download.value.suggested_filename, open(download.value.path(), "rb").read()


def test_a_list_comes_as_a_workbook_and_as_chinese_csv(person):
    dialog = dialog_of(person)
    choose(person, dialog, "export.format.xlsx")
    person.shot("export")
    name, content = taken(person, dialog)
    assert name == "customers.xlsx" and content[:2] == b"PK"

    dialog = dialog_of(person)
    choose(person, dialog, "export.format.csv")
    dialog.get_by_role("radio", name="GB18030").check()
    choose(person, dialog, "export.which.picked")
    person.shot("export-fields")
    # The choice is kept on the server, a moment later.
    with person.page.expect_response("**/preferences"):
        name, content = taken(person, dialog)
    text = content.decode("gb18030")
    assert name == "customers.csv" and len(text.splitlines()) >= 2

    # What was chosen is there the next time.
    dialog = dialog_of(person)
    expect(dialog.get_by_role("radio", name="GB18030")).to_be_checked()
    choose(person, dialog, "export.which.picked")
    ticked = dialog.locator(".gx-export-fields input:checked")
    while ticked.count():
        ticked.first.uncheck()
    dialog.get_by_role("button", name=person.t("bulk.export"), exact=True).click()
    expect(dialog.get_by_text(person.t("export.noField"))).to_be_visible()


def test_cards_and_lines_have_their_own_forms(person):
    dialog = dialog_of(person)
    choose(person, dialog, "export.format.vcard")
    name, content = taken(person, dialog)
    assert name == "customers.vcf" and content.startswith(b"BEGIN:VCARD")

    dialog = dialog_of(person)
    choose(person, dialog, "export.format.jsonl")
    name, content = taken(person, dialog)
    assert name == "customers.jsonl" and "name" in json.loads(content.splitlines()[0])
