"""Key-account projects on the page of their customer."""

from datetime import date, timedelta

from playwright.sync_api import expect

from test_pools import knowing
from test_relationship import customer, tab  # noqa: F401


def day(days):
    return (date.today() + timedelta(days=days)).isoformat()


def test_projects_stand_on_their_customer_with_what_comes_next(person, customer):
    person.open(f"/customers/{customer['id']}")
    tab(person, "record.tab.related")
    person.page.get_by_role("tab", name=person.t("page.projects.title")).click()
    panel = person.page.locator(".gx-projects")
    expect(panel).to_contain_text(person.t("page.projects.none"))

    project = person.send("POST", "/key-projects", {
        "name": "Fleet", "customer": customer["id"], "startsOn": day(-40), "endsOn": day(90), "expectedRevenue": {"amount": "120000.00", "currency": "CNY"}})
    for name, due, done in (("Ask", -20, day(-21)), ("Offer", -2, None), ("Sign", 30, None)):
        person.send("POST", "/key-project-steps", {"name": name, "project": project["id"], "due": day(due), "doneOn": done})

    expect(panel.locator(".gx-project")).to_have_count(1)
    expect(panel).to_contain_text(person.t("page.projects.done", done=1, all=3))
    expect(panel.locator(".gx-project-next")).to_contain_text("Offer")
    expect(panel.locator(".gx-project-next .gx-bad")).to_be_visible()
    expect(panel).to_contain_text("120,000.00")
    panel.scroll_into_view_if_needed()
    person.settle()
    person.shot("projects")
    panel.get_by_role("link", name="Fleet").click()
    expect(person.page.get_by_role("heading", level=1, name="Fleet")).to_be_visible()
