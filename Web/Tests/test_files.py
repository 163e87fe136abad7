"""Files on a record: added, looked at, saved, taken away and brought back."""

import struct
import zlib

from playwright.sync_api import expect

from test_record import a_customer, tab


def picture(colour):
    """A PNG of one colour."""
    width, height = 40, 30
    part = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = zlib.compress((b"\0" + bytes(colour) * width) * height)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + part(b"IDAT", rows) + part(b"IEND", b"")


def test_files_are_added_looked_at_saved_and_taken_away(person):
    customer = a_customer(person)
    person.open(f"/customers/{customer['id']}")
    page = person.page
    expect(page.get_by_role("heading", level=1, name=customer["name"])).to_be_visible()
    tab(person, "files")
    section = page.get_by_role("region", name=person.t("files.title"))
    mark = f"{person.way}".replace("/", "-")
    first, second = picture((20, 40, 120)), picture((10, 120, 120))

    section.locator("input[type=file]").set_input_files([
        {"name": f"营业执照 {mark}.png", "mimeType": "image/png", "buffer": first},
        {"name": f"现场 {mark}.png", "mimeType": "image/png", "buffer": second},
    ])
    expect(section.get_by_role("link", name=f"现场 {mark}.png", exact=True)).to_be_visible()
    person.shot("record-files")

    section.get_by_role("link", name=f"营业执照 {mark}.png", exact=True).click()
    dialog = page.get_by_role("dialog")
    shown = dialog.get_by_role("img", name=f"营业执照 {mark}.png")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 40
    page.keyboard.press("ArrowLeft")
    expect(dialog.get_by_role("img", name=f"现场 {mark}.png")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    with page.expect_download() as download:
        section.get_by_role("link", name=person.t("files.save", name=f"营业执照 {mark}.png")).click()
    assert download.value.suggested_filename == f"营业执照 {mark}.png"
    assert open(download.value.path(), "rb").read() == first

    section.get_by_role("button", name=person.t("files.delete", name=f"现场 {mark}.png")).click()
    person.toast(person.t("files.deleted", name=f"现场 {mark}.png"))
    expect(section.get_by_role("link", name=f"现场 {mark}.png", exact=True)).to_have_count(0)
    person.button("action.undo").click()
    expect(section.get_by_role("link", name=f"现场 {mark}.png", exact=True)).to_be_visible()
