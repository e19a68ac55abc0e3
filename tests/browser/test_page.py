"""The chat page as people use it."""

import json
import re

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import say
from tests.serving import Server


async def test_a_question_is_answered_with_its_source_and_next_steps(page: Page) -> None:
    await say(page, "level 2 ownership")
    answer = page.locator(".coach").last
    await expect(answer.get_by_role("heading")).to_have_text("We take ownership, level 2")
    await expect(answer.locator(".source")).to_contain_text("College of Policing CVF, 2016")
    assert await answer.locator(".choices button").count() >= 3


async def test_a_button_asks_on_and_focus_follows_the_answer(page: Page) -> None:
    await say(page, "level 2 ownership")
    await page.get_by_role("button", name="Level 3", exact=True).press("Enter")
    answer = page.locator(".coach").nth(2)
    await expect(answer.get_by_role("heading")).to_have_text("We take ownership, level 3")
    await expect(answer.get_by_role("article")).to_be_focused()
    await expect(page.locator(".choices")).to_have_count(1)


async def test_everything_is_reached_by_keyboard(page: Page) -> None:
    await page.locator("#say").focus()
    await page.keyboard.type("courage")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("negative")
    assert await page.locator("#say").input_value() == "courage\nnegative"
    await page.keyboard.press("Enter")
    await expect(page.locator(".coach")).to_have_count(2)
    await page.locator("#menu-button").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#menu")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#menu")).to_be_hidden()
    await expect(page.locator("#menu-button")).to_be_focused()


async def test_what_someone_types_is_never_markup(page: Page) -> None:
    await say(page, "<img src=x onerror=alert(1)> **level 2** ownership")
    assert await page.locator("#log img").count() == 0
    await expect(page.locator(".person").last).to_contain_text("<img src=x onerror=alert(1)> **level 2**")


async def test_a_reload_shows_the_conversation_and_goes_on_with_it(page: Page) -> None:
    await say(page, "level 2 ownership")
    await page.reload()
    await expect(page.locator(".coach")).to_have_count(2)
    await expect(page.locator(".person")).to_have_text(["level 2 ownership"])
    await say(page, "and level 3?")
    await expect(page.locator(".coach").last).to_contain_text("We take ownership, level 3")


async def test_an_answer_can_be_copied(browser: Browser, server: Server) -> None:
    context = await browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    await page.goto(server.url)
    await expect(page.locator(".coach")).to_have_count(1)
    await say(page, "level 2 ownership")
    await page.locator(".copy").last.click()
    await expect(page.locator("#spoken")).to_have_text("Copied")
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("We take ownership, level 2")
    assert "**" not in copied


async def test_two_people_see_only_their_own(browser: Browser, server: Server, page: Page) -> None:
    await say(page, "level 2 ownership")
    other = await (await browser.new_context()).new_page()
    await other.goto(server.url)
    await expect(other.locator(".coach")).to_have_count(1)
    await expect(other.locator(".person")).to_have_count(0)


async def test_someone_goes_on_in_another_browser_with_a_code(browser: Browser, server: Server, page: Page) -> None:
    await say(page, "level 2 ownership")
    await page.click("#menu-button")
    await page.click("#go-on")
    await expect(page.locator("#resume-code")).to_have_text(re.compile(r"\w{4}-\w{4}-\w{4}-\w{4}"))
    code = await page.locator("#resume-code").inner_text()
    other = await (await browser.new_context()).new_page()
    await other.goto(server.url)
    await expect(other.locator(".coach")).to_have_count(1)
    await other.click("#menu-button")
    await other.click("#enter-code")
    await other.fill("#code", "AAAA-BBBB")
    await other.press("#code", "Enter")
    await expect(other.locator("#code-error")).to_contain_text("not known")
    await other.fill("#code", code.lower())
    await other.press("#code", "Enter")
    await expect(other.locator(".person")).to_have_text(["level 2 ownership"])
    await say(other, "and level 3?")
    await expect(page.locator(".coach")).to_have_count(3)


async def test_what_is_stored_can_be_downloaded_and_deleted(page: Page) -> None:
    await say(page, "level 2 ownership")
    await page.click("#menu-button")
    async with page.expect_download() as download:
        await page.click("#download")
    kept = json.loads((await (await download.value).path()).read_text())
    assert "level 2 ownership" in str(kept)
    await page.click("#menu-button")
    await page.click("#forget")
    await page.get_by_role("button", name="Yes, delete everything now").click()
    await expect(page.locator(".coach").last).to_contain_text("has been deleted")
    await page.reload()
    await expect(page.locator(".coach")).to_have_count(1)
    await expect(page.locator(".person")).to_have_count(0)


async def test_axe_finds_nothing_serious(browser: Browser, server: Server) -> None:
    for scheme in ("light", "dark"):
        for width in (390, 1200):
            context = await browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
            page = await context.new_page()
            await page.goto(server.url)
            await expect(page.locator(".coach")).to_have_count(1)
            for text in ("level 2 ownership", "integrity or courage", "what will the weather be", "help"):
                await say(page, text)
            await page.click("#menu-button")
            found = await Axe().run(page)
            serious = [rule["id"] for rule in found.response["violations"] if rule["impact"] in ("serious", "critical")]
            assert serious == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
            await context.close()


async def test_nothing_is_asked_of_any_other_server(browser: Browser, server: Server) -> None:
    page = await (await browser.new_context()).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(server.url)
    await expect(page.locator(".coach")).to_have_count(1)
    await say(page, "courage")
    assert asked
    assert all(url.startswith((server.url, server.url.replace("http", "ws"))) for url in asked)
