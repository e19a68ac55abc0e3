"""Every rule of the app package, each broken once."""

import struct

import pytest

from bot.teams_app.manifest import COLOUR, OUTLINE, STRINGS
from bot.teams_app.rules import MANIFEST, problems
from tests.bot.teams_app.packing import APP, HOST, at, changed, files

ANOTHER = "00000000-90ab-cdef-1234-567890abcdef"
LIST = "bots/0/commandLists/0"
SEARCH = "composeExtensions/0/commands/0"
QUERY = f"{SEARCH}/parameters/0"
BASIC = {"title": "Help", "description": "What it can do", "type": "basic"}


@pytest.mark.parametrize("starters", [False, True])
def test_ours_holds_to_all_of_them(*, starters: bool) -> None:
    assert problems(files(starters=starters)) == []


REQUIRED = (
    *("$schema", "manifestVersion", "version", "id", "localizationInfo", "developer", "name", "description", "icons"),
    *("accentColor", "defaultInstallScope", "bots", "composeExtensions", "validDomains"),
    *("localizationInfo/defaultLanguageTag", "localizationInfo/defaultLanguageFile"),
    *("developer/name", "developer/websiteUrl", "developer/privacyUrl", "developer/termsOfUseUrl"),
    *("name/short", "name/full", "description/short", "description/full", "icons/color", "icons/outline"),
    *("bots/0/botId", "bots/0/scopes", "bots/0/supportsFiles", "bots/0/isNotificationOnly", "bots/0/commandLists"),
    *(f"{LIST}/scopes", f"{LIST}/commands", f"{LIST}/commands/0/title", f"{LIST}/commands/0/description"),
    *(f"{LIST}/commands/0/type", "composeExtensions/0/botId", "composeExtensions/0/commands"),
    *(f"{SEARCH}/{name}" for name in ("id", "type", "title", "description", "initialRun", "context", "parameters")),
    *(f"{QUERY}/{name}" for name in ("name", "title", "description", "inputType")),
)


@pytest.mark.parametrize("path", REQUIRED)
def test_a_field_that_is_not_there_is_named(path: str) -> None:
    (problem,) = problems(changed(at(path, None)))
    assert problem.startswith(f"{MANIFEST}: {dotted(path)}: Field required -> ")


LONGEST = {
    "developer/name": 32,
    "name/short": 30,
    "name/full": 100,
    "description/short": 80,
    "description/full": 4000,
    f"{LIST}/commands/0/title": 128,
    f"{LIST}/commands/0/description": 4000,
    f"{SEARCH}/id": 64,
    f"{SEARCH}/title": 32,
    f"{SEARCH}/description": 128,
    f"{QUERY}/name": 64,
    f"{QUERY}/title": 32,
    f"{QUERY}/description": 128,
}


@pytest.mark.parametrize(("path", "longest"), LONGEST.items())
def test_a_text_may_have_its_length_and_no_more(path: str, longest: int) -> None:
    assert problems(changed(at(path, "x" * longest))) == []
    for text in ("x" * (longest + 1), "", "  "):
        (problem,) = problems(changed(at(path, text)))
        assert problem.startswith(f"{MANIFEST}: {dotted(path)}: String should have at ")


WRONG = [
    ("$schema", "https://developer.microsoft.com/json-schemas/teams/vDevPreview/MicrosoftTeams.schema.json"),
    ("manifestVersion", "1.16"),
    *(("version", version) for version in ("1", "1.0", "1.0.0-beta", "v1.0.0", "1.0.0.0", 1)),
    *(("id", guid) for guid in ("cvf", APP.upper(), APP[1:], f"{{{APP}}}", "")),
    ("localizationInfo/defaultLanguageTag", "english"),
    *(("developer/websiteUrl", url) for url in (f"http://{HOST}/", "https://localhost/", "javascript:alert(1)", HOST)),
    ("developer/privacyUrl", f"http://{HOST}/privacy"),
    ("developer/termsOfUseUrl", f"https://{HOST}/{'x' * 2048}"),
    ("accentColor", "navy"),
    ("defaultInstallScope", "everywhere"),
    ("bots", []),
    ("bots/0/botId", "28:bot"),
    ("bots/0/scopes", []),
    ("bots/0/scopes", ["meeting"]),
    ("bots/0/supportsFiles", "no"),
    (f"{LIST}/scopes", []),
    (f"{LIST}/commands", []),
    (f"{LIST}/commands", [BASIC] * 11),
    (f"{LIST}/commands/0", BASIC | {"type": "magic"}),
    ("composeExtensions/0/commands", []),
    (f"{SEARCH}/type", "action"),
    (f"{SEARCH}/context", []),
    (f"{SEARCH}/context", ["message"]),
    (f"{SEARCH}/parameters", []),
    (f"{QUERY}/inputType", "colour"),
    ("validDomains", []),
    ("validDomains", [f"{number}.example.org" for number in range(101)]),
    *(("validDomains", [domain]) for domain in ("*.example.org", "localhost", "https://a.org", "A.org", "127.0.0.1")),
]


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_a_value_that_teams_would_refuse_is_named(path: str, value: object) -> None:
    found = problems(changed(at(path, value)))
    assert found
    assert all(problem.startswith(f"{MANIFEST}: {dotted(path)}") and " -> change " in problem for problem in found)


