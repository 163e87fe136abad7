"""All ways in: the second step, another system, and the first administrator of a new server."""

import base64
import hmac
import io
import re
import struct
import time

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from conftest import COLLEAGUE_PASSWORD, Person


def authenticator(secret, ahead=0):
    """What an authenticator app shows, `ahead` half minutes from now. Each code is good once, and those of the half minutes beside now are taken too."""
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place:place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def log_out(person):
    person.page.locator(".gx-me").click()
    person.page.get_by_role("menuitem", name=person.t("user.logOut")).click()
    expect(person.page.get_by_role("heading", name=person.t("login.heading.password"), exact=True)).to_be_visible()


def hand_in(person, code):
    field = person.page.locator("[name=code]")
    field.fill(code)
    field.press("Enter")


def expect_to_be_in(person):
    expect(person.page.locator(".gx-me")).to_be_visible()


def test_a_second_step_is_turned_on_and_asked_for(person, visitor):
    login = f"two.steps.{visitor.way}".lower()
    person.make_colleague(login, "representative")
    visitor.log_in(login, COLLEAGUE_PASSWORD)
    visitor.open("/settings/security")
    page = visitor.page

    visitor.button("settings.setFactor").click()
    dialog = page.get_by_role("dialog", name=visitor.t("duty.setUpSecondFactor"))
    dialog.get_by_label(visitor.t("factor.password")).fill(COLLEAGUE_PASSWORD)
    dialog.get_by_label(visitor.t("factor.password")).press("Enter")
    expect(dialog.locator(".gx-codes")).to_be_visible()
    visitor.shot("factor-secret")
    secret = re.sub(r"\s", "", dialog.locator(".gx-codes").inner_text())
    # A telephone that looks at the screen reads the same.
    picture = Image.open(io.BytesIO(dialog.locator(".gx-qr").screenshot()))
    assert f"secret={secret}&" in zxingcpp.read_barcode(picture).text
    dialog.get_by_label(visitor.t("factor.code")).fill(authenticator(secret))
    visitor.button("action.next").click()
    expect(dialog.get_by_text(visitor.t("factor.codes"))).to_be_visible()
    visitor.shot("factor-codes")
    recovery = dialog.locator(".gx-codes").inner_text().split()
    assert len(recovery) == 10
    visitor.button("factor.kept").click()
    visitor.toast(visitor.t("settings.factorOn"))
    expect(page.get_by_text(visitor.t("settings.factorIsOn"), exact=True)).to_be_visible()
    expect(visitor.button("settings.setFactor")).to_be_hidden()
    visitor.shot("settings-security")
    log_out(visitor)

    visitor.enter(login, COLLEAGUE_PASSWORD)
    expect(page.get_by_role("heading", name=visitor.t("login.heading.code"))).to_be_visible()
    hand_in(visitor, "000000")
    expect(page.locator(".gx-login .gx-error")).not_to_be_empty()
    visitor.shot("login-code-wrong")
    # The browser reports the refused answer; it is no fault of the page.
    visitor.troubles.clear()
    hand_in(visitor, authenticator(secret, ahead=1))
    expect_to_be_in(visitor)
    log_out(visitor)

    visitor.enter(login, COLLEAGUE_PASSWORD)
    hand_in(visitor, recovery[0])
    expect_to_be_in(visitor)


def test_the_account_of_another_system_leads_in(chromium, start_server, provider, tmp_path, way):
    server = start_server("--demo", settings=of(provider, tmp_path), fill=lambda server: (server.run("migrate"), server.run("demo", "--customers", "5")))
    visitor = Person(chromium, server, way, login=None)
    visitor.open("/customers")
    visitor.shot("login-oidc")

    go_through(provider, visitor, "li.min")

    expect_to_be_in(visitor)
    assert visitor.get("/session")["user"]["login"] == "li.min"
    leave(visitor)


