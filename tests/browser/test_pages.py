"""Privacy and terms in a real Chromium: legible on the smallest phone, in both schemes, without JavaScript."""

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.serving import Server


@pytest.mark.parametrize("name", ["privacy", "terms"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser, server: Server, name: str, scheme: str
) -> None:
    for width in (320, 1200):
        context = await browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
        page = await context.new_page()
        refused: list[str] = []
        page.on("console", lambda line, refused=refused: refused.append(line.text))
        await page.goto(f"{server.url}/{name}")
        found = await Axe().run(page)
        assert [rule["id"] for rule in found.response["violations"]] == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        assert await page.evaluate("getComputedStyle(document.body).marginTop") == "0px"  # page.css came
        assert refused == []
        await context.close()


async def test_without_javascript_each_page_leads_to_the_others(browser: Browser, server: Server) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = await context.new_page()
    await page.goto(f"{server.url}/privacy")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    await page.get_by_role("navigation").get_by_role("link", name="Terms of use").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Terms of use")
    await page.get_by_role("main").get_by_role("link", name="Privacy").click()
    await expect(page).to_have_url(f"{server.url}/privacy")
    await context.close()


async def test_the_menu_of_the_chat_leads_to_both(page: Page) -> None:
    for name, title in (("Privacy", "Privacy"), ("Terms of use", "Terms of use")):
        await page.click("#menu-button")
        await page.get_by_role("link", name=name).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        await page.go_back()
        await expect(page.locator(".coach").first).to_be_visible()


@pytest.mark.parametrize("look", ["", "&large=1&easier=1"])
async def test_a_handout_is_sound_and_fits_its_paper(
    browser: Browser, server: Server, pictures: Path, look: str
) -> None:
    page = await browser.new_page(viewport={"width": 794, "height": 1123})
    await page.goto(f"{server.url}/handouts")
    found = await Axe().run(page)
    assert [each["id"] for each in found.response["violations"] if each["impact"] in ("serious", "critical")] == []
    kinds = "kind=indicators&kind=questions&kind=sheets&kind=star"
    await page.goto(f"{server.url}/handouts/print?{kinds}&about=value/courage&scale=1-5{look}")
    found = await Axe().run(page)
    assert [each["id"] for each in found.response["violations"] if each["impact"] in ("serious", "critical")] == []
    await page.emulate_media(media="print")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.screenshot(path=pictures / f"handout{'-large' if look else ''}.png", full_page=True)
    await page.close()
