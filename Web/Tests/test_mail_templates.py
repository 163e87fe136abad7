"""Mail templates: written by an administrator, chosen by who writes a mail; and mails to those who want none."""

from playwright.sync_api import expect

from test_mail import a_line, an_account, clerk, post  # noqa: F401


def a_template(person, **values):
    return person.send("POST", "/mail-templates", {
        "name": "续保提醒", "entity": "customer", "subjectChinese": "{{name}}：续保", "textChinese": "尊敬的{{name}}：\n请续保。{{notes}}",
        "subjectEnglish": "{{name}}: renewal", "textEnglish": "Dear {{name}},\nplease renew.{{notes}}", **values})


def test_an_administrator_writes_a_mail_template_and_is_told_its_mistakes(person):
    mark = str(person.way).replace("-", " ")
    name, page = f"Renewal {mark}", person.page
    person.open("/admin/mailTemplates")
    person.button("documents.new").first.click()
    dialog = page.locator(".gx-dialog")
    dialog.locator('[data-field="name"] input').fill(name)
    subject, text = (dialog.get_by_label(person.label("mailTemplate", key), exact=True) for key in ("subjectEnglish", "textEnglish"))
    subject.fill("To {{name}}")
    text.fill("Dear {{nobody}}")
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("nobody")
    expect(text).to_have_attribute("aria-invalid", "true")
    person.shot("mail-template-mistake")
    person.troubles.clear()

    text.fill("Dear ")
    dialog.get_by_label(person.t("documents.insert")).first.click()
    page.keyboard.type("{{name}}")
    page.get_by_role("listbox").get_by_role("option").first.click()
    expect(text).to_have_value("Dear {{name}}")
    dialog.get_by_role("button", name=person.t("documents.preview"), exact=True).click()
    look = dialog.locator(".gx-mail-look")
    expect(look).to_contain_text("Dear ")
    assert "{{" not in look.inner_text()
    person.settle()
    person.shot("mail-template")
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    person.shot("mail-templates")


def test_a_template_fills_a_mail_and_takes_nothing_that_was_written(clerk, post):  # noqa: F811
    an_account(clerk, post)
    a_template(clerk)
    customer = clerk.send("POST", "/customers", {"name": "西湖茶叶", "kind": "organisation", "mail": post.box()})
    a_line(clerk, customer).get_by_role("button", name=clerk.t("mail.write"), exact=True).click()
    dialog = clerk.page.get_by_role("dialog").first
    subject, text = dialog.get_by_label(clerk.t("mail.subject"), exact=True), dialog.get_by_label(clerk.t("mail.text"), exact=True)
    template = dialog.get_by_label(clerk.t("mail.template"), exact=True)
    words = {"zh-CN": ("西湖茶叶：续保", "尊敬的西湖茶叶：\n请续保。"), "en": ("西湖茶叶: renewal", "Dear 西湖茶叶,\nplease renew.")}

    template.select_option(label="续保提醒")
    # The record says no language: it is that of the account of who writes.
    expect(subject).to_have_value(words["zh-CN"][0])
    expect(text).to_have_value(words["zh-CN"][1] + "\n\n此致\n客户服务部")
    expect(dialog.get_by_role("status")).to_contain_text(clerk.label("customer", "notes"))
    clerk.settle()
    clerk.shot("mail-composer-template")
    language = dialog.get_by_label(clerk.t("mail.template.language"), exact=True)
    language.select_option("en")
    expect(subject).to_have_value(words["en"][0])

    text.fill("我自己写的")
    language.select_option("zh-CN")
    question = clerk.page.get_by_role("dialog", name=clerk.t("mail.template.replace"), exact=True)
    question.get_by_role("button", name=clerk.t("action.cancel"), exact=True).click()
    expect(question).to_have_count(0)
    expect(text).to_have_value("我自己写的")
    language.select_option("zh-CN")
    question.get_by_role("button", name=clerk.t("mail.template.replaceYes"), exact=True).click()
    expect(text).to_have_value(words["zh-CN"][1] + "\n\n此致\n客户服务部")


def test_a_mail_to_who_wants_none_is_confirmed_and_says_so(clerk, post):  # noqa: F811
    an_account(clerk, post)
    theirs = post.box()
    customer = clerk.send("POST", "/customers", {"name": "西湖茶叶", "kind": "organisation", "mail": theirs, "doNotMail": True})
    line = a_line(clerk, customer)
    line.get_by_role("button", name=clerk.t("mail.write"), exact=True).click()
    dialog = clerk.page.get_by_role("dialog").first
    flag = clerk.label("customer", "doNotMail")
    expect(dialog.get_by_role("alert")).to_contain_text(flag)
    dialog.get_by_label(clerk.t("mail.subject"), exact=True).fill("答复")
    dialog.get_by_role("button", name=clerk.t("mail.send"), exact=True).click()
    question = clerk.page.get_by_role("dialog").last
    expect(question).to_contain_text(flag)
    clerk.settle()
    clerk.shot("mail-declined")
    question.get_by_role("button", name=clerk.t("action.cancel"), exact=True).click()
    assert clerk.get("/mails")["data"] == []

    dialog.get_by_role("button", name=clerk.t("mail.send"), exact=True).click()
    clerk.button("mail.declined.yes").click()
    expect(clerk.page.get_by_role("dialog")).to_have_count(0)
    assert [mail["subject"] for mail in post.mails(theirs)] == ["答复"]
    line.get_by_role("button", name="答复").click()
    expect(line.locator(".gx-banner-warn")).to_contain_text(flag)
