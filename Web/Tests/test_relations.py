"""Relations between customers: added, seen from both ends, as a picture, added up, ended; warnings; what children leave on the time line."""

import re

from playwright.sync_api import expect


def a_pair(person):
    """Two companies with names that nobody else has."""
    make = lambda name: person.send("POST", "/customers", {"name": f"{name} {person.way}", "kind": "organisation", "creditLimit": {"amount": "100.00", "currency": "CNY"}})
    return make("关系甲"), make("关系乙")


def panel(person):
    """On a narrow page the panel is a tab of the page."""
    title = person.t("page.relations.title")
    if person.way.width < 900:
        person.page.get_by_role("tab", name=title, exact=True).click()
    return person.page.locator('[data-panel="relations"]')


def test_a_relation_is_added_and_reads_from_both_ends(person):
    mother, daughter = a_pair(person)
    person.open(f"/customers/{mother['id']}")
    relations = panel(person)
    expect(relations).to_contain_text(person.t("page.relations.none"))

    relations.get_by_role("button", name=person.t("page.relations.add")).click()
    dialog = person.page.get_by_role("dialog")
    inverse = {"zh-CN": "子公司", "en": "Subsidiary"}[person.way.language]
    dialog.locator('[data-field="type"] input').fill(inverse)
    person.page.get_by_role("option", name=inverse).first.click()
    dialog.locator('[data-field="other"] input').fill(daughter["name"])
    person.page.get_by_role("option", name=re.compile(re.escape(daughter["name"]))).first.click()
    dialog.get_by_role("button", name=person.t("action.save"), exact=True).click()

    expect(relations.get_by_role("link", name=daughter["name"])).to_be_visible()
    expect(relations).to_contain_text(inverse)
    assert person.get(f"/customers/{daughter['id']}")["parent"] == mother["id"]
    person.shot("relations")

    person.open(f"/customers/{daughter['id']}")
    relations = panel(person)
    expect(relations.get_by_role("link", name=mother["name"])).to_be_visible()
    expect(relations).to_contain_text({"zh-CN": "母公司", "en": "Parent company"}[person.way.language])


def test_the_graph_has_a_list_beside_it_and_the_totals_add_up(person):
    mother, daughter = a_pair(person)
    person.send("PATCH", f"/customers/{daughter['id']}", {"parent": mother["id"]})
    person.open(f"/customers/{mother['id']}")
    relations = panel(person)

    relations.get_by_role("button", name=person.t("page.relations.view.graph")).click()
    expect(relations.locator(".gx-graph-canvas canvas")).to_be_visible()
    expect(relations.locator(".gx-graph-list").get_by_role("button", name=daughter["name"])).to_be_visible()
    relations.locator(".gx-graph-list").get_by_role("button", name=daughter["name"]).click()
    expect(relations.locator(".gx-graph-list h4")).to_contain_text(daughter["name"])
    person.shot("relation-graph")

    relations.get_by_role("button", name=person.t("page.relations.view.totals")).click()
    expect(relations).to_contain_text("¥200.00")
    person.shot("relation-totals")


def test_an_ended_relation_stays_in_the_history(person):
    one, other = a_pair(person)
    tie = person.send("POST", "/customer-relations", {"from": one["id"], "to": other["id"], "type": "supplier", "since": "2020-01-01"})
    person.open(f"/customers/{other['id']}")
    relations = panel(person)
    expect(relations.get_by_role("link", name=one["name"])).to_be_visible()

    relations.get_by_role("button", name=person.t("page.relations.more", name=one["name"])).click()
    person.page.get_by_role("menuitem", name=person.t("page.relations.end")).click()

    expect(relations.get_by_role("link", name=one["name"])).to_have_count(0)
    relations.get_by_role("button", name=person.t("page.relations.showPast")).click()
    expect(relations.get_by_role("link", name=one["name"])).to_be_visible()
    assert person.get(f"/customer-relations/{tie['id']}")["until"]


def test_who_wants_no_contact_is_warned_of_and_children_stand_on_the_time_line(person):
    one, _ = a_pair(person)
    person.send("PATCH", f"/customers/{one['id']}", {"doNotContact": True})
    person.open(f"/customers/{one['id']}")
    expect(person.page.locator(".gx-consent-banner")).to_be_visible()

    name = f"孩子 {person.way}"
    person.send("POST", "/contacts", {"name": name, "customer": one["id"]})
    if person.way.width < 900:
        person.page.get_by_role("tab", name=person.t("record.tab.timeline"), exact=True).click()
    expect(person.page.locator(".gx-entry").filter(has_text=name)).to_contain_text(person.metadata("contact")["pluralLabel"])
