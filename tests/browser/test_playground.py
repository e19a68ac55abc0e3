"""Microsoft's Agents Playground, a stand-in for Teams that we did not write, holds conversations with the coach.

Driven as a person would: in a chat of one's own, a group chat, a channel and the search box of a message.
"""

import re
import subprocess
import tarfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect

from tests.browser.npm import packed
from tests.dialogs.practising import CARE_HOME
from tests.serving import Server

PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
BOT = "Test Bot"
CARDS = ".ac-adaptiveCard"
CHAT = re.compile(
    r"^https://teams\.microsoft\.com/l/chat/0/0\?users=28:[-\da-f]+&message=practise%20one%20question%20on%20courage$"
)
QUESTION, PRACTICE = "what is level 2 ownership?", "practise one question on courage"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("npm")
    with tarfile.open(packed(PACKAGE, folder)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package" / "cli.js"


@pytest.fixture(scope="module")
def coach(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:  # noqa: ARG001 - else skipped
    with Server(tmp_path_factory.mktemp("coach"), CVF_PLAYGROUND="1") as running:
        yield running


@pytest.fixture
def address(program: Path, coach: Server, tmp_path: Path) -> Iterator[str]:
    """The address of a Playground of its own, in front of the coach."""
    options = ("--app-endpoint", f"{coach.url}/api/messages", "--channel-id", "msteams", "--port", "0")
    playground = subprocess.Popen(
        ["node", str(program), "start", *options, "--disable-telemetry"],  # noqa: S607 - the one that npm runs on
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    with playground:
        assert playground.stdout
        listening = (re.search(r"Listening on (\d+)", line) for line in playground.stdout)
        port = next((found[1] for found in listening if found), None)
        assert port, "the Playground ended before it listened"
        yield f"http://localhost:{port}"
        playground.kill()


@pytest.fixture
async def teams(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The Playground's page, in the chat of one's own, welcomed once."""
    context = await browser.new_context(viewport={"width": 1280, "height": 1000})
    await context.route(re.compile(r"^https:"), _nothing)
    page = await context.new_page()
    await page.goto(address)
    await expect(page.locator(CARDS)).to_contain_text("Or practise with me", timeout=20_000)
    yield page
    await context.close()


async def _nothing(route: Route) -> None:
    """What is at every address outside: this is no test of others' servers."""
    await route.fulfill(body="")


async def write(page: Page, box: Locator, text: str, *, mention: bool = False) -> None:
    await box.click()
    if mention:
        await box.press_sequentially("@")
        await page.get_by_role("menuitem", name=BOT).click()
        text = f" {text}"
    await box.press_sequentially(text)


async def answered(place: Locator, count: int) -> Locator:
    """The newest card, once there are so many and no more."""
    await expect(place.locator(CARDS)).to_have_count(count)
    return place.locator(CARDS).last


async def tells_of_level_2(card: Locator) -> None:
    await expect(card.get_by_role("heading")).to_have_text("We take ownership, level 2")
    await expect(card).to_contain_text("Source: College of Policing CVF, 2016, “We take ownership, Level 2”")
    await expect(card).not_to_contain_text(BOT)


async def goes_on_in_an_own_chat(page: Page, card: Locator) -> None:
    await expect(card).to_contain_text("That is between you and me")
    await expect(page.get_by_text("Question 1 of 1")).to_have_count(0)
    async with page.expect_popup() as opening:
        await card.get_by_role("link", name="Open our chat").click()
    chat = await opening.value
    await expect(chat).to_have_url(CHAT)
    await chat.close()


async def test_in_a_chat_of_ones_own(teams: Page, pictures: Path) -> None:
    place, box = teams.locator("body"), teams.get_by_role("textbox")
    await teams.screenshot(path=pictures / "personal-welcome.png")
    await write(teams, box, QUESTION)
    await teams.get_by_role("button", name="Send Message").click()
    answer = await answered(place, 2)
    await tells_of_level_2(answer)
    await teams.screenshot(path=pictures / "personal-answer.png")
    await answer.get_by_role("button", name="Level 3", exact=True).click()
    await expect(await answered(place, 3)).to_contain_text("We take ownership, level 3")

    await write(teams, box, PRACTICE)
    await box.press("Enter")
    await expect(await answered(place, 5)).to_contain_text("Question 1 of 1 · Courage")
    await teams.screenshot(path=pictures / "personal-question.png")
    await box.fill(CARE_HOME)
    await box.press("Enter")
    await (await answered(place, 6)).get_by_role("button", name="That's all").click()
    asked = await answered(place, 7)
    await asked.get_by_role("radio", name="4").check()
    await asked.screenshot(path=pictures / "personal-mark.png")
    await asked.get_by_role("button", name="Send the mark").click()
    feedback = await answered(place, 8)
    for part in ("Situation", "Task", "Action", "Result", "Your own mark: 4 of 5"):
        await expect(feedback).to_contain_text(part)
    await feedback.screenshot(path=pictures / "personal-feedback.png")


async def test_in_a_group_chat(teams: Page, pictures: Path) -> None:
    await teams.get_by_role("treeitem", name="Group Chat").click()
    await expect(teams.locator(CARDS)).to_contain_text("Mention me with a question")
    place, box = teams.locator("body"), teams.get_by_role("textbox")
    await write(teams, box, QUESTION, mention=True)
    await box.press("Enter")
    answer = await answered(place, 2)
    await tells_of_level_2(answer)
    await teams.screenshot(path=pictures / "group-answer.png")
    await answer.get_by_role("button", name="Level 3", exact=True).click()
    await expect(await answered(place, 3)).to_contain_text("We take ownership, level 3")

    await write(teams, box, PRACTICE, mention=True)
    await box.press("Enter")
    await goes_on_in_an_own_chat(teams, await answered(place, 4))
    await teams.screenshot(path=pictures / "group-practice.png")


async def test_in_a_channel_each_answer_stays_in_its_thread(teams: Page, pictures: Path) -> None:
    await teams.get_by_role("treeitem", name="General").click()
    await expect(teams.locator(CARDS)).to_contain_text("Mention me with a question")
    await write(teams, teams.get_by_role("textbox").first, QUESTION, mention=True)
    await teams.get_by_role("button", name="Post").click()
    thread = teams.get_by_role("group").filter(has_text=QUESTION)
    answer = await answered(thread, 1)
    await tells_of_level_2(answer)
    await teams.screenshot(path=pictures / "channel-answer.png")
    await answer.get_by_role("button", name="Level 3", exact=True).click()
    await expect(await answered(thread, 2)).to_contain_text("We take ownership, level 3")

    box = thread.get_by_role("textbox")
    await write(teams, box, PRACTICE, mention=True)
    await box.press("Enter")
    await goes_on_in_an_own_chat(teams, await answered(thread, 3))
    await expect(teams.locator(CARDS)).to_have_count(4)
    await teams.screenshot(path=pictures / "channel-practice.png")


async def test_an_entry_is_found_while_writing_and_posted(teams: Page, pictures: Path) -> None:
    await teams.get_by_role("treeitem", name="Announcements").click()
    await expect(teams.locator(CARDS)).to_contain_text("Mention me with a question")
    await teams.get_by_role("button", name="Trigger Message Extension App").first.click()
    await teams.get_by_role("menuitem", name="Search Command").click()
    await teams.get_by_role("button", name="Specify Command ID or Parameter").click()
    await teams.get_by_role("textbox", name="Parameter name").fill("query")
    await teams.get_by_role("textbox", name="Enter a search term").press_sequentially("courage")
    await expect(teams.get_by_role("heading", name="The six competencies")).to_have_count(0)
    await teams.screenshot(path=pictures / "search.png")
    await teams.get_by_role("heading", name="Met value: Courage").click()
    await expect(teams.get_by_role("textbox").locator(CARDS)).to_contain_text("Source: Met CVF handbook")
    await teams.get_by_role("button", name="Post").click()
    post = teams.get_by_role("group").filter(has_text="Met value: Courage")
    card = await answered(post, 1)  # nobody asked the coach anything, so it adds nothing
    await expect(card.get_by_role("button")).to_have_count(0)
    await teams.screenshot(path=pictures / "search-posted.png")
