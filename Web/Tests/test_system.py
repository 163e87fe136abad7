"""The state of the system: what it says of backups."""

import re

import pytest
from playwright.sync_api import expect

from conftest import Person
from test_access import STANDARD, Axe


@pytest.fixture
def operator(chromium, start_server, way):
    """An administrator of a server that has no backup yet."""
    server = start_server("--demo", fill=lambda server: (server.run("migrate"), server.run("demo", "--customers", "5")))
    person = Person(chromium, server, way)
    yield person
    person.leave()


def test_a_missing_backup_is_warned_of_until_one_is_made(operator, tmp_path):
    operator.open("/admin/system")
    page = operator.page
    chip = page.locator(".gx-chip").filter(has_text=operator.t("system.backupNever"))
    expect(chip).to_be_visible()
    # The colour of what is to be looked after, not that of a remark.
    expect(chip).to_have_class(re.compile("gx-chip-amber"))
    expect(page.get_by_text(operator.t("system.backupHelp"))).to_be_visible()
    operator.settle()
    operator.shot("system-no-backup")
    found = Axe().run(page, options=STANDARD).response["violations"]
    assert not found, [(problem["id"], [node["html"][:140] for node in problem["nodes"]]) for problem in found]

    operator.server.run("backup", str(tmp_path / "backups"))
    operator.button("system.refresh").click()

    expect(chip).to_have_count(0)
    expect(page.get_by_text(operator.t("system.backupHelp"))).to_have_count(0)
    group = page.locator(".gx-system-group").filter(has=page.get_by_role("heading", name=operator.t("system.name.backup"), exact=True))
    expect(group).to_contain_text(operator.t("system.name.lastBackupAt"))
    expect(group).to_contain_text("guanxi")
    operator.settle()
    operator.shot("system-backup")


def test_an_old_backup_is_warned_of_with_its_days(operator):
    def old(route):
        answer = route.fetch()
        system = answer.json()
        system["backup"] |= {"isOverdue": True, "lastBackupAt": "2026-01-02T03:04:05Z", "warningDays": 3}
        route.fulfill(response=answer, json=system)

    operator.page.route("**/api/v1/system", old)
    operator.open("/admin/system")

    expect(operator.page.locator(".gx-chip.gx-chip-amber")).to_have_text(operator.t("system.backupOverdue", count=3))
