"""The server dies in the middle of a conversation: nothing acknowledged is lost, nothing is shown twice."""

from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import say
from tests.serving import Server


async def test_killed_and_started_again(page: Page, server: Server) -> None:
    await say(page, "level 2 ownership")
    await say(page, "and level 3?")
    server.kill()
    await expect(page.locator("#status")).to_contain_text("Connection lost")
    await page.fill("#say", "why does that matter")
    await page.press("#say", "Enter")  # written while the server is away: sent once it is back
    server.start()
    await expect(page.locator("#status")).to_have_text("Connected", timeout=20_000)
    await expect(page.locator(".coach")).to_have_count(4)
    await expect(page.locator(".coach").last).to_contain_text("Why it matters", ignore_case=True)
    said = ["level 2 ownership", "and level 3?", "why does that matter"]
    await expect(page.locator(".person")).to_have_text(said)
    await page.reload()
    await expect(page.locator(".coach")).to_have_count(4)
    await expect(page.locator(".person")).to_have_text(said)


async def test_killed_at_every_point_of_a_message(page: Page, server: Server) -> None:
    said = [f"level {1 + i % 3} ownership" for i in range(6)]
    for i, text in enumerate(said):
        await page.fill("#say", text)
        await page.press("#say", "Enter")
        await page.wait_for_timeout(i * 3)  # milliseconds: before, during and after the turn
        server.kill()
        server.start()
        await expect(page.locator(".coach")).to_have_count(i + 2, timeout=20_000)
    await expect(page.locator(".person")).to_have_text(said)
    await page.reload()
    await expect(page.locator(".person")).to_have_text(said)
    await expect(page.locator(".coach")).to_have_count(len(said) + 1)


async def test_without_web_sockets_the_page_looks_again(browser: Browser, server: Server) -> None:
    page = await (await browser.new_context()).new_page()

    await page.add_init_script("WebSocket = class { constructor() { setTimeout(() => this.onclose()); } close() {} }")
    await page.goto(server.url)
    await expect(page.locator(".coach")).to_have_count(1)
    await say(page, "level 2 ownership")
    await expect(page.locator(".coach").last).to_contain_text("We take ownership, level 2")


async def test_a_stop_lets_the_page_know_and_ends_cleanly(page: Page, server: Server) -> None:
    await say(page, "courage")
    assert server.stop() == 0
    assert '"event": "stopped"' in server.log.read_text()
    await expect(page.locator("#status")).to_contain_text("Connection lost")
