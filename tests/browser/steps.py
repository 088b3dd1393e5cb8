"""What a hand does and an eye reads on the app's pages."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import settled


def visit(page: Page, address: str, path: str = "") -> None:
    """Open an address of the app and wait for the page."""
    page.goto(f"{address}/{path}")
    page.locator(".st-key-strip").wait_for()
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def go(page: Page, name: str) -> None:
    """Follow a link of the navigation."""
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("link", name=name, exact=True).first).to_have_attribute("aria-current", "page")
    settled(page)


def tile(page: Page, label: str) -> Locator:
    """The value of a key figure, on the Simulator's live tiles or on one of Streamlit's own."""
    named = page.get_by_text(label, exact=True)
    plain = page.get_by_test_id("stMetric").filter(has=named).get_by_test_id("stMetricValue")
    return plain.or_(page.locator(".tile").filter(has=named).locator(".value"))


def slider(page: Page, channel: str) -> Locator:
    return page.get_by_role("slider", name=f"{channel}, year")


def held(page: Page, channel: str) -> int:
    """What a slider stands at, in currency units."""
    return int(slider(page, channel).get_attribute("aria-valuenow") or -1)


def stands_at(page: Page, channel: str, amount: int) -> None:
    expect(slider(page, channel)).to_have_attribute("aria-valuenow", str(amount))


def answered(page: Page) -> None:
    """Wait until Python has answered what the board previewed."""
    expect(page.locator(".tile.preview")).to_have_count(0)
    settled(page)


def drag(page: Page, channel: str, share: float) -> None:
    """Take a slider's handle with the mouse to `share` of its track."""
    handle = slider(page, channel)
    handle.scroll_into_view_if_needed()
    box, thumb = handle.locator("xpath=..").bounding_box(), handle.bounding_box()
    assert box is not None
    assert thumb is not None
    middle = thumb["y"] + thumb["height"] / 2
    page.mouse.move(thumb["x"] + thumb["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + share * box["width"], middle, steps=8)
    page.mouse.up()


def lock(page: Page, channel: str) -> None:
    page.get_by_role("checkbox", name=f"Lock {channel}").click()
    expect(slider(page, channel)).to_have_attribute("aria-disabled", "true")


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).first.click()


def view(page: Page, label: str) -> None:
    """Choose one of a page's views."""
    choice = page.get_by_role("radio", name=label, exact=True)
    choice.click()
    expect(choice).to_be_checked()
    settled(page)


def sent(page: Page) -> Locator:
    """The short confirmation after a step."""
    return page.get_by_test_id("stToast")


def sideways(page: Page) -> int:
    """Pixels by which the page could be scrolled to the side."""
    found: int = page.evaluate(
        """() => Math.max(...[document.documentElement, document.querySelector('[data-testid=stMain]')]
            .map(part => part.scrollWidth - part.clientWidth))"""
    )
    return found