def test_the_account_of_another_system_leads_back_to_what_was_typed(chromium, start_server, provider, tmp_path, way):
    server = start_server("--demo", settings=of(provider, tmp_path), fill=lambda server: (server.run("migrate"), server.run("demo", "--customers", "5")))
    visitor = Person(chromium, server, way, login=None)
    visitor.open("/")
    go_through(provider, visitor, "li.min")
    expect_to_be_in(visitor)
    visitor.open("/customers/new")
    page = visitor.page
    page.locator('[data-field="name"] input').fill("登录过期之前写的")
    visitor.context.clear_cookies(name=re.compile("guanxi"))
    visitor.button("action.save").click()
    expect(page.get_by_role("heading", name=visitor.t("login.again"))).to_be_visible()
    visitor.shot("login-again-oidc")

    with page.expect_popup() as popup:
        page.get_by_role("link", name=visitor.t("login.singleSignOn")).click()
    other = popup.value
    other.wait_for_load_state()
    if other.url.startswith(provider):
        other.locator("input[name=sub]").fill("li.min")
        other.locator("button[type=submit]").first.click()
    expect(other.locator(".gx-me")).to_be_visible()
    page.bring_to_front()

    # The save that was interrupted goes on by itself.
    expect(page.get_by_role("heading", level=1, name="登录过期之前写的")).to_be_visible()
    leave(visitor)


def test_whoever_has_no_account_here_is_told_so(chromium, start_server, provider, tmp_path, way):
    server = start_server("--demo", settings=of(provider, tmp_path), fill=lambda server: server.run("migrate"))
    visitor = Person(chromium, server, way, login=None)
    visitor.open("/")

    go_through(provider, visitor, "li.min")

    expect(visitor.page.get_by_role("alert")).to_have_text(visitor.t("login.refused"))
    visitor.shot("login-oidc-refused")
    expect(visitor.page.get_by_label(visitor.t("login.password"))).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.get_by_label(visitor.t("login.password"))).to_be_visible()
    expect(visitor.page.get_by_role("alert")).to_have_count(0)
    leave(visitor)


def test_the_first_administrator_is_made_on_a_new_server(chromium, start_server, way):
    server = start_server()
    visitor = Person(chromium, server, way, login=None)
    visitor.open("/")
    page = visitor.page
    expect(page.get_by_role("heading", name=visitor.t("login.heading.setup"))).to_be_visible()
    visitor.shot("setup")

    set_up(visitor, token="not-the-token", password="quiet-lantern-over-water")
    expect(page.locator(".gx-error")).to_be_visible()
    visitor.troubles.clear()
    token = re.search(r"\b[a-hjkmnp-z2-9]{32}\b", server.log())[0]
    set_up(visitor, token=token, password="12345678901")
    expect(page.locator("label", has=page.locator("[name=password]")).locator(".gx-error")).to_be_visible()
    visitor.troubles.clear()
    set_up(visitor, token=token, password="quiet-lantern-over-water")

    expect_to_be_in(visitor)
    expect(page.locator("main h1")).to_be_visible()
    visitor.shot("setup-first-page")
    visitor.open("/customers")
    expect(page.get_by_role("heading", name=visitor.t("list.empty", name=visitor.metadata("customer")["pluralLabel"]))).to_be_visible()
    visitor.shot("setup-first-list")
    assert visitor.get("/session")["user"]["isAdministrator"] is True
    visitor.leave()


def set_up(visitor, **values):
    for name, text in {"name": "王建国", "login": "wang.jianguo", **values}.items():
        visitor.page.locator(f"[name={name}]").fill(text)
    visitor.button("login.submit.setup").click()


def leave(visitor):
    """What the provider's own pages load and lack is not our concern."""
    visitor.foreign.clear()
    visitor.troubles.clear()
    visitor.leave()


def of(provider, folder):
    secret = folder / "secret"
    secret.write_text("any is taken")
    return {"GUANXI_OIDC_ISSUER": provider, "GUANXI_OIDC_CLIENT_ID": "guanxi", "GUANXI_OIDC_CLIENT_SECRET_FILE": str(secret)}


def go_through(provider, visitor, login):
    page = visitor.page
    page.get_by_role("link", name=visitor.t("login.singleSignOn")).click()
    page.wait_for_url(re.compile("^" + re.escape(provider)))
    page.locator("input[name=sub]").fill(login)
    page.locator("button[type=submit]").first.click()
