"""Microsoft's own renderer of Adaptive Cards draws every golden card, on a phone's width and on a desk's."""

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from tests.bot.cards.replies import GOLDEN
from tests.browser.npm import file_of

PACKAGE = "adaptivecards@3.0.6"
CARDS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLDEN.glob("*.json"))}
WIDTHS = {"phone": 360, "desk": 900}
# As Teams has it: containers tinted, six actions one under the other on a phone.
HOST = {
    "fontFamily": "Segoe UI, Helvetica, Arial, sans-serif",
    "supportsInteractivity": True,
    "textBlock": {"headingLevel": 2},
    "containerStyles": {
        "good": {"backgroundColor": "#dff6dd"},
        "warning": {"backgroundColor": "#fff4ce"},
        "attention": {"backgroundColor": "#fde7e9"},
        "emphasis": {"backgroundColor": "#f0f0f0"},
    },
    "actions": {"maxActions": 6, "actionsOrientation": "vertical", "actionAlignment": "stretch"},
}
HTML = """<!doctype html><html lang="en-GB"><title>A card</title>
<style>body {{ margin: 8px; font: 16px sans-serif }} .ac-pushButton {{ padding: 8px; margin: 2px; font: inherit }}
.ac-textInput, .ac-numberInput {{ font: inherit; padding: 6px; width: 100% }}</style>
<main><h1 style="font-size: 12px">{name}</h1><div id="card"></div></main><script>{script}</script></html>"""
DRAW = """([made, host]) => {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(host);
  const context = new AdaptiveCards.SerializationContext();
  card.parse(made, context);
  window.sent = [];
  card.onExecuteAction = action => window.sent.push({...action.data});
  document.getElementById("card").replaceChildren(card.render());
  const found = card.validateProperties();
  return [...Array.from({length: context.eventCount}, (_, i) => context.getEventAt(i).message),
    ...found.validationEvents.map(event => event.message)];
}"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    return file_of(PACKAGE, "dist/adaptivecards.min.js", tmp_path_factory.mktemp("npm")).decode()


@pytest.fixture
async def blank(browser: Browser) -> Page:
    return await (await browser.new_context()).new_page()


async def drawn(page: Page, name: str, script: str, width: int) -> list[str]:
    """Draw a card; what the renderer says against it. A chart is unknown to it, so it draws the fallback."""
    await page.set_viewport_size({"width": width, "height": 800})
    await page.set_content(HTML.format(name=name, script=script))
    said: list[str] = await page.evaluate(DRAW, [CARDS[name], HOST])
    return said


def words(made: Any) -> set[str]:
    """What a client without charts has to show of a card."""
    if isinstance(made, list):
        return set().union(*map(words, made))
    if not isinstance(made, dict):
        return set()
    if str(made.get("type")).startswith("Chart."):
        return words(made["fallback"])
    own = {made[name].strip() for name in ("text", "label", "title") if isinstance(made.get(name), str)}
    return own | set().union(*map(words, made.values()))


@pytest.mark.parametrize("name", CARDS)
async def test_every_word_is_drawn_and_nothing_sticks_out(blank: Page, script: str, name: str, pictures: Path) -> None:
    made = CARDS[name]
    for place, width in WIDTHS.items():
        said = await drawn(blank, name, script, width)
        assert [message for message in said if "Chart." not in message] == []
        shown = " ".join((await blank.inner_text("main")).split())
        told = {" ".join(text.split()) for text in words([made["body"], made.get("actions", [])])}
        assert {text for text in told if text not in shown} == set()
        assert await blank.evaluate("document.documentElement.scrollWidth") <= width
        await blank.screenshot(path=pictures / f"card-{name}-{place}.png", full_page=True)
    found = await Axe().run(blank, options={"rules": {"region": {"enabled": False}}})
    assert found.response["violations"] == []


async def test_a_wrong_time_is_told_and_not_sent_and_other_buttons_still_work(blank: Page, script: str) -> None:
    await drawn(blank, "settings", script, 360)
    await blank.get_by_role("spinbutton", name="Minutes to think").fill("99")
    await blank.get_by_role("button", name="Set the times").click()
    assert await blank.get_by_text("Give whole minutes, from 0 to 60.").first.is_visible()
    assert await blank.evaluate("window.sent") == []
    await blank.get_by_role("button", name="No timers").click()
    assert (await blank.evaluate("window.sent"))[0]["choose"].endswith("set=no timer")
    await blank.get_by_role("spinbutton", name="Minutes to think").fill("2")
    await blank.get_by_role("button", name="Set the times").click()
    sent = (await blank.evaluate("window.sent"))[1]
    assert (str(sent["think"]), str(sent["answer"])) == ("2", "5")


async def test_a_mark_has_to_be_chosen_before_it_is_sent(blank: Page, script: str) -> None:
    await drawn(blank, "mark", script, 360)
    await blank.get_by_role("button", name="Send the mark").click()
    assert await blank.get_by_text("Choose a mark from 1 to 5").first.is_visible()
    await blank.get_by_role("radio", name="4").check()
    await blank.get_by_role("button", name="Send the mark").click()
    assert (await blank.evaluate("window.sent"))[0]["mark"] == "4"
