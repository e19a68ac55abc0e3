"""The manifest and its strings against the schemas that Microsoft publishes.

The package with the schemas is fetched from the npm registry for this test and never kept; without npm it is skipped.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.teams_app.manifest import SCHEMA, STRINGS
from bot.teams_app.rules import MANIFEST
from tests.bot.teams_app.packing import Change, at, changed, files

PACKAGE = "@microsoft/app-manifest@1.1.2"  # brings Ajv for the draft that its schemas are written in
HOME = f"node_modules/@microsoft/app-manifest/build/json-schemas/teams/v{SCHEMA}"
CHECK = """
const {readFileSync} = require("fs");
const [schema, file] = process.argv.slice(2).map((name) => JSON.parse(readFileSync(name, "utf8")));
const Ajv = require("ajv-draft-04").default;
const ajv = new Ajv({allErrors: true, strict: false, unicodeRegExp: false});
require("ajv-formats").default(ajv);
ajv.validate(schema, file);
console.log(JSON.stringify((ajv.errors || []).map((error) => `${error.instancePath} ${error.message}`)));
"""


@pytest.fixture(scope="module")
def npm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = shutil.which("npm")
    if not program or not shutil.which("node"):
        pytest.skip("no npm and Node to fetch and use the published schemas with")
    folder = tmp_path_factory.mktemp("npm")
    (folder / "package.json").write_text("{}")
    fetched = subprocess.run(
        [program, "install", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE],
        cwd=folder,
        capture_output=True,
        timeout=300,
        check=False,
    )
    if fetched.returncode:
        pytest.skip("the npm registry cannot be reached, so the published schemas were not tried")
    (folder / "check.js").write_text(CHECK)
    return folder


def errors(npm: Path, schema: str, data: bytes) -> list[str]:
    (npm / "data.json").write_bytes(data)
    done = subprocess.run(
        [shutil.which("node") or "node", "check.js", f"{HOME}/{schema}", "data.json"],
        cwd=npm,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("starters", [False, True])
def test_both_hold_to_them(npm: Path, *, starters: bool) -> None:
    made = files(starters=starters)
    assert errors(npm, "MicrosoftTeams.schema.json", made[MANIFEST]) == []
    assert errors(npm, "MicrosoftTeams.Localization.schema.json", made[STRINGS]) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (at("developer", None), "must have required property 'developer'"),
        (at("bots/0/botId", "cvf"), "/bots/0/botId must match pattern"),
        (at("bots/0/commandLists/0/commands/0/type", "magic"), "must be equal to one of the allowed values"),
        (at("name/short", "x" * 31), "/name/short must NOT have more than 30 characters"),
        (at("unheard", "of"), "must NOT have additional properties"),
    ],
)
def test_what_they_refuse_is_found_this_way(npm: Path, change: Change, says: str) -> None:
    made = changed(change)
    assert any(says in error for error in errors(npm, "MicrosoftTeams.schema.json", made[MANIFEST]))


def test_a_string_of_nothing_in_the_manifest_is_found_this_way(npm: Path) -> None:
    told = json.loads(files()[STRINGS]) | {"name.nick": "CVF"}
    found = errors(npm, "MicrosoftTeams.Localization.schema.json", json.dumps(told).encode())
    assert found == [" must NOT have additional properties"]
