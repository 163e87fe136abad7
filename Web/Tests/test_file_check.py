"""A file is looked at before it is imported: its columns, what is wrong in it, who is known already."""

import re

from playwright.sync_api import expect

from test_access import STANDARD, Axe
from test_import import mark


def test_a_file_is_checked_and_goes_on_to_its_import(person):
    # One of its own, whom no other journey makes a second time.
    number = f"137{sum(map(ord, str(person.way))):05}582"
    known = person.send("POST", "/customers", {"kind": "person", "name": "闻人" + "清和" * (1 + person.way.is_narrow), "mobile": number})
    name = f"体检 {mark(person)}"
    lines = ["客户名称,手机,邮箱,备注", f"{known['name']},{number},,", f"{name} 一,1371298465,li.na,", f"{name} 二,13712984651,two@guanxi.cn,", f"{name} 二,13712984651,two@guanxi.cn,", "测试,13800138000,,", ",,,空"]
    page = person.page
    person.open("/file-check")
    expect(page.get_by_role("heading", level=1, name=person.t("page.fileCheck.title"))).to_be_visible()
    person.settle()
    person.shot("file-check")
    page.locator("input[type=file]").set_input_files({"name": f"{name}.csv", "mimeType": "application/octet-stream", "buffer": "\n".join(lines).encode("gb18030")})

    # The columns are guessed as for an import.
    expect(page).to_have_url(re.compile(r"/file-check/\d+\?"))
    expect(page.get_by_role("row").filter(has_text="邮箱").get_by_text(person.label("customer", "mail"), exact=True).first).to_be_visible()
    person.settle()
    person.shot("file-check-columns")
    person.button("page.fileCheck.start").click()

    expect(page).to_have_url(re.compile(r"/file-check/jobs/\d+"))
    total = lambda key: page.locator(".gx-count").filter(has_text=person.t(f"page.fileCheck.total.{key}")).locator("b")
    expect(total("rows")).to_have_text("6", timeout=60_000)
    expect(total("surplus")).to_have_text("1")
    expect(total("known")).to_have_text("1")
    expect(total("unusable")).to_have_text("3")
    person.settle()
    person.shot("file-check-result")
    found = Axe().run(page, options=STANDARD).response["violations"]
    assert not found, [(problem["id"], [node["html"][:140] for node in problem["nodes"]][:4]) for problem in found]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    findings = page.get_by_role("region", name=person.t("page.fileCheck.findings")).locator("tbody tr")
    expect(findings.filter(has_text="1371298465").first).to_be_visible()
    page.get_by_label(person.t("page.fileCheck.everyColumn")).select_option("邮箱")
    expect(findings.filter(has_text="li.na")).to_have_count(1)
    expect(findings.filter(has_text="1371298465")).to_have_count(0)
    pairs = page.get_by_role("region", name=person.t("page.fileCheck.pairs")).locator("tbody tr")
    expect(pairs.filter(has_text=f"{name} 二")).to_have_count(1)
    page.get_by_label(person.t("page.fileCheck.everywhere")).select_option("customers")
    expect(pairs).to_have_count(1)
    expect(pairs.get_by_role("link")).to_have_text(known["name"])
    with page.expect_download() as download:
        page.get_by_role("link", name=person.t("page.fileCheck.file.pairs")).click()
    assert f"1,code:{known['code']}," in download.value.path().read_text("utf-8-sig")

    # The same file and columns in the import; past check-ups lead back.
    address = page.url
    person.button("page.fileCheck.import").click()
    expect(page).to_have_url(re.compile(r"/import/\d+"))
    expect(person.button("import.try")).to_be_visible()
    expect(page.get_by_text(f"{name}.csv").first).to_be_visible()
    person.open("/file-check")
    page.get_by_role("link", name=f"{name}.csv").first.click()
    expect(page).to_have_url(address)
