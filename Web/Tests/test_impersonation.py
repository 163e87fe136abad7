"""An administrator looks as a colleague does, and comes back."""

import re

from playwright.sync_api import expect


def test_an_administrator_sees_what_a_colleague_sees_and_comes_back(person):
    colleague = person.get("/users", login="li.min")["data"][0]
    person.open(f"/admin/users?user={colleague['id']}")
    page = person.page

    person.button("users.viewAs").click()
    question = page.get_by_role("dialog", name=person.t("users.impersonate", name=colleague["name"]))
    question.get_by_role("button", name=person.t("users.impersonateYes"), exact=True).click()
    expect(question.locator(".gx-error")).to_be_visible()
    question.get_by_label(person.t("reveal.reason")).fill("她说列表是空的")
    person.shot("impersonation-reason")
    question.get_by_role("button", name=person.t("users.impersonateYes"), exact=True).click()

    banner = page.locator(".gx-banner").filter(has_text=person.t("shell.impersonating", name=colleague["name"]))
    expect(banner).to_be_visible()
    expect(page.locator('.gx-nav-link[href="/app/admin"]')).to_have_count(0)
    person.open("/customers")
    expect(page.locator(".gx-td-title, .gx-card-title").first).to_be_visible()
    person.shot("impersonation")
    assert person.get("/customers", count="true", limit=1)["page"]["total"] < 600
    # Nothing of the account itself is theirs to change.
    person.open("/settings")
    expect(page.get_by_text(person.t("settings.impersonated"))).to_be_visible()
    banner.get_by_role("button", name=person.t("shell.stopImpersonating")).click()

    expect(page).to_have_url(re.compile("/app/admin/users$"))
    expect(page.locator(".gx-banner")).to_have_count(0)
    expect(page.locator(".gx-admin-area h2, .gx-admin-area h1").first).to_be_visible()
    assert person.get("/session")["user"]["login"] == "admin"
