"""Coming in, finding one's way, switching language and theme."""

import re

from playwright.sync_api import expect

from conftest import PASSWORD


def test_a_wrong_password_is_refused_and_the_right_one_opens(visitor):
    visitor.open("/customers")
    page = visitor.page
    page.get_by_label(visitor.t("login.login")).fill("admin")
    page.get_by_label(visitor.t("login.password")).fill("not-the-password")
    page.get_by_label(visitor.t("login.password")).press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    visitor.shot("login")
    # The browser itself reports the refused answer; it is no fault of the page.
    visitor.troubles.clear()

    page.get_by_label(visitor.t("login.password")).fill(PASSWORD)
    page.get_by_label(visitor.t("login.password")).press("Enter")

    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", level=1, name=visitor.metadata("customer")["pluralLabel"])).to_be_visible()
    assert page.url.endswith("/app/customers")


def test_language_and_theme_change_without_leaving_the_page(person):
    person.open("/customers?q=zhang")
    page = person.page
    expect(page.locator(".gx-td-title, .gx-card-title").first).to_be_visible()
    other, word = ("English", "Search this list") if person.way.language == "zh-CN" else ("中文", "搜索列表")

    page.locator(".gx-me").click()
    page.get_by_role("menuitemradio", name=other).click()

    expect(page.get_by_label(word)).to_have_value("zhang")
    assert "q=zhang" in page.url
    dark = "Dark" if other == "English" else "深色"
    page.locator(".gx-me").click()
    page.get_by_role("menuitemradio", name=dark).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    # As it was, for those who come next.
    page.locator(".gx-me").click()
    page.get_by_role("menuitemradio", name="中文" if other == "English" else "English").click()
    expect(page.get_by_label(person.t("list.search"))).to_be_visible()
    page.locator(".gx-me").click()
    page.get_by_role("menuitemradio", name=person.t("theme.system")).click()


def test_initials_find_a_customer_in_the_palette(person):
    person.open("/")
    page = person.page
    page.locator(".gx-search").wait_for()
    if person.way.is_narrow:
        page.locator(".gx-search").click()
    else:
        page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("zs")
    group = page.locator(".gx-palette-list [role=group]").first
    expect(group.locator("h3")).to_have_text(person.metadata("customer")["pluralLabel"])
    person.shot("palette")
    name = group.get_by_role("option").first.locator(".gx-cut").first.inner_text()

    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    # What was looked at is the first that the palette offers next time.
    page.locator(".gx-search").click()
    expect(page.get_by_role("option").first).to_contain_text(name)


def test_the_navigation_leads_everywhere_and_pages_have_a_heading(person):
    person.open("/")
    page = person.page
    page.locator(".gx-search").wait_for()
    links = page.locator(".gx-nav-link").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) >= 5

    for link in links:
        if person.way.is_narrow:
            page.get_by_role("button", name=person.t("nav.label"), exact=True).click()
        page.locator(f'.gx-nav-link[href="{link}"]').click()
        expect(page.locator("main h1").first).to_be_visible()
        expect(page).to_have_url(re.compile(re.escape(link.rstrip("/"))))


def test_the_help_sheet_lists_the_shortcuts(person):
    person.open("/customers")
    page = person.page
    expect(page.locator(".gx-td-title, .gx-card-title").first).to_be_visible()

    page.locator("main").press("?")

    expect(page.get_by_role("dialog", name=person.t("keys.title"))).to_contain_text(person.t("keys.palette"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_address_that_leads_nowhere_says_so(person):
    person.open("/no-such-page")

    expect(person.page.get_by_role("heading", name=person.t("missing.title"))).to_be_visible()
