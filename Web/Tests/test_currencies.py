"""Amounts of several currencies stand beside each other and are never added together."""

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import expect


@pytest.fixture
def rule(person):
    """A filter for three companies: two with yuan, one with dollars."""
    for name, amount, currency in (("甲", "400.50", "CNY"), ("乙", "300", "CNY"), ("丙", "70", "USD")):
        name = f"多币种{name} {person.way}"
        if not person.get("/customers", name=name)["data"]:
            person.send("POST", "/customers", {"name": name, "kind": "organisation", "size": "large", "annualRevenue": {"amount": amount, "currency": currency}})
    return {"and": [{"name": {"startsWith": "多币种"}}, {"name": {"contains": str(person.way)}}]}


def show(person, rule, **more):
    query = "&".join(f"{name}={quote(value if isinstance(value, str) else json.dumps(value))}" for name, value in {"view": "all", "filter": rule, **more}.items())
    person.open(f"/customers?{query}")
    return person.page


def test_a_list_tells_a_sum_for_each_currency(person, rule):
    page = show(person, rule, sums="annualRevenue")

    sum = page.locator(".gx-foot b")
    expect(sum).to_contain_text("¥700.5")
    expect(sum).to_contain_text("$70")
    expect(sum).not_to_contain_text("770")
    person.shot("currencies-list")
    page = show(person, rule, sums="annualRevenue", group="size")
    head = page.locator(".gx-group-head").first
    expect(head).to_contain_text("¥700.5")
    expect(head).to_contain_text("$70")
    expect(head).to_contain_text("3")
    person.shot("currencies-groups")


def test_a_board_tells_a_sum_for_each_currency(person, rule):
    page = show(person, rule, mode="board", board={"field": "size", "sum": "annualRevenue"})

    head = page.locator('.gx-board-column:has([data-key="large"]) .gx-board-column-sum')
    expect(head).to_contain_text("¥700.5")
    expect(head).to_contain_text("$70")
    person.shot("currencies-board")


def test_a_chart_draws_each_currency_for_itself(person, rule):
    page = show(person, rule, mode="chart", chart={"type": "bar", "groups": ["size"], "measure": "sum:annualRevenue"})

    expect(page.locator(".gx-chart-currency")).to_have_text(["CNY", "USD"])
    expect(page.locator(".gx-chart-canvas canvas")).to_have_count(2)
    # Both at once: what lies below the edge is taken for missing.
    expect(page.locator(".gx-chart-currency").last).to_be_in_viewport()
    person.shot("currencies-chart")
    page.get_by_role("button", name=person.t("chart.table"), exact=True).click()
    table = page.locator(".gx-chart-view")
    expect(table).to_contain_text("700.5")
    expect(table).to_contain_text("70")
    expect(table).not_to_contain_text("770")
    person.shot("currencies-table")
