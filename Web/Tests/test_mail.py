"""Mail: written from a customer's page with a file, answered, and what strangers write assigned from the inbox. Real mail servers."""

import imaplib
import os
import shutil
import ssl
import subprocess
import tempfile
import time
import uuid
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import expect

from conftest import ROOT, Person
from test_record import tab

PASSWORD = "竹子-bamboo-7"


class Post:
    """The servers of script/test-mail."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.ports = dict(line.split("=") for line in (self.folder / "ports").read_text().split())
        self.context = ssl.create_default_context(cafile=self.folder / "ca.pem")

    @staticmethod
    def box():
        return f"box-{uuid.uuid4()}@crm.test"

    def imap(self, box):
        server = imaplib.IMAP4_SSL("localhost", int(self.ports["imaps"]), ssl_context=self.context)
        server._encoding = "utf-8"
        server.authenticate("PLAIN", lambda _: f"\0{box}\0{PASSWORD}".encode())
        server.select("INBOX")
        return server

    def put(self, box, mail):
        self.imap(box).append("INBOX", "", None, mail.replace("\n", "\r\n").encode())

    def mails(self, box):
        """All mails of a box, once there is one."""
        for _ in range(300):
            server = self.imap(box)
            if numbers := server.search(None, "ALL")[1][0].split():
                return [message_from_bytes(server.fetch(number, "(BODY.PEEK[])")[1][0][1], policy=policy.default) for number in numbers]
            time.sleep(0.1)
        raise AssertionError("no mail came")


@pytest.fixture(scope="session")
def post():
    """The servers of the surrounding tests, or some of our own."""
    if folder := os.environ.get("GUANXI_TEST_MAIL"):
        yield Post(folder)
        return
    # The servers are nobody, who gets through no folder of pytest's.
    above = Path(tempfile.mkdtemp(prefix="guanxi-mail-"))
    above.chmod(0o711)
    folder = above / "servers"
    script = [ROOT / "script/test-mail"]
    yield Post(subprocess.run([*script, "start", folder], check=True, capture_output=True, text=True).stdout.strip())
    subprocess.run([*script, "stop", folder], check=True)
    shutil.rmtree(above)


def fill(server):
    server.run("migrate")
    server.run("demo", "--customers", "30")


@pytest.fixture
def clerk(chromium, start_server, post, way):
    server = start_server("--demo", settings={"GUANXI_MAIL_AUTHORITY_FILE": str(post.folder / "ca.pem")}, fill=fill)
    person = Person(chromium, server, way)
    yield person
    person.leave()


def an_account(person, post, **values):
    """An account for everyone, followed already; its address."""
    box = post.box()
    ports = {"smtpPort": int(post.ports["smtp"]), "imapPort": int(post.ports["imaps"])}
    account = person.send("POST", "/mail-accounts", {
        "name": "客户服务", "displayName": "客户服务部", "address": box, "audience": "everyone", "smtpHost": "localhost", "smtpSecurity": "required",
        "imapHost": "localhost", "takesOldMail": True, "signature": "此致\n客户服务部", **ports, **values})
    person.send("PUT", f"/mail-accounts/{account['id']}/mail-password", {"password": PASSWORD})
    return box


def a_line(person, customer):
    """The time line of a customer, and its mails."""
    person.open(f"/customers/{customer['id']}")
    expect(person.page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    tab(person, "timeline")
    return person.page.locator(".gx-timeline")


def an_answer(sender, box, mail, subject, body):
    return f"""From: =?utf-8?b?6ZmI?= <{sender}>
To: {box}
Subject: {subject}
Message-ID: <{uuid.uuid4()}@crm.test>
In-Reply-To: {mail['message-id']}
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

