"""Microsoft's Web Chat, a client that we did not write, holds a conversation against our Direct Line subset."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser.npm import file_of
from tests.serving import Server

PACKAGE = "botframework-webchat@4.18.1"
HTML = """<!doctype html><html lang="en"><title>check</title><div id="webchat" style="height:90vh"></div>
<script src="/check/webchat.js"></script><script>
(async () => {
  const given = await (await fetch("/v3/directline/tokens/generate",
    {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"})).json();
  const directLine = WebChat.createDirectLine({token: given.token, domain: location.origin + "/v3/directline"});
  WebChat.renderWebChat({directLine, styleOptions: {hideUploadButton: true}}, document.getElementById("webchat"));
})();
</script></html>"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return file_of(PACKAGE, "dist/webchat-es5.js", tmp_path_factory.mktemp("npm"))


async def test_the_official_web_chat_holds_a_conversation(
    browser: Browser, server: Server, script: bytes, pictures: Path
) -> None:
    page = await (await browser.new_context()).new_page()

    async def served(route: Route) -> None:
        if route.request.url.endswith(".js"):
            await route.fulfill(body=script, content_type="text/javascript")
        else:
            await route.fulfill(body=HTML, content_type="text/html")

    await page.route("**/check/**", served)
    await page.goto(f"{server.url}/check/")
    await expect(page.get_by_text("Hello, I am the CVF coach").first).to_be_visible(timeout=20_000)
    box = page.get_by_role("textbox")
    await box.fill("what is level 2 ownership?")
    await box.press("Enter")
    await expect(page.get_by_text("We take ownership, level 2").first).to_be_visible()
    await expect(page.get_by_text("Source: College of Policing CVF, 2016").first).to_be_visible()
    actions = page.get_by_role("toolbar", name="Suggested actions")
    await actions.get_by_role("button", name="Level 3", exact=True).click()
    await expect(page.get_by_text("We take ownership, level 3").first).to_be_visible()
    await expect(page.get_by_text("Sending")).to_have_count(0)
    await page.screenshot(path=pictures / "web-chat.png")
