"""What Teams asks of an app package: the fields, lengths and numbers of the manifest, and the sizes of the icons.

Where the schema and the store's rules differ, the stricter of the two.
"""

import json
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from bot.teams_app.manifest import strings

MANIFEST = "manifest.json"
_PNG = b"\x89PNG\r\n\x1a\n"
_WITH_ALPHA = (4, 6)  # colour types of PNG
_OPTIONS = {  # what of the manifest comes from which argument; the first that fits counts
    "id": "--app-id",
    "bots[0].botId": "--app-id",
    "composeExtensions[0].botId": "--app-id",
    "version": "--version",
    "name": "--name",
    "developer.name": "--developer",
    "developer": "--domain",
    "validDomains": "--domain",
}

Guid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$")]
Version = Annotated[str, StringConstraints(pattern=r"^\d{1,6}\.\d{1,6}\.\d{1,6}$")]
Domain = Annotated[
    str,
    StringConstraints(
        pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$", max_length=253
    ),
]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^/]+\.[^/]+/", max_length=2048)]
Scope = Literal["personal", "team", "groupChat"]
Text30 = Annotated[str, StringConstraints(min_length=1, max_length=30)]
Text32 = Annotated[str, StringConstraints(min_length=1, max_length=32)]
Text64 = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Text80 = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Text100 = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Text128 = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Text4000 = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        str_strip_whitespace=True,
        defer_build=True,  # until it is used: every start of the command line imports this
    )


class _Localization(_Part):
    default_language_tag: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z]{2})?$")]
    default_language_file: str


class _Developer(_Part):
    name: Text32
    website_url: Address
    privacy_url: Address
    terms_of_use_url: Address


class _Name(_Part):
    short: Text30
    full: Text100


class _Description(_Part):
    short: Text80
    full: Text4000


class _Icons(_Part):
    color: str
    outline: str


class _Command(_Part):
    title: Text128
    description: Text4000
    type: Literal["basic", "prompt"]
    prompt: Text4000 | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.type == "prompt" and not self.prompt:
            raise ValueError("A prompt starter needs a prompt")
        return self


class _CommandList(_Part):
    scopes: Annotated[list[Scope], Field(min_length=1)]
    commands: Annotated[list[_Command], Field(min_length=1, max_length=10)]


class _Bot(_Part):
    bot_id: Guid
    scopes: Annotated[list[Scope], Field(min_length=1)]
    supports_files: bool
    is_notification_only: bool
    command_lists: Annotated[list[_CommandList], Field(max_length=3)]

    @model_validator(mode="after")
    def _one_list_a_scope(self) -> Self:
        listed = [scope for each in self.command_lists for scope in each.scopes]
        if len(set(listed)) < len(listed) or not set(listed) <= set(self.scopes):
            raise ValueError("Each scope of the bot has one list of commands")
        return self


class _Parameter(_Part):
    name: Text64
    title: Text32
    description: Text128
    input_type: Literal["text"]


class _Search(_Part):
    id: Text64
    type: Literal["query"]
    title: Text32
    description: Text128
    initial_run: bool
    context: Annotated[list[Literal["compose", "commandBox"]], Field(min_length=1)]
    parameters: Annotated[list[_Parameter], Field(min_length=1, max_length=5)]


class _ComposeExtension(_Part):
    bot_id: Guid
    commands: Annotated[list[_Search], Field(min_length=1, max_length=10)]


class Manifest(_Part):
    """A manifest that Teams takes."""

    schema_: Annotated[
        Literal["https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"],
        Field(alias="$schema"),
    ]
    manifest_version: Literal["1.30"]
    version: Version
    id: Guid
    localization_info: _Localization
    developer: _Developer
    name: _Name
    description: _Description
    icons: _Icons
    accent_color: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
    default_install_scope: Scope
    bots: Annotated[list[_Bot], Field(min_length=1, max_length=1)]
    compose_extensions: Annotated[list[_ComposeExtension], Field(max_length=1)]
    valid_domains: Annotated[list[Domain], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _one_bot(self) -> Self:
        if {extension.bot_id for extension in self.compose_extensions} - {bot.bot_id for bot in self.bots}:
            raise ValueError("The search belongs to another bot than the chat")
        return self


def holds(rule: TypeAdapter[str], text: str) -> bool:
    """Whether a text holds to a rule."""
    try:
        rule.validate_python(text)
    except ValidationError:
        return False
    return True


def problems(files: Mapping[str, bytes]) -> list[str]:
    """What Teams would refuse in a package's files, each with what to change."""
    if MANIFEST not in files:
        return [f"{MANIFEST}: not at the top of the package -> zip the files themselves, not their folder"]
    try:
        manifest = Manifest.model_validate_json(files[MANIFEST])
    except ValidationError as error:
        return [_problem(one) for one in error.errors(include_url=False, include_input=False)]
    told = manifest.localization_info.default_language_file
    named = (manifest.icons.color, manifest.icons.outline, told)
    missing = [
        f"{MANIFEST}: names {name}, which is not in the package -> add it" for name in named if name not in files
    ]
    return missing or [
        *_told(told, files),
        *_icon(manifest.icons.color, files, 192, transparent=False),
        *_icon(manifest.icons.outline, files, 32, transparent=True),
    ]


def _problem(error: object) -> str:
    assert isinstance(error, dict)
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).removeprefix(".")
    fitting = (option for name, option in _OPTIONS.items() if re.match(rf"{re.escape(name)}(\W|$)", where))
    what = error["msg"].removeprefix("Value error, ")
    return f"{MANIFEST}: {f'{where}: ' if where else ''}{what} -> change {next(fitting, 'bot/teams_app/manifest.py')}"


def _told(name: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """The strings of the default language take the place of the manifest's, and so must be the same."""
    try:
        same = json.loads(files[name]) == strings(json.loads(files[MANIFEST]))
    except ValueError:
        same = False
    if not same:
        yield f"{name}: says something else than {MANIFEST} -> write the package again"


def _icon(name: str, files: Mapping[str, bytes], size: int, *, transparent: bool) -> Iterator[str]:
    data = files[name]
    draw = f"draw it again, {size} by {size} pixels" + (", white on a transparent ground" if transparent else "")
    if len(data) < 26 or not data.startswith(_PNG) or data[12:16] != b"IHDR":
        yield f"{name}: not a PNG -> {draw}"
        return
    width, height = struct.unpack(">II", data[16:24])
    if (width, height) != (size, size):
        yield f"{name}: {width} by {height} pixels -> {draw}"
    if transparent and data[25] not in _WITH_ALPHA:
        yield f"{name}: has no transparent ground -> {draw}"
