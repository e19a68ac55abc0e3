"""Settings, read once from the environment; every problem is reported together with what to set."""

import base64
import ipaddress
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

PREFIX = "CVF_"
_LOOPBACK_NAMES = frozenset(["localhost", "127.0.0.1", "::1"])
_POSTGRESQL = ("postgresql://", "postgres://")
KEY_BYTES = 32  # of a master key: AES-256


class SettingsError(Exception):
    """What is wrong with the settings, one line a problem."""


class NotReadyError(Exception):
    """The database that the settings name cannot be reached now; another try may do."""


class Settings(BaseModel):
    """How this deployment runs. The environment variable of each is CVF_ and its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(3978, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    access: Literal["local", "codes", "proxy"] = Field(
        "local",
        description="who may open the page: local (this machine only), codes (access codes), proxy (a reverse proxy)",
    )
    public_url: str = Field("", description="address of the page as people type it, such as https://cvf.example.org")
    proxy_header: str = Field("X-Forwarded-User", description="header in which the proxy names who signed in")
    trusted_proxies: str = Field("127.0.0.1,::1", description="addresses of the proxy, separated by commas")
    database: Path = Field(Path("data/cvf.sqlite"), description="file that conversations are kept in")
    database_url: SecretStr = Field(
        SecretStr(""),
        description="PostgreSQL for several replicas, in place of the file: postgresql://user:password@host/name",
    )
    keys: SecretStr = Field(
        SecretStr(""),
        description="master keys that what people write is sealed with, the newest first, separated by commas; "
        "`python app.py keys new` makes one; empty: nothing is sealed",
    )
    keep_days: int = Field(90, ge=1, le=3650, description="days after which what people wrote is deleted")
    keep_questions: bool = Field(
        default=False,
        description="keep the words of questions refused, asked back or judged, for `app.py questions`",
    )
    facilitators: str = Field(
        "",
        description="who may set up workshops, separated by commas: object ids of people in Entra, or names that the "
        "proxy gives; beside them whoever came in with a facilitator's code, and on a local start everybody",
    )
    overlay: Path | None = Field(
        None, description="folder with what the force adds of its own: see docs/overlay; empty: nothing"
    )
    documents: Path = Field(
        Path("documents"), description="folder whose documents are searched for official wording at start"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="how much is logged: debug, info, warning or error"
    )
    messages_per_minute: int = Field(
        120, ge=0, le=100_000, description="messages that one person may send on the page in a minute; 0: no limit"
    )
    metrics_token: SecretStr = Field(
        SecretStr(""), description="token that opens /metrics to Prometheus; empty: there is no such page"
    )
    playground: bool = Field(
        default=False,
        description="answer /api/messages without sign-in, for testing on this machine only",
    )

    teams_app_id: str = Field("", description="application id of the bot in Entra; empty: no Microsoft Teams")
    teams_app_type: Literal["SingleTenant", "UserAssignedMSI", "MultiTenant"] = Field(
        "SingleTenant",
        description="kind of the bot's registration: SingleTenant, UserAssignedMSI, or MultiTenant for old ones only",
    )
    teams_tenant: str = Field("", description="directory id of the tenant that the bot is registered in")
    teams_secret: SecretStr = Field(SecretStr(""), description="client secret of the bot, unless a certificate is used")
    teams_certificate: Path | None = Field(None, description="PEM file with the bot's private key and certificate")
    teams_allowed_tenants: str = Field(
        "", description="directory ids whose people may use the bot, separated by commas; empty: the bot's own"
    )
    teams_hosts: str = Field("smba.trafficmanager.net", description="hosts that replies may go to, separated by commas")
    teams_welcome: Literal["message", "starters"] = Field(
        "message", description="what greets a person in Teams: a message, or the prompt starters of the app package"
    )
    teams_experts: str = Field(
        "", description="id of the Teams channel where questions can be handed on, such as 19:abc@thread.tacv2"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = [*self._page_problems(), *self._store_problems(), *self._teams_problems()]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _page_problems(self) -> Iterator[str]:
        if not self.loopback and self.access == "local":
            yield f"CVF_HOST={self.host}: anyone could open the page -> set CVF_ACCESS to codes or proxy"
        if not self.loopback and self.playground:
            yield "CVF_PLAYGROUND: only on this machine -> unset it, or set CVF_HOST to 127.0.0.1"
        if not self.loopback and not self.public_url:
            yield "CVF_PUBLIC_URL: not set -> set it to the address of the page as people type it"
        parts = urlsplit(self.public_url)
        if self.public_url and (parts.scheme not in ("http", "https") or not parts.hostname):
            yield f"CVF_PUBLIC_URL={self.public_url}: not an address -> https://cvf.example.org"
        for address in self.proxies:
            try:
                ipaddress.ip_address(address)
            except ValueError:
                yield f"CVF_TRUSTED_PROXIES: {address} is not an address -> such as 10.0.0.7"

    def _store_problems(self) -> Iterator[str]:
        url = self.database_url.get_secret_value()
        if url and not url.startswith(_POSTGRESQL):
            yield "CVF_DATABASE_URL: not of PostgreSQL -> postgresql://user:password@host/name"
        for number, key in enumerate(_parts(self.keys.get_secret_value()), 1):
            try:
                _master(key)
            except ValueError:
                yield f"CVF_KEYS: number {number} is not a key -> make one with `python app.py keys new`"

    def _teams_problems(self) -> Iterator[str]:
        if not self.teams_app_id:
            return
        if self.playground:
            yield "CVF_PLAYGROUND: answers without sign-in -> unset it, or unset CVF_TEAMS_APP_ID"
        if not self.public_url:
            yield "CVF_PUBLIC_URL: Teams calls the bot there -> set it to the address from outside"
        if self.teams_app_type == "MultiTenant" and not self.teams_allowed_tenants:
            yield "CVF_TEAMS_ALLOWED_TENANTS: not set -> the directory ids whose people may use the bot"
        elif self.teams_app_type != "MultiTenant" and not self.teams_tenant:
            yield "CVF_TEAMS_TENANT: not set -> the directory id of the tenant that the bot is registered in"
        secret = bool(self.teams_secret.get_secret_value())
        if self.teams_app_type == "UserAssignedMSI":
            if secret or self.teams_certificate:
                yield "CVF_TEAMS_SECRET: a managed identity has none -> unset it and CVF_TEAMS_CERTIFICATE"
        elif secret == bool(self.teams_certificate):
            yield "CVF_TEAMS_SECRET: the bot signs in with one thing -> set it or CVF_TEAMS_CERTIFICATE"

    @property
    def has_store(self) -> bool:
        """Whether there is a database to look into: one on a server, or a file that has been written."""
        return bool(self.database_url.get_secret_value()) or self.database.exists()

    @property
    def store_url(self) -> str:
        """SQLAlchemy's address of the database."""
        url = self.database_url.get_secret_value()
        return f"postgresql+psycopg://{url.partition('://')[2]}" if url else f"sqlite:///{self.database.resolve()}"

    @property
    def masters(self) -> tuple[bytes, ...]:
        """The master keys, the newest first."""
        return tuple(map(_master, _parts(self.keys.get_secret_value())))

    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""
        return self.host in _LOOPBACK_NAMES

    @property
    def proxies(self) -> tuple[str, ...]:
        """Addresses that may name who signed in."""
        return _parts(self.trusted_proxies)

    @property
    def tenants(self) -> frozenset[str]:
        """Directories whose people may use the bot in Teams."""
        named = frozenset(_parts(self.teams_allowed_tenants.casefold()))
        return named or frozenset(_parts(self.teams_tenant.casefold()))

    @property
    def reply_hosts(self) -> tuple[str, ...]:
        """Hosts that replies to Teams may go to."""
        return _parts(self.teams_hosts.casefold())

    @property
    def named_facilitators(self) -> frozenset[str]:
        """The people named who may set up workshops."""
        return frozenset(_parts(self.facilitators.casefold()))

    @property
    def secure(self) -> bool:
        """Whether people reach the page over https."""
        return self.public_url.startswith("https://")

    def hosts(self, port: int) -> frozenset[str]:
        """The values of the Host header that are ours."""
        names = {f"{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")} if self.loopback else set()
        if self.public_url:
            names.add(urlsplit(self.public_url).netloc.lower())
        return frozenset(names)


