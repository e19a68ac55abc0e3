"""A real Chromium against a real server. Where there is no Chromium these tests are skipped and say so."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.serving import Server

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=LocalNetworkAccessChecks",  # a page that a test makes up has no address of its own
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as running:
        yield running


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium: install Debian's chromium, or set CHROMIUM to one")
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield found
        await found.close()


@pytest.fixture
async def page(browser: Browser, server: Server) -> AsyncIterator[Page]:
    context = await browser.new_context()
    opened = await context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    await opened.goto(server.url)
    await expect(opened.locator(".coach")).to_have_count(1)
    yield opened
    await context.close()
    assert errors == []


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures to look at are put: the folder that PICTURES names, else one that pytest clears away."""
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


async def say(page: Page, text: str) -> None:
    """Type a message and wait for its answer."""
    before = await page.locator(".coach").count()
    await page.fill("#say", text)
    await page.press("#say", "Enter")
    await expect(page.locator(".coach")).to_have_count(before + 1)


async def until(server: Server, text: str) -> None:
    """Wait until the server's log holds a text."""
    for _ in range(100):
        if text in server.log.read_text():
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"the log never says {text}")
