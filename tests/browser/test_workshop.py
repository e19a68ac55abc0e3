"""A workshop in real browsers: the link to join with, the facilitator's page while it runs, and the figures."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import say
from tests.dialogs.practising import CARE_HOME
from tests.serving import Server

SERIOUS = ("serious", "critical")


@asynccontextmanager
async def somebody(browser: Browser, address: str, width: int = 412) -> AsyncIterator[Page]:
    """A person in a browser of their own, on a phone."""
    context = await browser.new_context(viewport={"width": width, "height": 900})
    page = await context.new_page()
    await page.goto(address)
    yield page
    await context.close()


async def press(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label, exact=True).last.click()


async def sound(page: Page) -> None:
    found = await Axe().run(page)
    assert [each["id"] for each in found.response["violations"] if each["impact"] in SERIOUS] == []


async def test_a_workshop_from_its_draft_to_the_figures(browser: Browser, server: Server, pictures: Path) -> None:
    async with somebody(browser, server.url) as boss:
        await expect(boss.locator(".coach")).to_have_count(1)
        await say(boss, "set up a workshop: courage, 1 round, groups of three")
        await boss.screenshot(path=pictures / "workshop-draft.png")
        await press(boss, "Open the workshop")
        opened = boss.locator(".coach").last
        await expect(opened).to_contain_text("Code to join")
        await boss.screenshot(path=pictures / "workshop-code.png")
        told = await opened.inner_text()
        link = re.search(r"http://\S+/#join=[A-Z0-9-]+", told)
        assert link
        assert await opened.get_by_role("link", name=link[0]).get_attribute("href") == link[0]
        desk = await opened.get_by_role("link", name="Who is here").get_attribute("href")
        assert desk
        people = [somebody(browser, link[0]) for _ in range(6)]
        pages = [await person.__aenter__() for person in people]
        for number, page in enumerate(pages, 1):
            await expect(page.locator(".coach").last).to_contain_text(f"Person {number}")
            assert "join" not in page.url
            await say_and_wait(page, f"call me Sam {number}", f"You are Sam {number} here.")
        async with somebody(browser, desk, 1000) as live:
            await expect(live.locator("#live")).to_contain_text("6 people")
            await press(boss, "Start round 1")
            await expect(live.locator("#live")).to_contain_text("Thinking", timeout=10_000)
            await press(pages[0], "I am ready")
            await expect(live.locator("#live")).to_contain_text("1 ready", timeout=10_000)
            await sound(live)
            await live.screenshot(path=pictures / "workshop-live.png", full_page=True)
            for page, role in zip(pages[:3], ("You answer", "You ask", "You observe"), strict=True):
                await expect(page.locator(".coach").filter(has_text=role).last).to_be_visible()
            await press(boss, "Next step")
            for page, role in zip(pages[:3], ("answer", "ask", "observe"), strict=True):
                await expect(page.locator(".coach").last).to_contain_text(f"You {role}")
                await expect(page.locator(".coach").last).to_contain_text("Answering")
                await page.screenshot(path=pictures / f"workshop-{role}.png")
            await press(pages[0], "Type my answer")
            await expect(pages[0].locator(".coach").last).to_contain_text("Answer in one message")
            await say(pages[0], CARE_HOME)
            await press(boss, "Next step")
            await expect(pages[0].locator(".coach").last).to_contain_text("mark your own answer")
            await press(boss, "Next step")
            await press(boss, "End the workshop")
            await expect(boss.locator(".coach").last).to_contain_text("Over")
            await expect(live.locator("h1")).to_be_visible()
            await expect(live.locator("main")).to_contain_text("Fewer than five people", timeout=10_000)
            await sound(live)
        for person in people:
            await person.__aexit__(None, None, None)


async def say_and_wait(page: Page, text: str, answer: str) -> None:
    await page.fill("#say", text)
    await page.press("#say", "Enter")
    await expect(page.locator(".coach").last).to_contain_text(answer)
