"""Exports that are done again and again: planned from a list, seen, changed, switched off."""

import re

from playwright.sync_api import expect

from test_export import open_dialog as export_dialog


def test_an_export_is_repeated_every_week(person):
    page = person.page
    name = f"每周客户 {person.way}"
    person.open('/customers?view=all&filter={"grade":"a"}')
    dialog = export_dialog(person)
    if person.way.is_narrow:
        # There it is the chosen ones that are taken along, unless one says otherwise.
        dialog.get_by_role("radio").nth(1).check()
    dialog.get_by_role("button", name=person.t("schedule.make")).click()

    dialog = page.get_by_role("dialog", name=person.t("schedule.make"))
    dialog.locator("#gx-schedule-name").fill(name)
    dialog.get_by_label(person.t("rhythm.title")).select_option("weekly")
    page.get_by_label(person.t("rhythm.weekday"), exact=True).select_option("5")
    page.get_by_label(person.t("rhythm.time"), exact=True).fill("07:30")
    person.shot("schedule-dialog")
    person.button("action.save").click()
    page.get_by_role("button", name=person.t("schedule.toList")).click()

    row = page.locator(".gx-job").filter(has_text=name)
    expect(row).to_contain_text("07:30")
    made = next(one for one in person.get("/scheduled-jobs", limit=100)["data"] if one["name"] == name)
    assert made["rhythm"] == "30 7 * * 5" and made["payload"]["filter"] == {"grade": "a"} and made["nextAt"]
    person.shot("schedules")

    row.get_by_role("button", name=person.t("action.more")).click()
    page.get_by_role("menuitem", name=person.t("action.edit")).click()
    page.get_by_label(person.t("rhythm.title")).select_option("custom")
    page.get_by_label(person.t("rhythm.text")).fill("every day")
    person.button("action.save").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    # The browser reports the refused answer; it is no fault of the page.
    person.troubles.clear()
    page.get_by_label(person.t("rhythm.text")).fill("15 6 1,15 * *")
    person.button("action.save").click()
    expect(row).to_contain_text("15 6 1,15 * *")

    row.get_by_role("button", name=person.t("schedule.turnOff"), exact=True).click()
    expect(row).to_contain_text(person.t("schedule.off"))
    assert person.get(f"/scheduled-jobs/{made['id']}")["nextAt"] is None
    row.get_by_role("button", name=person.t("action.more")).click()
    page.get_by_role("menuitem", name=person.t("action.delete")).click()
    expect(row).to_have_count(0)


def test_a_change_of_all_that_match_is_repeated(person):
    page = person.page
    person.open('/customers?view=all&filter={"grade":"c"}')
    expect(page.locator("[role=row], .gx-card").nth(2)).to_be_visible()
    page.locator(".gx-card-box" if person.way.is_narrow else "[role=gridcell] .gx-box").first.click()
    # Of records that were chosen one by one there would be nothing to repeat.
    dialog = page.locator(".gx-dialog")
    person.button("bulk.edit").click()
    expect(dialog).to_be_visible()
    expect(person.button("schedule.make")).to_have_count(0)
    dialog.get_by_role("button", name=person.t("action.cancel"), exact=True).click()
    page.get_by_role("button", name=re.compile(person.t("bulk.chooseAll").replace("{n}", "[0-9,]+"))).click()
    person.button("bulk.edit").click()
    dialog.get_by_role("combobox").fill(person.label("customer", "notes"))
    page.get_by_role("option", name=person.label("customer", "notes"), exact=True).click()
    dialog.get_by_role("textbox", name=person.label("customer", "notes")).fill("例行")
    person.shot("schedule-change")
    person.button("schedule.make").click()
    name = f"每日改备注 {person.way}"
    page.locator("#gx-schedule-name").fill(name)
    person.button("action.save").click()
    page.get_by_role("button", name=person.t("schedule.toList")).click()
    row = page.locator(".gx-job").filter(has_text=name)
    expect(row).to_contain_text(person.t("schedule.job.bulkChange"))
    made = next(one for one in person.get("/scheduled-jobs", limit=100)["data"] if one["name"] == name)
    assert made["job"] == "bulkChange" and made["payload"]["filter"] == {"grade": "c"} and list(made["payload"]["change"]) == ["notes"]
    person.send("DELETE", f"/scheduled-jobs/{made['id']}")


def test_administrators_see_the_rhythms_of_the_system_and_the_course_of_a_job(person):
    page = person.page
    person.open("/jobs?view=schedules")
    system = page.locator(".gx-job").filter(has_text="03:20")
    expect(system).to_contain_text(person.t("rhythm.words.daily", time="03:20"))
    person.shot("schedules-system")
    job = person.send("POST", "/jobs", {"kind": "check", "payload": {}})["id"]
    person.open("/jobs")
    row = page.locator(".gx-job").first
    row.get_by_role("button", name=person.t("jobs.course")).click()
    expect(row.locator(".gx-job-step").first).to_contain_text(person.t("jobs.course.asked"))
    expect(row.locator(".gx-job-step").last).to_contain_text(person.t("jobs.state.done"), timeout=30_000)
    person.shot("job-course")
    assert person.get(f"/jobs/{job}/log")["data"] == []


def test_a_schedule_is_changed_by_the_keyboard_alone(person):
    page = person.page
    name = f"键盘 {person.way}"
    made = person.send("POST", "/scheduled-jobs", {"name": name, "job": "export", "rhythm": "0 8 * * *", "payload": {"entity": "customer", "format": "csv"}})
    person.open("/jobs?view=schedules")
    more = page.locator(".gx-job").filter(has_text=name).get_by_role("button", name=person.t("action.more"))

    more.press("Enter")
    expect(page.locator(".gx-menu")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name=person.t("action.edit"))).to_be_focused()
    page.keyboard.press("Enter")
    # The menu is gone and stays so, though the key comes up over the button that it belongs to.
    expect(page.locator("#gx-schedule-name")).to_be_focused()
    page.wait_for_timeout(300)
    expect(page.locator(".gx-menu")).to_have_count(0)
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(more).to_be_focused()
    person.send("DELETE", f"/scheduled-jobs/{made['id']}")
