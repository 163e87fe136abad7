"""The server goes and comes back while people work: pages say so, go on by themselves, and lose nothing that was typed."""

import pytest
from playwright.sync_api import expect

from conftest import Person


@pytest.fixture
def own_server(start_server):
    return start_server("--demo", fill=lambda server: (server.run("migrate"), server.run("demo", "--customers", "20")))


def test_pages_go_on_after_a_restart(chromium, own_server, way):
    person = Person(chromium, own_server, way)
    form = person.page
    person.open("/customers/new")
    form.locator('[data-field="name"] input').fill("重启之前写的")
    rows = person.context.new_page()
    rows.goto(own_server.address + "/app/customers")
    expect(rows.locator(".gx-td-title, .gx-card-title").first).to_be_visible()

    own_server.stop()
    for page in (form, rows):
        expect(page.get_by_text(person.t("shell.disconnected"))).to_be_visible()
    person.shot("disconnected")
    person.button("action.save").click()
    person.toast(person.t("problem.offline"))
    own_server.start()

    for page in (form, rows):
        expect(page.get_by_text(person.t("shell.disconnected"))).to_have_count(0)
    expect(form.locator('[data-field="name"] input')).to_have_value("重启之前写的")
    person.button("action.save").click()
    expect(form.get_by_role("heading", level=1, name="重启之前写的")).to_be_visible()
    # What came meanwhile is offered on the list.
    expect(rows.get_by_role("button", name=person.t("list.news"))).to_be_visible()
    # The browser reports every try that met nobody.
    person.troubles.clear()
    person.leave()


def test_whoever_was_logged_out_meanwhile_logs_in_over_the_form(chromium, own_server, way):
    person = Person(chromium, own_server, way)
    page = person.page
    person.open("/customers/new")
    page.locator('[data-field="name"] input').fill("登录过期之前写的")
    own_server.stop()
    expect(page.get_by_text(person.t("shell.disconnected"))).to_be_visible()
    person.context.clear_cookies()
    own_server.start()

    # Without a click: the stream of news is refused, and that is how the page learns it.
    expect(page.get_by_role("heading", name=person.t("login.again"))).to_be_visible()
    person.shot("restart-login")
    page.get_by_label(person.t("login.password"), exact=True).fill("guanxi-demo")
    page.get_by_label(person.t("login.password"), exact=True).press("Enter")

    expect(page.get_by_role("heading", name=person.t("login.again"))).to_have_count(0)
    expect(page.get_by_text(person.t("shell.disconnected"))).to_have_count(0)
    expect(page.locator('[data-field="name"] input')).to_have_value("登录过期之前写的")
    person.troubles.clear()
    person.leave()