def test_there_is_one_bot_one_search_and_a_list_for_each_scope() -> None:
    bot = {"botId": APP, "scopes": ["personal"], "supportsFiles": False, "isNotificationOnly": False}
    listed = {"scopes": ["personal"], "commands": [BASIC]}
    for change, says in (
        (at("bots", [bot | {"commandLists": []}] * 2), "bots: List should have at most 1 item"),
        (at("composeExtensions", [{"botId": APP, "commands": []}] * 2), "composeExtensions: List should have at most"),
        (at("bots/0/commandLists", [listed] * 4), "commandLists: List should have at most 3 items"),
        (at("bots/0/commandLists", [listed] * 2), "bots[0]: Each scope of the bot has one list"),
        (at("bots/0/scopes", ["personal"]), "bots[0]: Each scope of the bot has one list"),
        (at("composeExtensions/0/botId", ANOTHER), "The search belongs to another bot"),
        (at(f"{LIST}/commands/0", BASIC | {"type": "prompt"}), "A prompt starter needs a prompt"),
        (at("connectors", []), "connectors: Extra inputs are not permitted"),
    ):
        assert says in "\n".join(problems(changed(change)))


@pytest.mark.parametrize(
    ("path", "value", "option"),
    [
        ("id", "cvf", "--app-id"),
        ("bots/0/botId", "cvf", "--app-id"),
        ("composeExtensions/0/botId", "cvf", "--app-id"),
        ("version", "1", "--version"),
        ("name/short", "x" * 31, "--name"),
        ("developer/name", "", "--developer"),
        ("developer/privacyUrl", "", "--domain"),
        ("validDomains/0", "", "--domain"),
        ("description/short", "", "bot/teams_app/manifest.py"),
    ],
)
def test_a_problem_says_what_to_change(path: str, value: str, option: str) -> None:
    (problem,) = problems(changed(at(path, value)))
    assert problem.endswith(f" -> change {option}")


@pytest.mark.parametrize("manifest", [b"", b"{", b"[]", b"null", b"\xff"])
def test_a_manifest_that_is_none_is_named(manifest: bytes) -> None:
    assert problems(files() | {MANIFEST: manifest})[0].startswith(f"{MANIFEST}: ")


def test_files_that_are_not_there_are_named() -> None:
    made = files()
    for name in (MANIFEST, STRINGS, COLOUR, OUTLINE):
        (problem,) = problems({other: data for other, data in made.items() if other != name})
        assert name in problem


@pytest.mark.parametrize("told", [b"{", b"{}", b"[]", files()[STRINGS].replace(b"CVF coach", b"Another")])
def test_strings_of_the_default_language_say_what_the_manifest_says(told: bytes) -> None:
    (problem,) = problems(files() | {STRINGS: told})
    assert problem.startswith(f"{STRINGS}: says something else")


def png(width: int, height: int, colour_type: int = 6) -> bytes:
    """The beginning of a PNG, which is what the rules look at."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + header


@pytest.mark.parametrize(
    ("name", "icon", "says"),
    [
        (COLOUR, b"", "not a PNG"),
        (COLOUR, b"GIF89a" + bytes(40), "not a PNG"),
        (COLOUR, png(192, 192).replace(b"IHDR", b"IDAT"), "not a PNG"),
        (COLOUR, png(96, 192), "96 by 192 pixels -> draw it again, 192 by 192"),
        (COLOUR, png(192, 191), "192 by 191 pixels"),
        (OUTLINE, png(192, 192), "192 by 192 pixels -> draw it again, 32 by 32"),
        (OUTLINE, png(32, 32, colour_type=2), "has no transparent ground"),
        (OUTLINE, png(32, 32, colour_type=3), "has no transparent ground"),
    ],
)
def test_an_icon_of_another_kind_or_size_is_named(name: str, icon: bytes, says: str) -> None:
    (problem,) = problems(files() | {name: icon})
    assert problem.startswith(f"{name}: ")
    assert says in problem


def dotted(path: str) -> str:
    return "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in path.split("/")).removeprefix(".")
