"""What a role changes: masked values, layouts of its own, dashboards that are meant for it."""

import json

import pytest
from playwright.sync_api import expect

from conftest import COLLEAGUE_PASSWORD, Person


@pytest.fixture
def come_in(chromium, server, way):
    """Logs colleagues in by their names; who was made once is there for the other journeys too."""
    people = []

    def come_in(admin, login, *roles):
        login = f"{login}.{way}".lower()
        if not admin.get("/users", login=login)["data"]:
            admin.make_colleague(login, *roles)
        people.append(Person(chromium, server, way, login, COLLEAGUE_PASSWORD))
        return people[-1]

    yield come_in
    for person in people:
        person.leave()


def expect_heading(person, name):
    expect(person.page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_masked_value_is_revealed_for_a_reason_that_the_log_keeps(person, come_in):
    customer = person.get("/customers", filter=json.dumps({"kind": "person", "mobile": {"empty": False}}), limit=1, sort="code")["data"][0]
    agent = come_in(person, "agent", "serviceAgent")
    mobile = person.label("customer", "mobile")
    agent.open(f"/customers/{customer['id']}")
    field = agent.page.locator('.gx-sections [data-field="mobile"]')
    expect(field).to_contain_text("****")
    expect(field).not_to_contain_text(customer["mobile"][3:7])
    agent.shot("masked")

    reason = f"客户来电核对号码 {person.way}"
    field.get_by_role("button", name=agent.t("reveal.title", name=mobile)).click()
    question = agent.page.get_by_role("dialog", name=agent.t("reveal.title", name=mobile))
    question.get_by_label(agent.t("reveal.reason")).fill(reason)
    question.get_by_role("button", name=agent.t("reveal.yes"), exact=True).click()
    number = customer["mobile"].removeprefix("+86")
    expect(field).to_contain_text(f"{number[:3]} {number[3:7]} {number[7:]}")
    agent.shot("revealed")

    auditor = come_in(person, "auditor", "auditor")
    auditor.open("/admin/log?kind=reveal")
    row = auditor.page.get_by_role("row").filter(has_text=f"agent.{person.way}".lower()).first
    expect(row).to_contain_text(auditor.t("log.kind.reveal"))
    if not person.way.is_narrow:
        expect(row).to_contain_text(reason)
    auditor.shot("security-log")
    # Who may look, but not reveal, finds nothing to click.
    auditor.open(f"/customers/{customer['id']}")
    field = auditor.page.locator('.gx-sections [data-field="mobile"]')
    expect(field).to_contain_text("****")
    expect(field.get_by_role("button")).to_have_count(0)


def test_a_layout_holds_for_its_role_alone(person, come_in):
    role = person.get("/roles", key="serviceAgent")["data"][0]
    for layout in person.get("/layouts", entity="customer")["data"]:
        person.send("DELETE", f"/layouts/{layout['id']}")
    customer = person.get("/customers", limit=1, sort="code")["data"][0]
    person.open(f"/admin/layouts/customer?role={role['id']}")
    page = person.page
    heading = f"坐席要看的 {person.way}"

    person.button("layouts.newSection").click()
    question = page.get_by_role("dialog", name=person.t("layouts.newSection"))
    question.get_by_label(person.t("layouts.sectionName")).fill(heading)
    question.get_by_role("button", name=person.t("action.add"), exact=True).click()
    name = person.label("customer", "source")
    page.get_by_role("button", name=person.t("layouts.moveField", name=name), exact=True).first.click()
    page.get_by_role("menuitem", name=heading).click()
    person.shot("layout-editor")
    page.locator(".gx-save-bar").get_by_role("button", name=person.t("action.save"), exact=True).click()
    person.toast(person.t("form.saved"))

    agent = come_in(person, "agent", "serviceAgent")
    agent.open(f"/customers/{customer['id']}")
    expect_heading(agent, customer["name"])
    expect(agent.page.locator(".gx-section-head").filter(has_text=heading)).to_be_visible()
    agent.shot("layout-of-role")
    other = come_in(person, "auditor", "auditor")
    other.open(f"/customers/{customer['id']}")
    expect_heading(other, customer["name"])
    expect(other.page.locator(".gx-section-head").first).to_be_visible()
    expect(other.page.locator(".gx-section-head").filter(has_text=heading)).to_have_count(0)
    for layout in person.get("/layouts", entity="customer")["data"]:
        person.send("DELETE", f"/layouts/{layout['id']}")


def test_a_dashboard_is_shared_with_a_role_and_shows_each_their_own(person, come_in):
    for dashboard in person.get("/dashboards")["data"]:
        person.send("DELETE", f"/dashboards/{dashboard['id']}")
    person.open("/customers?view=mine&mode=chart")
    page = person.page
    expect(page.locator(".gx-chart-canvas canvas, .gx-chart-none")).to_be_visible()
    person.button("chart.keep").click()
    dialog = page.get_by_role("dialog", name=person.t("chart.keep"))
    name = f"坐席日报 {person.way}"
    dialog.get_by_label(person.t("dashboard.name")).fill(name)
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    person.toast(person.t("dashboard.tileSaved", name=name))
    [made] = person.get("/dashboards")["data"]
    # Whoever looks is meant, and not whoever made it.
    assert made["tiles"][0]["filter"] == {"owner": {"in": ["$me"]}}

    agent = come_in(person, "agent", "serviceAgent")
    agent.open("/dashboards")
    expect(agent.page.locator("main h1")).to_be_visible()
    expect(agent.page.get_by_text(name)).to_have_count(0)
    role = person.get("/roles", key="serviceAgent")["data"][0]
    person.open(f"/dashboards/{made['id']}")
    page.locator(".gx-head").get_by_role("button", name=person.t("action.more"), exact=True).click()
    page.get_by_role("menuitem", name=person.t("dashboard.settings")).click()
    dialog = page.get_by_role("dialog", name=person.t("dashboard.settings"))
    for field, words in (("audience", person.option("dashboard", "audience", "everyone")), ("roles", role["name"])):
        dialog.get_by_role("combobox", name=person.label("dashboard", field), exact=True).fill(words)
        page.get_by_role("option", name=words, exact=True).click()
    person.shot("dashboard-settings")
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()
    expect(dialog).to_have_count(0)

    # It is there without loading anything anew, and is the agent's first page.
    expect(agent.page.get_by_role("link", name=name)).to_be_visible()
    agent.open("/")
    expect(agent.page.locator(".gx-tile")).to_have_count(1)
    agent.shot("dashboard-of-role")
    stranger = come_in(person, "auditor", "auditor")
    # Everyone finds it among the dashboards, but it is nobody else's first page.
    stranger.open("/dashboards")
    expect(stranger.page.get_by_role("link", name=name)).to_be_visible()
    stranger.open("/")
    expect(stranger.page.locator(".gx-tile").nth(1)).to_be_visible()
    expect(stranger.page.get_by_text(name)).to_have_count(0)
    person.open("/")
    person.send("DELETE", f"/dashboards/{made['id']}")
