"""Notices: heard of at once, read, chosen."""

import pytest
from playwright.sync_api import expect

from conftest import Person
from test_access import STANDARD, Axe


@pytest.fixture
def colleague(chromium, server, person):
    """Li Min, who is mentioned, in the same way as the administrator who mentions."""
    user = person.get("/users", filter='{"name":"李敏"}', limit=1)["data"][0]
    colleague = Person(chromium, server, person.way, login=user["login"])
    colleague.user = user
    colleague.open("/settings")
    expect(colleague.page.locator("main h1")).to_be_visible()
    colleague.send("POST", "/notices/read", {"until": str(2**63 - 1)})
    yield colleague
    colleague.leave()


def bell(person, unread):
    """The bell while it says that so many are unread."""
    return person.page.get_by_role("button", name=person.t("notices.unread", n=unread) if unread else person.t("notices.none"), exact=True)


def mention(person, colleague):
    """A customer that the colleague sees, with a note that calls the colleague."""
    customer = colleague.get("/customers", limit=1, sort="code")["data"][0]
    person.send("POST", f"/customers/{customer['id']}/notes", {"text": f"@[{colleague.user['id']}] 请跟进", "mentions": [colleague.user["id"]]})
    return customer


def test_whoever_is_mentioned_hears_of_it_at_once_and_lands_on_the_record(person, colleague):
    page = colleague.page
    expect(bell(colleague, 0)).to_be_visible()

    customer = mention(person, colleague)

    # Without a step of their own.
    expect(bell(colleague, 1)).to_be_visible()
    bell(colleague, 1).click()
    panel = page.get_by_role("dialog", name=colleague.t("notices.title"))
    entry = panel.locator(".gx-notice").first
    expect(entry).to_contain_text(customer["name"])
    expect(entry).to_contain_text(colleague.t("notices.isUnread"))
    page.wait_for_timeout(400)
    colleague.shot("notices")
    found = Axe().run(page, options=STANDARD).response["violations"]
    assert not found, [(problem["id"], [node["html"][:140] + " " + node.get("failureSummary", "")[:160] for node in problem["nodes"]][:4]) for problem in found]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    entry.click()

    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    expect(panel).to_have_count(0)
    expect(bell(colleague, 0)).to_be_visible()
    # Nobody hears of what they did themselves.
    person.open("/")
    assert all(notice["kind"] != "mentioned" for notice in person.get("/notices")["data"])


def test_the_list_grows_while_it_is_open_and_is_read_as_a_whole_by_the_keyboard(person, colleague):
    page = colleague.page
    mention(person, colleague)
    expect(bell(colleague, 1)).to_be_visible()
    bell(colleague, 1).press("Enter")
    panel = page.get_by_role("dialog", name=colleague.t("notices.title"))
    expect(panel.locator(".gx-notice").first).to_be_focused()

    given = person.send("POST", "/customers", {"name": f"分派 {person.way}", "owner": colleague.user["id"]})

    expect(panel.locator(".gx-notice").first).to_contain_text(given["name"])
    expect(panel.locator(".gx-notice.gx-unread")).to_have_count(2)
    panel.locator(".gx-notice").first.focus()
    page.keyboard.press("ArrowDown")
    expect(panel.locator(".gx-notice").nth(1)).to_be_focused()
    panel.get_by_role("button", name=colleague.t("notices.readAll"), exact=True).press("Enter")
    expect(panel.locator(".gx-notice.gx-unread")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(bell(colleague, 0)).to_be_focused()


def test_whoever_chose_to_hear_nothing_of_a_kind_does_not(person, colleague):
    page = colleague.page
    colleague.open("/settings/notices")
    kinds = colleague.context.request.get(colleague.server.address + "/api/v1/notices/kinds", headers={"Accept-Language": colleague.way.language}).json()["data"]
    label = next(kind["label"] for kind in kinds if kind["key"] == "mentioned")
    group = page.get_by_role("radiogroup", name=label)
    expect(group.get_by_role("radio", name=colleague.t("notices.choice.product"), exact=True)).to_be_checked()

    with page.expect_response(lambda answer: "/preferences" in answer.url and answer.request.method == "PATCH"):
        group.get_by_role("radio", name=colleague.t("notices.choice.off"), exact=True).check()
    page.wait_for_timeout(200)
    colleague.shot("notice-settings")
    mention(person, colleague)
    given = person.send("POST", "/customers", {"name": f"只此 {person.way}", "owner": colleague.user["id"]})

    expect(bell(colleague, 1)).to_be_visible()
    assert colleague.get("/notices", unread="true")["data"][0]["record"]["title"] == given["name"]
    colleague.send("PATCH", "/session/preferences", {"notices": None})


def test_where_there_is_none_the_list_says_what_will_come(person):
    person.page.route("**/api/v1/notices?*", lambda route: route.fulfill(json={"data": [], "page": {"next": None}, "unread": 0}))
    person.open("/")
    bell(person, 0).click()

    expect(person.page.get_by_role("dialog", name=person.t("notices.title"))).to_contain_text(person.t("notices.emptyHelp"))
    person.page.wait_for_timeout(400)
    person.shot("notices-none")


def test_mail_can_be_chosen_where_the_server_sends_some(person):
    def with_mail(route):
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"choices": ["off", "product", "daily", "atOnce"]})

    person.page.route("**/api/v1/notices/kinds", with_mail)
    person.open("/settings/notices")
    group = person.page.get_by_role("radiogroup").filter(has=person.page.get_by_role("radio", name=person.t("notices.choice.daily"), exact=True)).first
    expect(group.get_by_role("radio")).to_have_count(4)
    person.page.wait_for_timeout(400)
    person.shot("notice-mail")
    box = group.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= person.way.width