{body}
"""


def test_a_mail_is_written_from_a_customer_and_its_answer_comes_to_the_time_line(clerk, post):
    box, theirs = an_account(clerk, post), post.box()
    customer = clerk.send("POST", "/customers", {"name": "西湖茶叶有限公司", "kind": "organisation", "mail": theirs})
    line, page = a_line(clerk, customer), clerk.page

    line.get_by_role("button", name=clerk.t("mail.write"), exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label(clerk.t("mail.to"), exact=True)).to_have_value(theirs)
    dialog.get_by_label(clerk.t("mail.subject"), exact=True).fill("续保提醒")
    text = dialog.get_by_label(clerk.t("mail.text"), exact=True)
    expect(text).to_have_value("\n\n此致\n客户服务部")
    text.fill("您好！保单下月到期。\n\n此致\n客户服务部")
    dialog.locator("input[type=file]").set_input_files([{"name": "保单.txt", "mimeType": "text/plain", "buffer": "保单".encode()}])
    clerk.settle()
    clerk.shot("mail-write")
    dialog.get_by_role("button", name=clerk.t("mail.send"), exact=True).click()
    expect(dialog).to_have_count(0)
    entry = line.locator(".gx-mail-told")
    expect(entry).to_contain_text("续保提醒")
    expect(entry).to_contain_text("您好！保单下月到期。")

    [mail] = post.mails(theirs)
    assert mail["subject"] == "续保提醒" and mail["to"] == theirs and "客户服务部" in mail["from"]
    assert "保单下月到期" in mail.get_body().get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["保单.txt"]

    bad = '<p>收到，<b>谢谢</b>。</p><img src="http://tracker.example/p.png"><script>document.title=\'bad\'</script>'
    post.put(box, an_answer(theirs, box, mail, "Re: answer", bad))
    answer = line.get_by_role("button", name="Re: answer")
    expect(answer).to_be_visible(timeout=30_000)
    # The newest stands above, each once, beside what else has happened.
    expect(line.locator(".gx-mail-told .gx-strong")).to_have_text(["Re: answer", "续保提醒"])
    expect(line.locator(".gx-entry").filter(has=clerk.page.locator(".gx-mail-told"))).to_have_count(2)
    clerk.settle()
    clerk.shot("mail-timeline")
    answer.click()
    expect(line.locator(".gx-mail-html")).to_have_text("收到，谢谢。")
    conversation = line.get_by_role("region", name=clerk.t("mail.conversation"))
    conversation.get_by_role("button", name="续保提醒").click()
    expect(conversation).to_contain_text("您好！保单下月到期。")
    clerk.settle()
    clerk.shot("mail-record")
    line.get_by_role("button", name=clerk.t("mail.reply"), exact=True).click()
    dialog = page.get_by_role("dialog")
    assert theirs in dialog.get_by_label(clerk.t("mail.to"), exact=True).input_value()
    expect(dialog.get_by_label(clerk.t("mail.subject"), exact=True)).to_have_value("Re: answer")
    assert "> 收到，谢谢。" in dialog.get_by_label(clerk.t("mail.text"), exact=True).input_value()
    dialog.get_by_role("button", name=clerk.t("mail.send"), exact=True).click()
    expect(dialog).to_have_count(0)
    for _ in range(300):
        if len(mails := post.mails(theirs)) == 2:
            break
        time.sleep(0.1)
    assert mails[1]["in-reply-to"] and mail["message-id"] in mails[1]["references"]

    line.get_by_role("button", name=clerk.t("timeline.filter.note"), exact=True).click()
    expect(line.locator(".gx-mail-told")).to_have_count(0)
    line.get_by_role("button", name=clerk.t("timeline.filter.mail"), exact=True).click()
    expect(line.locator(".gx-entry")).to_have_count(3)


def test_what_a_stranger_writes_is_made_a_customer_of(clerk, post):
    box, theirs = an_account(clerk, post), post.box()
    post.put(box, f"From: Zhao Lei <{theirs}>\nTo: {box}\nSubject: a question\nMessage-ID: <{uuid.uuid4()}@crm.test>\n\nWhat does it cost?\n")
    post.put(box, f"From: news@lists.example\nTo: {box}\nSubject: a letter to all\nList-Id: <x.lists.example>\nMessage-ID: <{uuid.uuid4()}@crm.test>\n\nNews\n")
    clerk.open("/mail")
    page = clerk.page
    question, letter = page.get_by_role("button", name="a question"), page.get_by_role("button", name="a letter to all")
    expect(question).to_be_visible(timeout=30_000)
    expect(letter).to_be_visible(timeout=30_000)

    letter.click()
    clerk.button("mail.settle").click()
    expect(letter).to_have_count(0)
    question.click()
    expect(page.get_by_text("What does it cost?")).to_be_visible()
    clerk.settle()
    clerk.shot("mail-inbox")
    clerk.button("mail.file").click()
    name = clerk.metadata("customer")["label"]
    page.get_by_role("dialog").get_by_role("button", name=clerk.t("mail.make", name=name), exact=True).click()
    form = page.get_by_role("dialog").last
    expect(form.locator('[data-field="name"] input')).to_have_value("Zhao Lei")
    form.get_by_role("button", name=clerk.t("action.save")).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(question).to_have_count(0)

    [customer] = clerk.get("/customers", mail=theirs)["data"]
    [mail] = clerk.get("/mails", record=customer["id"])["data"]
    assert mail["subject"] == "a question"


def test_an_account_is_made_and_its_trouble_is_told(clerk, post):
    clerk.open("/mail/accounts")
    page = clerk.page
    clerk.button("mail.newAccount").first.click()
    dialog = page.get_by_role("dialog")
    if dialog.get_by_role("button", name=clerk.t("form.allFields")).count():
        dialog.get_by_role("button", name=clerk.t("form.allFields")).click()
    box = post.box()
    for field, value in {"name": "Service", "address": box, "smtpHost": "localhost", "smtpPort": post.ports["smtps"], "imapHost": "localhost", "imapPort": post.ports["imaps"]}.items():
        dialog.locator(f'[data-field="{field}"] input').fill(value)
    clerk.shot("mail-account-form")
    dialog.get_by_role("button", name=clerk.t("action.save")).click()
    password = page.get_by_label(clerk.t("mail.password"), exact=True)
    password.fill("wrong")
    page.get_by_role("dialog").get_by_role("button", name=clerk.t("action.save"), exact=True).click()
    expect(page.get_by_role("dialog").get_by_text(clerk.t("mail.trouble.loginRefused"))).to_have_count(2)
    clerk.settle()
    clerk.shot("mail-account-check")
    clerk.button("action.close").last.click()
    expect(page.locator("tr", has_text="Service")).to_contain_text(clerk.t("mail.state.trouble"), timeout=30_000)

    clerk.button("mail.tools", name="Service").click()
    page.get_by_role("menuitem", name=clerk.t("mail.password")).click()
    page.get_by_label(clerk.t("mail.password"), exact=True).fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name=clerk.t("action.save"), exact=True).click()
    expect(page.get_by_role("dialog").get_by_text(clerk.t("mail.fine"), exact=True)).to_have_count(2)
    clerk.button("action.close").last.click()
    expect(page.locator("tr", has_text="Service")).to_contain_text(clerk.t("mail.state.on"), timeout=30_000)
    clerk.shot("mail-accounts")
