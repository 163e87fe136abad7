"""Pages that everybody can use: names, roles, contrast, focus; in both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PATHS = ["/", "/customers", "/customers?group=grade", "/customers/new", "/dashboards", "/jobs", "/jobs?view=schedules", "/mail", "/import", "/settings",
         "/admin", "/admin/system"]
# What concerns people, not best practices that contradict each other.
STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.mark.parametrize("path", PATHS)
def test_a_page_meets_wcag_2_2_aa(person, path):
    person.open(path)
    page = person.page
    expect(page.locator("main h1").first).to_be_visible()
    person.settle()
    person.shot("axe-" + (path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-") or "home"))

    found = Axe().run(page, options=STANDARD).response["violations"]

    assert not found, [(problem["id"], [node["html"][:140] + " " + node.get("failureSummary", "")[:160] for node in problem["nodes"]][:4]) for problem in found]


def test_a_record_and_the_login_meet_it_too(person):
    customer = person.get("/customers", limit=1)["data"][0]
    person.open(f"/customers/{customer['id']}")
    expect(person.page.locator("main h1")).to_be_visible()
    person.settle()
    found = Axe().run(person.page, options=STANDARD).response["violations"]
    assert not found, [(problem["id"], [node["html"][:140] + " " + node.get("failureSummary", "")[:160] for node in problem["nodes"]][:4]) for problem in found]

    person.context.clear_cookies()
    person.open("/")
    expect(person.page.get_by_label(person.t("login.password"))).to_be_visible()
    found = Axe().run(person.page, options=STANDARD).response["violations"]
    assert not found, [(problem["id"], [node["html"][:140] for node in problem["nodes"]]) for problem in found]


def test_no_page_is_wider_than_its_window(person):
    for path in PATHS:
        person.open(path)
        expect(person.page.locator("main h1").first).to_be_visible()
        person.settle()
        assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_the_first_load_is_small_and_kept(person):
    sizes = {}
    person.page.on("response", lambda answer: "/web/" in answer.url and answer.status == 200 and sizes.__setitem__(answer.url, int(answer.headers.get("content-length", 0))))
    person.open("/customers")
    expect(person.page.locator(".gx-td-title, .gx-card-title").first).to_be_visible()
    assert 100_000 < sum(sizes.values()) < 700_000
    if "/live/" not in next(iter(sizes)):
        answer = person.context.request.get(next(iter(sizes)))
        assert "immutable" in answer.headers["cache-control"]
