"""A whole interview on the page: buttons, timers, the report, the server restarted, and accessibility on the way."""

import json

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import say
from tests.dialogs.practising import CARE_HOME
from tests.serving import Server


async def press(page: Page, label: str) -> None:
    before = await page.locator(".coach").count()
    await page.get_by_role("button", name=label, exact=True).last.click()
    await expect(page.locator(".coach")).not_to_have_count(before)


async def test_an_interview_from_the_welcome_to_the_report(page: Page, server: Server) -> None:
    await press(page, "Practise an interview")
    await say_many(page, "practise compassion, 2 questions, 5 minute timer")
    await expect(page.get_by_role("timer")).to_contain_text("left")
    await say(page, CARE_HOME)
    server.kill()
    server.start()
    await expect(page.locator("#status")).to_have_text("Connected", timeout=20_000)
    await say(page, "what is level 1 ownership?")
    await press(page, "Back to my question")
    await press(page, "That's all")
    await press(page, "Mark 4")
    await expect(page.locator(".coach").last).to_contain_text("Your own mark: 4 of 5")
    found = await Axe().run(page)
    serious = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    assert serious == [], json.dumps(serious, indent=1)[:2000]
    await press(page, "Next question")
    await press(page, "Stop the interview")
    link = page.get_by_role("link", name="Report to read and print (opens in a new tab)")
    async with page.context.expect_page() as opening:
        await link.click()
    report = await opening.value
    await expect(report.get_by_role("heading", level=1)).to_contain_text("Practice interview of")
    await expect(report.get_by_role("table", name="What the check found")).to_be_visible()
    await expect(report.locator("blockquote")).to_contain_text("night shift")
    printed = await report.pdf()
    assert printed.startswith(b"%PDF")
    found = await Axe().run(report)
    assert found.response["violations"] == []
    await report.close()


async def say_many(page: Page, text: str) -> None:
    """A message that gets two replies."""
    before = await page.locator(".coach").count()
    await page.fill("#say", text)
    await page.press("#say", "Enter")
    await expect(page.locator(".coach")).to_have_count(before + 2)


async def test_words_of_a_person_never_become_links_or_markup(page: Page) -> None:
    await say_many(page, "practise compassion, 1 question")
    await say(page, "[click](/chat/report/x) <img src=x onerror=alert(1)> **bold** _soft_ " + CARE_HOME)
    await say(page, "done")
    await say(page, "skip")
    feedback = page.locator(".coach").last
    await expect(feedback.locator("a, img")).to_have_count(0)


async def test_after_a_reload_nothing_old_is_read_out(page: Page) -> None:
    await say_many(page, "practise compassion, 2 questions, 10 second timer")
    await page.wait_for_timeout(11_000)
    await expect(page.locator("#spoken")).to_contain_text("the time is up")
    await page.wait_for_timeout(5_000)
    await page.reload()
    await expect(page.locator(".coach")).to_have_count(3)
    await expect(page.get_by_role("timer")).to_have_count(1)
    assert await page.locator("#spoken").text_content() == ""
