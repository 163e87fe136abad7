"""Dialogs and the address behind them: they go when their page goes, unless something typed would go with them."""

import re

from playwright.sync_api import expect


def open_list_and_dialog(person):
    """Home, the list, and a new contact in a dialog over it."""
    person.open("/")
    page = person.page
    page.locator(".gx-search").wait_for()
    person.open("/contacts")
    expect(page.locator(".gx-td-title, .gx-card-title").first).to_be_visible()
    page.locator(".gx-td-title a, .gx-card-main").first.click()
    expect(page.locator(".gx-record-actions")).to_be_visible()
    page.locator(".gx-record-actions").get_by_role("button", name=person.t("action.edit"), exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator('[data-field="name"] input')).to_be_visible()
    return page, dialog


def test_the_browsers_back_closes_a_dialog(person):
    page, dialog = open_list_and_dialog(person)

    page.go_back()

    expect(dialog).to_have_count(0)
    expect(page).to_have_url(re.compile("/app/contacts$"))


def test_the_browsers_back_asks_before_what_was_typed_goes(person):
    page, dialog = open_list_and_dialog(person)
    dialog.locator('[data-field="name"] input').fill("还没有保存")
    there = page.url

    page.go_back()
    question = page.get_by_role("dialog", name=person.t("form.discard"))
    question.get_by_role("button", name=person.t("action.cancel"), exact=True).click()
    expect(question).to_have_count(0)
    expect(dialog.locator('[data-field="name"] input')).to_have_value("还没有保存")
    expect(page).to_have_url(there)

    page.go_back()
    question.get_by_role("button", name=person.t("form.discardYes"), exact=True).click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile("/app/contacts$"))
