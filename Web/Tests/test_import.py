"""Files come in: matched, tried, taken in, mended, paused, taken back."""

import json
import re

from playwright.sync_api import expect

from conftest import Person


def mark(person):
    return f"{person.way}".replace("-", " ")


def bring(person, name, content, entity="customer"):
    person.open(f"/import?entity={entity}")
    person.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    expect(person.page).to_have_url(re.compile(r"/import/\d+\?"))
    expect(person.button("import.try")).to_be_visible()


def pick(person, label, option):
    # What is needed has a star behind its name.
    person.page.get_by_role("combobox", name=re.compile("^" + re.escape(label))).click()
    person.page.get_by_role("listbox").get_by_role("option").filter(has_text=option).first.click()


def pick_in(part, label, option):
    part.get_by_role("combobox", name=label).click()
    part.page.get_by_role("listbox").get_by_role("option").filter(has_text=option).first.click()


def count_of(person, key):
    return person.page.locator(".gx-counts").last.locator(".gx-count").filter(has_text=person.t(f"import.count.{key}")).locator("b")


def total(person, entity, **filter):
    return person.get(f"/{entity}", count="true", limit=1, filter=json.dumps(filter))["page"]["total"]


def test_a_file_in_gbk_is_tried_taken_in_mended_and_taken_back(person):
    names = [f"导入 {mark(person)} {i}" for i in range(8)]
    # What it means is remembered: each journey has a word of its own.
    word = f"甲等 {mark(person)}"
    lines = ["名称,手机,邮箱,客户等级"] + [f"{name},1381234{i:04d},ok{i}@example.org,{word if i < 3 else 'A'}" for i, name in enumerate(names)] + [f"{names[0]} 坏,13812349999,不是邮箱,A"]
    bring(person, "customers.csv", "\r\n".join(lines).encode("gb18030"))
    page = person.page

    expect(page.get_by_text(names[0])).to_be_visible()
    expect(page.get_by_label(person.t("import.encoding"), exact=True)).to_have_value("GB18030")
    # Headers are known in both languages, whichever is spoken.
    expect(page.get_by_role("row").filter(has_text="邮箱").get_by_text(person.label("customer", "mail"), exact=True).first).to_be_visible()
    person.settle()
    person.shot("import-columns")
    person.button("import.try").click()
    expect(count_of(person, "refused")).to_have_text("4")
    expect(page.get_by_role("region", name=person.t("import.refusedRows")).get_by_text(word).first).to_be_visible()
    person.settle()
    person.shot("import-trial")
    assert total(person, "customers", name={"startsWith": names[0][:-1]}) == 0

    pick(person, person.t("import.wordMeans", word=word), person.option("customer", "grade", "a"))
    expect(page.get_by_text(person.t("import.trialOld"))).to_be_visible()
    person.button("import.try").click()
    expect(count_of(person, "created")).to_have_text("8")
    # Whoever comes back to this address finds all of it again.
    page.reload()
    expect(count_of(person, "created")).to_have_text("8")
    expect(page.get_by_text(person.t("import.trialHelp"))).to_be_visible()
    person.button("import.start").click()

    expect(page.get_by_role("heading", name=person.t("import.refused", n=1, count=1))).to_be_visible()
    person.settle()
    person.shot("import-result")
    assert total(person, "customers", name={"startsWith": names[0][:-1]}) == 8
    address = page.url

    cell = page.get_by_label(person.t("import.cell", line=10, name="邮箱"))
    cell.fill("mended@example.org")
    cell.press("Tab")
    person.button("import.sendAgain").click()
    expect(page).to_have_url(re.compile(r"/import/\d+\?"))
    expect(page.get_by_text(person.t("import.remembered"))).to_be_visible()
    person.button("import.start").click()
    expect(count_of(person, "created")).to_have_text("1")
    assert total(person, "customers", name={"startsWith": names[0][:-1]}) == 9

    page.goto(address)
    person.button("import.show", name=person.metadata("customer")["pluralLabel"]).click()
    expect(page.get_by_text(names[7]).first).to_be_visible()
    page.goto(address)
    person.button("import.undo").click()
    page.get_by_role("dialog").get_by_role("button", name=person.t("import.undoYes"), exact=True).click()
    expect(page.get_by_text(person.t("import.undone", n=8, count=8))).to_be_visible()
    assert total(person, "customers", name={"startsWith": names[0][:-1]}) == 1
    page.reload()
    expect(page.get_by_text(person.t("import.undone", n=8, count=8))).to_be_visible()
    expect(person.button("import.undo")).to_have_count(0)
    person.open("/import")
    expect(page.get_by_role("link", name="customers.csv").first).to_be_visible()
    person.settle()
    person.shot("import-start")


