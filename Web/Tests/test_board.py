"""Cards that are carried by hand: with a finger on a phone, with the mouse on a desk."""

import json
from urllib.parse import quote

from playwright.sync_api import expect

# Longer than the hold after which a finger carries instead of scrolling.
HOLD = 400


def test_a_card_is_carried_by_hand_and_stays(person):
    made = person.send("POST", "/customers", {"name": f"用手拖动 {person.way}", "grade": "a"})
    rule = {"id": {"in": [made["id"], *[row["id"] for row in person.get("/customers", filter='{"grade": "b"}', limit=1)["data"]]]}}
    person.open(f"/customers?view=all&mode=board&board={quote(json.dumps({'field': 'grade'}))}&filter={quote(json.dumps(rule))}")
    page = person.page
    card = page.locator('[data-key="a"] .gx-board-card')
    target = page.locator('.gx-board-column:has([data-key="b"])')
    # Both columns in sight, as somebody would scroll them.
    page.locator('.gx-board-column:has([data-key="a"])').evaluate("column => column.scrollIntoView({ inline: 'start' })")
    expect(card).to_be_visible()
    expect(page.locator('[data-key="b"] .gx-board-card')).to_have_count(1)

    carry = by_finger if person.way.is_narrow else by_mouse
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
        carry(page, card.locator("b"), page.locator('[data-key="b"] .gx-board-card'))

    assert saved.value.ok
    expect(target.locator(".gx-board-card", has_text=made["name"])).to_be_visible()
    expect(page.locator('[data-key="a"] .gx-board-card')).to_have_count(0)
    person.shot("board-carried")
    assert person.get(f"/customers/{made['id']}")["grade"] == "b"
    # The end of the gesture is no click.
    assert "mode=board" in page.url
    person.send("DELETE", f"/customers/{made['id']}")


def middle(page, locator):
    box = locator.bounding_box()
    right = min(box["x"] + box["width"], page.viewport_size["width"])
    return (box["x"] + right) / 2, box["y"] + box["height"] / 2


def steps(start, end, count=12):
    return [tuple(a + (b - a) * i / count for a, b in zip(start, end)) for i in range(1, count + 1)]


def by_mouse(page, card, place):
    start, end = middle(page, card), middle(page, place)
    page.mouse.move(*start)
    page.mouse.down()
    for x, y in steps(start, end):
        page.mouse.move(x, y)
    page.mouse.up()


def by_finger(page, card, place):
    browser = page.context.new_cdp_session(page)
    touch = lambda kind, *points: browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})
    start, end = middle(page, card), middle(page, place)
    touch("touchStart", start)
    page.wait_for_timeout(HOLD)
    for point in steps(start, end):
        touch("touchMove", point)
    # A finger is never still, and people let go when the gap has opened where the card would fall.
    for i in range(100):
        if page.locator('[data-key="b"] .gx-board-card-ghost').count():
            break
        touch("touchMove", (end[0] - i % 2, end[1] + i % 8))
        page.wait_for_timeout(50)
    touch("touchEnd")
