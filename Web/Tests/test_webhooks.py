"""Webhooks in the administration: made, tested, followed, sent again. A small server in this process is their target."""

import base64
import hashlib
import hmac
import http.server
import threading

import pytest
from playwright.sync_api import expect


class Target(http.server.BaseHTTPRequestHandler):
    """Notes what it is sent."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write("收到".encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def target():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Target)
    server.received, server.status = [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def mark(person):
    """A word that belongs to this way alone."""
    return str(person.way).replace("-", " ")


def test_a_webhook_is_made_tested_followed_and_sent_again(person, target):
    name, url = f"Ledger {mark(person)}", f"http://127.0.0.1:{target.server_address[1]}/in"
    person.open("/admin/webhooks")
    page = person.page

    person.button("webhooks.new").first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator('[data-field="name"] input').fill(name)
    dialog.locator('[data-field="url"] input').fill(url)
    dialog.get_by_label(person.t("webhooks.kind.delete"), exact=True).check()
    person.shot("admin-webhook-form")
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    secret = page.locator(".gx-webhook-secret")
    expect(secret).to_contain_text("whsec_")
    key = base64.b64decode(secret.inner_text().strip().removeprefix("whsec_"))
    person.shot("admin-webhook-secret")
    page.get_by_role("button", name=person.t("webhooks.kept"), exact=True).click()

    tools = page.get_by_role("button", name=person.t("webhooks.tools", name=name), exact=True)
    tools.click()
    page.get_by_role("menuitem", name=person.t("webhooks.test"), exact=True).click()
    expect(page.get_by_text(person.t("webhooks.answered"))).to_be_visible()
    expect(page.get_by_text("收到")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name=person.t("action.close"), exact=True).last.click()
    headers, body = target.received[0]
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    assert headers["Webhook-Signature"] == "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()

    customer = person.send("POST", "/customers", {"name": f"推送 {mark(person)}", "kind": "organisation"})
    tools.click()
    page.get_by_role("menuitem", name=person.t("webhooks.log"), exact=True).click()
    log = page.get_by_role("dialog")
    row = log.get_by_role("listitem").filter(has_text=customer["name"]).first

    def there():
        log.get_by_role("button", name=person.t("webhooks.refresh"), exact=True).click()
        page.wait_for_timeout(200)
        return row.get_by_text(person.t("webhooks.delivery.delivered"), exact=True).count() > 0

    assert any(there() for _ in range(50))
    person.shot("admin-webhook-log")
    before = len(target.received)
    row.get_by_role("button").last.click()
    person.toast(person.t("webhooks.replayed"))
    for _ in range(100):
        if len(target.received) > before:
            break
        page.wait_for_timeout(100)
    assert target.received[-1][0]["Webhook-Id"] == target.received[before - 1][0]["Webhook-Id"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text(person.t("webhooks.state.fine"))
    person.shot("admin-webhooks")


def test_a_form_into_which_nobody_typed_closes_without_a_question(person):
    person.open("/admin/webhooks")
    person.button("webhooks.new").first.click()
    dialog = person.page.get_by_role("dialog")
    expect(dialog.locator('[data-field="name"] input')).to_be_focused()

    person.page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