def test_customers_come_with_their_contacts_from_one_file(person):
    company = f"茶行 {mark(person)}"
    # A column of its own, since what is matched here is remembered.
    rows = [f"公司名称;联系人;职务;{mark(person)}", f"{company} 甲;李明;经理;", f"{company} 甲;王芳;会计;", f"{company} 乙;;;"]
    bring(person, "companies.csv", "\n".join(rows).encode())
    page = person.page
    contact = person.metadata("contact")

    page.get_by_role("combobox", name=person.t("import.children")).click()
    page.get_by_role("listbox").get_by_role("option", name=contact["pluralLabel"], exact=True).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("row").filter(has_text="职务").get_by_text(f"{contact['label']} · {person.label('contact', 'position')}").first).to_be_visible()
    page.get_by_role("radio", name=person.t("import.mode.both")).check()
    pick(person, person.t("import.match"), person.label("customer", "name"))
    page.keyboard.press("Escape")
    # What the file does not say of them is said here.
    given = page.get_by_role("group", name=contact["label"])
    pick_in(given, f"{person.t('import.addDefault')} · {contact['label']}", person.label("contact", "buyingRole"))
    pick_in(given, person.label("contact", "buyingRole"), person.option("contact", "buyingRole", "decisionMaker"))
    person.settle()
    person.shot("import-children")
    person.button("import.start").click()

    expect(count_of(person, "created")).to_have_text("2")
    expect(page.get_by_text(person.t("import.childCounts", name=contact["pluralLabel"], created=2, updated=0, unchanged=0))).to_be_visible()
    customer = person.get("/customers", filter=json.dumps({"name": f"{company} 甲"}))["data"][0]
    contacts = person.get("/contacts", filter=json.dumps({"customer": customer["id"]}))["data"]
    assert {(one["name"], one["buyingRole"]) for one in contacts} == {("李明", "decisionMaker"), ("王芳", "decisionMaker")}


def test_contacts_of_a_second_file_find_their_customers_and_both_are_taken_back(person):
    start, contact = f"连锁 {mark(person)}", person.metadata("contact")
    codes = [f"{mark(person)}-{i}" for i in range(3)]
    rows = [f"外部代码,名称,{mark(person)}"] + [f"{code},{start} {code}," for code in codes]
    bring(person, "shops.csv", "\n".join(rows).encode())
    page = person.page
    person.button("import.start").click()
    expect(count_of(person, "created")).to_have_text("3")
    first = page.url

    person.button("import.together.add", name=contact["pluralLabel"]).click()
    expect(page.get_by_text(person.t("import.together.note", name=contact["pluralLabel"]))).to_be_visible()
    rows = [f"门店,姓名,{mark(person)} 2", f"{codes[0]},李明,", f"{codes[1]},王芳,", "没有这家,张三,"]
    page.locator("input[type=file]").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()})
    customer = person.label("contact", "customer")
    page.get_by_label(person.t("import.belongs.column", name=customer)).select_option(label="门店")
    page.get_by_label(person.t("import.belongs.by")).select_option(label=person.t("import.byField", name=person.label("customer", "externalCode")))
    expect(page.get_by_text(person.t("import.belongs.found", n=3, count=3, found=2))).to_be_visible()
    expect(page.get_by_text(person.t("import.belongs.unknown", names="没有这家"))).to_be_visible()
    person.settle()
    person.shot("import-belongs")
    person.button("import.start").click()
    expect(count_of(person, "created")).to_have_text("2")
    expect(count_of(person, "refused")).to_have_text("1")
    expect(page.get_by_role("link", name="shops.csv")).to_be_visible()
    person.settle()
    person.shot("import-together")
    ours = {"customer.name": {"startsWith": start}}
    assert total(person, "contacts", **ours) == 2

    person.button("import.undoTogether").click()
    expect(page.get_by_role("dialog").get_by_text("shops.csv")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name=person.t("import.undoYes"), exact=True).click()
    expect(page.get_by_text(person.t("import.undone", n=2, count=2))).to_be_visible()
    page.goto(first)
    expect(page.get_by_text(person.t("import.undone", n=3, count=3))).to_be_visible(timeout=30_000)
    assert total(person, "customers", name={"startsWith": start}) == 0


def test_an_import_is_paused_and_goes_on_without_doubles(chromium, start_server, way):
    # On a server of its own: twelve thousand more would stand in the way of the other journeys.
    server = start_server("--demo", fill=lambda server: (server.run("migrate"), server.run("demo", "--customers", "5")))
    person = Person(chromium, server, way)
    start = f"长队 {mark(person)}"
    bring(person, "long.csv", "\n".join(["名称"] + [f"{start} {i}" for i in range(12_000)]).encode())
    page = person.page
    person.button("import.start").click()

    # Not before some of it is there.
    begun = re.escape(person.t("import.runningHelp")).replace(re.escape("{done}"), "[1-9][0-9,]*")
    expect(page.get_by_text(re.compile(begun))).to_be_visible(timeout=60_000)
    person.button("import.pause").click()
    expect(person.button("import.goOn")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(person.t("import.paused"), exact=True)).to_be_visible()
    person.settle()
    person.shot("import-paused")
    before = total(person, "customers", name={"startsWith": start})
    assert 0 < before < 12_000
    person.button("import.goOn").click()

    expect(count_of(person, "created")).to_have_text("12,000", timeout=180_000)
    expect(person.button("import.show", name=person.metadata("customer")["pluralLabel"])).to_be_visible()
    assert total(person, "customers", name={"startsWith": start}) == 12_000
    person.leave()


def test_a_file_that_is_none_says_so_and_another_can_be_chosen(person):
    person.open("/import?entity=customer")
    page = person.page
    page.locator("input[type=file]").set_input_files({"name": "broken.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04broken"})
    expect(page.get_by_role("alert")).to_be_visible()
    person.settle()
    person.shot("import-broken")
    # The refusal is the server's answer, which browsers report.
    person.troubles.clear()
    person.button("import.otherFile").click()
    expect(page.get_by_role("heading", name=person.t("import.drop"))).to_be_visible()


def test_what_somebody_imports_is_theirs_alone(person, chromium, server):
    bring(person, "mine.csv", f"名称\n独占 {mark(person)}\n".encode())
    address = person.page.url
    other = Person(chromium, server, person.way, login="li.min")
    other.page.goto(address)
    expect(other.page.get_by_role("alert")).to_be_visible()
    other.troubles.clear()
    other.leave()
