"""Templates of documents in the administration, and documents made with them."""

from playwright.sync_api import expect

from test_files import picture
from test_record import a_customer, tab


def mark(person):
    return str(person.way).replace("-", " ")


def a_template(person, **values):
    markup = '<document title="{{name}}"><h1>{{name}}</h1><p>{{grade}} {{today | date}}</p></document>'
    return person.send("POST", "/document-templates", {
        "name": f"Paper {mark(person)}", "entity": "customer", "language": person.way.language, "markup": markup, **values})


def test_an_administrator_writes_a_template_and_is_told_its_mistakes(person):
    name = f"Letter {mark(person)}"
    person.open("/admin/documents")
    page = person.page
    person.button("documents.new").click()
    page.locator(".gx-menu .gx-menu-item").first.click()
    dialog = page.locator(".gx-dialog")
    text = dialog.locator("textarea.gx-markup-text")
    expect(text).to_be_visible()
    dialog.locator('[data-field="name"] input').fill(name)
    person.shot("admin-template")

    good = text.input_value()
    text.fill(good.replace("</document>", "<blink>x</blink></document>"))
    dialog.get_by_role("button", name=person.t("documents.preview"), exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("blink")
    person.shot("admin-template-mistake")
    person.troubles.clear()

    text.fill(good)
    with page.expect_response("**/document-previews") as answer:
        dialog.get_by_role("button", name=person.t("documents.preview"), exact=True).click()
    assert answer.value.status == 200 and answer.value.headers["content-type"] == "application/pdf"
    expect(dialog.get_by_role("link", name=person.t("documents.look"))).to_be_visible()
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    person.shot("admin-templates")

    # Once it is there, a letterhead can hang on it.
    page.get_by_role("button", name=name, exact=True).click()
    page.locator(".gx-dialog input[type=file]").set_input_files([{"name": "logo.png", "mimeType": "image/png", "buffer": picture((10, 40, 120))}])
    expect(page.locator(".gx-dialog").get_by_role("link", name="logo.png", exact=True)).to_be_visible()


def test_a_document_is_kept_with_the_files_of_its_record(person):
    template = a_template(person)
    customer = a_customer(person)
    person.open(f"/customers/{customer['id']}")
    page = person.page
    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    page.locator(".gx-record-actions").get_by_role("button", name=person.t("action.more"), exact=True).click()
    page.get_by_text(person.t("documents.make"), exact=True).click()
    dialog = page.locator(".gx-dialog")
    dialog.get_by_role("radio", name=template["name"], exact=True).check()
    person.shot("record-document")
    opened = dialog.get_by_role("link", name=person.t("documents.open")).get_attribute("href")
    answer = person.context.request.get(person.server.address + opened)
    assert answer.ok and answer.body().startswith(b"%PDF") and "inline" in answer.headers["content-disposition"]

    dialog.get_by_role("button", name=person.t("documents.keep"), exact=True).click()
    name = f"{template['name']} {customer['name']}.pdf"
    person.toast(person.t("documents.kept", name=name))
    if person.way.is_narrow:
        tab(person, "files")
    expect(page.get_by_role("region", name=person.t("files.title")).get_by_role("link", name=name, exact=True)).to_be_visible()


def test_documents_of_chosen_records_are_one_file(person):
    template = a_template(person, name=f"Many {mark(person)}")
    person.open("/customers")
    page = person.page
    if person.way.is_narrow:
        page.locator(".gx-card-box").first.click()
        page.locator(".gx-card-box").nth(1).click()
    else:
        page.locator(".gx-table tbody input[type=checkbox], [role=row] input[type=checkbox]").nth(1).check()
    page.locator(".gx-bar").get_by_role("button", name=person.t("action.more"), exact=True).click()
    page.get_by_text(person.t("documents.make"), exact=True).click()
    page.get_by_role("radio", name=template["name"], exact=True).check()
    page.locator(".gx-dialog footer .gx-button-primary").click()
    person.toast(person.t("documents.started"))

    person.open("/jobs")
    save = page.get_by_role("link", name=person.t("jobs.download")).first
    expect(save).to_be_visible()
    with page.expect_download() as download:
        save.click()
    assert open(download.value.path(), "rb").read().startswith(b"%PDF")
