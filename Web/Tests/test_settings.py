"""What people keep up to date themselves, whatever their rights."""

from playwright.sync_api import expect

from conftest import COLLEAGUE_PASSWORD, WAYS


def test_somebody_without_any_role_changes_their_own_number_and_zone(person, visitor):
    login = f"own.profile.{visitor.way}".lower()
    user = person.make_colleague(login, mail=f"{login}@example.com")
    visitor.log_in(login, COLLEAGUE_PASSWORD)
    visitor.open("/settings/profile")
    page = visitor.page
    expect(page.get_by_text(user["mail"])).to_be_visible()

    field = page.get_by_label(visitor.t("settings.mobile"), exact=True)
    field.fill("12")
    visitor.button("action.save").click()
    expect(page.locator("[data-field=mobile] .gx-error")).to_be_visible()
    number = f"1380013{8100 + WAYS.index(visitor.way)}"
    field.fill(number)
    zone = page.get_by_role("combobox", name=visitor.t("settings.zone"), exact=True)
    zone.click()
    zone.fill("Urumqi")
    page.get_by_role("option", name="Asia/Urumqi").click()
    visitor.shot("settings-profile")
    visitor.button("action.save").click()

    visitor.toast(visitor.t("form.saved"))
    saved = person.get(f"/users/{user['id']}")
    assert saved["mobile"].endswith(number) and saved["zone"] == "Asia/Urumqi"
    page.reload()
    expect(page.get_by_label(visitor.t("settings.mobile"), exact=True)).to_have_value(saved["mobile"])


def test_the_language_of_the_pages_becomes_that_of_letters(person, visitor):
    login = f"own.language.{visitor.way}".lower()
    user = person.make_colleague(login)
    visitor.log_in(login, COLLEAGUE_PASSWORD)
    visitor.open("/settings/profile")
    other = "en" if visitor.way.language == "zh-CN" else "zh-CN"

    with visitor.page.expect_response(lambda answer: answer.url.endswith("/session/profile") and answer.request.method == "PATCH"):
        visitor.page.locator("#gx-settings-language").select_option(other)

    assert person.get(f"/users/{user['id']}")["language"] == other


def test_an_address_leads_to_its_part_of_the_settings(person):
    person.open("/settings/notices")
    page = person.page
    heading = lambda key: page.get_by_role("heading", level=2, name=person.t(f"settings.{key}"), exact=True)
    expect(page.locator("#gx-settings-notices .gx-setting").first).to_be_visible()
    person.settle()
    expect(heading("notices")).to_be_in_viewport()

    if person.way.is_narrow:
        page.get_by_role("combobox", name=person.t("settings.title"), exact=True).select_option("tokens")
    else:
        page.get_by_role("link", name=person.t("settings.tokens")).click()

    expect(page).to_have_url(person.server.address + "/app/settings/tokens")
    expect(heading("tokens")).to_be_in_viewport()
