"""Taking a list along: the dialog, what comes at once, what is chosen, and what a job writes."""

import json
import zipfile

from playwright.sync_api import expect

from conftest import Person


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


def test_a_long_text_that_a_cell_cannot_hold_is_told(person):
    mark = f"超长 {person.way}"
    for text in ("短", "短", "长" * 40_000):
        person.send("POST", "/customers", {"name": mark, "profile": f"<p>{text}</p>"})
    person.open("/customers?view=all&q=" + mark.replace(" ", "%20"))
    expect(person.page.get_by_text(mark).first).to_be_visible()
    dialog = open_dialog(person)
    choose(person, dialog, "export.format.xlsx")
    choose(person, dialog, "export.which.all")
    taken(person, dialog)
    person.toast(person.t("export.shortened", n=1, count=1))


def test_more_than_ten_thousand_are_written_beside_the_page(chromium, start_server, way, tmp_path):
    # On a server of its own: so many would stand in the way of the other journeys.
    many = tmp_path / "many.csv"
    many.write_text("name,kind\n" + "".join(f"连锁门店 {i},organisation\n" for i in range(10_050)))

    def fill(server):
        server.run("migrate")
        server.run("demo", "--customers", "5")
        server.run("import", "--entity", "customer", str(many))

    server = start_server("--demo", fill=fill)
    person = Person(chromium, server, way)
    page = person.page
    total = person.get("/customers", count="true", limit=1)["page"]["total"]
    assert total > 10_000
    page.goto(server.address + "/app/customers?view=all")
    if way.is_narrow:
        # A phone has no button for whole lists: the same as the dialog sends.
        person.send("POST", "/jobs", {"kind": "export", "payload": {"entity": "customer", "fields": ["name"], "format": "xlsx", "labels": True}})
        person.open("/jobs")
    else:
        dialog = open_dialog(person)
        choose(person, dialog, "export.format.xlsx")
        expect(dialog.get_by_text(person.t("export.asJob", n="10,000"))).to_be_visible()
        person.shot("export-many")
        dialog.get_by_role("button", name=person.t("bulk.export"), exact=True).click()
        person.toast(person.t("export.started"))
        page.get_by_role("button", name=person.t("export.toJobs"), exact=True).click()
    expect(page.get_by_text(person.t("jobs.result.records", count=f"{total:,}")).first).to_be_visible(timeout=90_000)
    person.settle()
    person.shot("export-job")
    with page.expect_download() as download:
        page.get_by_role("link", name=person.t("jobs.download")).first.click()
    with zipfile.ZipFile(download.value.path()) as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == total + 1
    person.leave()