def _master(text: str) -> bytes:
    """A master key from its text. Raises ValueError for one that is none."""
    key = base64.urlsafe_b64decode(text)
    if len(key) != KEY_BYTES:
        raise ValueError(text)
    return key


def _parts(text: str) -> tuple[str, ...]:
    """What is separated by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings of an environment. Raises SettingsError with every problem."""
    given = {name.removeprefix(PREFIX).lower(): value for name, value in environ.items() if name.startswith(PREFIX)}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError("\n".join(map(_problem, error.errors(include_url=False)))) from None


def _problem(error: object) -> str:
    assert isinstance(error, dict)
    if not error["loc"]:
        return str(error["ctx"]["error"])
    name = str(error["loc"][0])
    field = Settings.model_fields.get(name)
    if field is None:
        return f"{PREFIX}{name.upper()}: no such setting -> unset it; `python app.py serve --help` lists them all"
    return f"{PREFIX}{name.upper()}={error['input']}: {error['msg']} -> {field.description}"


def table() -> str:
    """Every setting with its default, for `--help`."""
    return "\n".join(f"  {name:26} {means} (default: {default})" for name, means, default in _rows())


def markdown() -> str:
    """The same as a Markdown table, for docs/deployment.md."""
    rows = (f"| `{name}` | {means} | {default} |" for name, means, default in _rows())
    return "\n".join(["| setting | what it is | default |", "|---|---|---|", *rows]) + "\n"


def _rows() -> Iterator[tuple[str, str, str]]:
    """Name, meaning and default of each."""
    for name, field in Settings.model_fields.items():
        yield f"{PREFIX}{name.upper()}", field.description or "", _shown(field.default)


def _shown(default: object) -> str:
    return "off" if default is False else str(default or "") or "none"
