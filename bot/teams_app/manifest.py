"""What the Teams app says of itself: the manifest, and its strings for people who translate it."""

from collections.abc import Iterator
from dataclasses import dataclass

SCHEMA = "1.30"
HOME = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}"
LANGUAGE, STRINGS = "en-gb", "en-gb.json"
COLOUR, OUTLINE = "color.png", "outline.png"
BRAND = "#14375e"
SHORT = "Answers on the police Competency and Values Framework, and interview practice."
FULL = (
    "Ask about the police Competency and Values Framework in your own words: competencies, levels, values and "
    "indicators, and the Met's sergeant process of 2023. Each answer is in plain words and names its source; what is "
    "not known is said to be not known.\n\n"
    "In a chat of your own you can practise an interview, have your answers checked for Situation, Task, Action and "
    "Result, build examples and see your progress. In group chats and channels, mention the coach to ask. While you "
    "write a message, search the framework and put what you found into it.\n\n"
    "There is no language model behind it, and what you write stays with the service that your organisation runs. It "
    "is for practice: it gives no mark, and no police body endorses it."
)


@dataclass(frozen=True)
class Wishes:
    """What a deployment decides. `starters`: commands stand ready in an empty chat, in place of a welcome message."""

    app_id: str
    domain: str
    name: str
    developer: str
    version: str
    starters: bool


@dataclass(frozen=True)
class Command:
    """A command in the menu of a chat: its title is what it says to the coach."""

    title: str
    description: str
    opens: bool = True  # whether somebody may begin with it


ASK = Command("What is level 2 ownership?", "Ask about any competency, value, level or indicator, in your own words")
HELP = Command("Help", "What the coach can do")
ALONE = (
    ASK,
    Command("Practise an interview", "A mock interview with questions, your answers and what to change next"),
    Command("Build an example", "Tell one of your examples a part at a time and keep it"),
    Command("My progress", "What you have practised, and what to practise next"),
    HELP,
    Command("Stop", "End the interview or the example that you are in", opens=False),
)
TOGETHER = (ASK, Command("Negative indicators for courage", "What a value or a competency is shown by"), HELP)


def manifest(wishes: Wishes) -> dict[str, object]:
    """The manifest as the app package holds it."""
    site = f"https://{wishes.domain}"
    return {
        "$schema": f"{HOME}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": wishes.version,
        "id": wishes.app_id,
        "localizationInfo": {"defaultLanguageTag": LANGUAGE, "defaultLanguageFile": STRINGS},
        "developer": {
            "name": wishes.developer,
            "websiteUrl": f"{site}/",
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "name": {"short": wishes.name, "full": f"{wishes.name}: Competency and Values Framework"},
        "description": {"short": SHORT, "full": FULL},
        "icons": {"color": COLOUR, "outline": OUTLINE},
        "accentColor": BRAND,
        "defaultInstallScope": "personal",
        "bots": [
            {
                "botId": wishes.app_id,
                "scopes": ["personal", "team", "groupChat"],
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [
                    {
                        "scopes": ["personal"],
                        "commands": [_command(one, starter=wishes.starters and one.opens) for one in ALONE],
                    },
                    {"scopes": ["team"], "commands": [_command(one) for one in TOGETHER]},
                    {"scopes": ["groupChat"], "commands": [_command(one) for one in TOGETHER]},
                ],
            }
        ],
        "composeExtensions": [{"botId": wishes.app_id, "commands": [SEARCH]}],
        "validDomains": [wishes.domain],
    }


SEARCH: dict[str, object] = {
    "id": "search",
    "type": "query",
    "title": "Search the framework",
    "description": "Find a competency, value or level and put it into your message with its source",
    "initialRun": True,
    "context": ["compose", "commandBox"],  # Teams offers a search nowhere else: from a message only actions start
    "parameters": [
        {
            "name": "query",
            "title": "Search",
            "description": "For example: courage, level 2 ownership",
            "inputType": "text",
        }
    ],
}


def _command(command: Command, *, starter: bool = False) -> dict[str, object]:
    said: dict[str, object] = {"title": command.title, "description": command.description}
    return said | ({"type": "prompt", "prompt": command.title} if starter else {"type": "basic"})


def strings(made: object) -> dict[str, str]:
    """Every string of a manifest that can be translated, under the name that a file of strings has for it."""
    return {"$schema": f"{HOME}/MicrosoftTeams.Localization.schema.json", **dict(_strings(made, ""))}


_TOLD = ("name.", "description.", "bots[0].commandLists", "composeExtensions[0].commands")
_SHOWN = frozenset(["short", "full", "title", "description", "prompt"])


def _strings(part: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        for name, value in part.items():
            yield from _strings(value, f"{path}.{name}" if path else name)
    elif isinstance(part, list):
        for place, value in enumerate(part):
            yield from _strings(value, f"{path}[{place}]")
    elif isinstance(part, str) and path.startswith(_TOLD) and path.rpartition(".")[2] in _SHOWN:
        yield path, part
