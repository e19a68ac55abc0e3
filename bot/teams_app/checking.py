"""`teams check` on the command line: what is still missing before going live, from the settings and the package."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import TypeAdapter

from bot.channels.teams.credentials import read_certificate
from bot.points import Point, told
from bot.settings import Settings
from bot.teams_app.arguments import FILE
from bot.teams_app.package import unzipped
from bot.teams_app.rules import MANIFEST, Domain, Guid, Manifest, holds, problems

WRONG_USE = 2
_NEW = "write it again with `app.py teams package`"
_CERTIFICATE = "set CVF_TEAMS_CERTIFICATE to a PEM file with a private key, without a password, and its certificate"


def check(settings: Settings, file: Path | None, out: TextIO, errors: TextIO) -> int:
    """Write each point and how many are missing. 1 where one is; 2 where the package cannot be opened."""
    try:
        points = [*_points(settings), *_package(settings, file)]
    except OSError as error:
        errors.write(f"{file}: {error.strerror} -> name the zip that `app.py teams package` wrote\n")
        return WRONG_USE
    return told(points, out)


def _points(settings: Settings) -> Iterator[Point]:
    yield _app_id(settings.teams_app_id)
    yield _sign_in(settings)
    yield _tenants(settings.tenants)
    yield _address(settings.public_url)
    if settings.public_url and settings.access == "local":
        yield Point(
            "Chat page",
            "CVF_ACCESS=local, so a reverse proxy would open it to whoever reaches the public address",
            "set CVF_ACCESS to codes or proxy",
        )
    else:
        yield Point("Chat page", f"CVF_ACCESS={settings.access}")
    channel = settings.teams_experts
    yield Point("Expert channel", channel or "none", "" if channel else "CVF_TEAMS_EXPERTS names one", optional=True)


def _app_id(app_id: str) -> Point:
    if holds(TypeAdapter(Guid), app_id.lower()):
        return Point("Application id", app_id)
    what = f"{app_id} is not of the form of one" if app_id else "none"
    return Point("Application id", what, "make an Azure Bot and set CVF_TEAMS_APP_ID to its application id")


def _sign_in(settings: Settings) -> Point:
    if settings.teams_app_type == "UserAssignedMSI":
        return Point("Sign-in", "managed identity")
    if settings.teams_certificate:
        return _certificate(settings.teams_certificate)
    if settings.teams_secret.get_secret_value():
        return Point("Sign-in", "client secret; it ends on the day that Entra names beside it")
    todo = "set CVF_TEAMS_CERTIFICATE or CVF_TEAMS_SECRET, or CVF_TEAMS_APP_TYPE=UserAssignedMSI"
    return Point("Sign-in", "none", todo)


def _certificate(path: Path) -> Point:
    """The certificate: read, not expired, and that of the key beside it. Nothing of the key is shown."""
    try:
        held = read_certificate(path)
    except ValueError as error:
        found, _, todo = str(error).partition(" -> ")
        return Point("Sign-in", found, f"set CVF_TEAMS_CERTIFICATE to {todo}")
    try:
        certificate = x509.load_pem_x509_certificate(held["public_certificate"].encode())
        key = load_pem_private_key(held["private_key"].encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return Point("Sign-in", f"{path}: the key or the certificate cannot be used", _CERTIFICATE)
    now, last = dt.datetime.now(dt.UTC), certificate.not_valid_after_utc
    if certificate.public_key() != key.public_key():
        return Point("Sign-in", f"{path}: the certificate is that of another key", _CERTIFICATE)
    if not certificate.not_valid_before_utc <= now <= last:
        days = f"it is good from {certificate.not_valid_before_utc:%Y-%m-%d} to {last:%Y-%m-%d}"
        return Point("Sign-in", f"{path}: {days}", "make a new one and upload it to the app registration")
    return Point("Sign-in", f"certificate {path}, good until {last:%Y-%m-%d}")


def _tenants(tenants: frozenset[str]) -> Point:
    odd = sorted(tenant for tenant in tenants if not holds(TypeAdapter(Guid), tenant))
    todo = "set CVF_TEAMS_TENANT, or CVF_TEAMS_ALLOWED_TENANTS, to ids of directories"
    if odd or not tenants:
        return Point("Tenants", f"{', '.join(odd)}: no id of a directory" if odd else "none", todo)
    return Point("Tenants", ", ".join(sorted(tenants)))


def _address(url: str) -> Point:
    host = _host(url)
    plain = url.rstrip("/").lower() == f"https://{host}"
    if plain and holds(TypeAdapter(Domain), host):
        return Point("Public address", f"https://{host}, messages to https://{host}/api/messages")
    found = f"{host} is not an https address of a host name alone" if url else "none"
    return Point("Public address", found, "set CVF_PUBLIC_URL to an address such as https://cvf.example.org")


def _package(settings: Settings, file: Path | None) -> Iterator[Point]:
    """The points about the package. Raises OSError where it cannot be opened."""
    if file is None:
        todo = f"`app.py teams package` writes one, `app.py teams check {FILE}` checks it too"
        yield Point("App package", "not looked at", todo, optional=True)
        return
    try:
        files = unzipped(file)
    except ValueError as error:
        yield Point("App package", str(error), _NEW)
        return
    wrong = problems(files)
    if wrong:
        for problem in wrong:
            what, _, todo = problem.partition(" -> ")
            yield Point("App package", what, todo)
        return
    yield Point("App package", f"{file} holds to what Teams asks of one")
    yield from _agreeing(Manifest.model_validate_json(files[MANIFEST]), settings)


def _agreeing(manifest: Manifest, settings: Settings) -> Iterator[Point]:
    """Whether the package and the settings are about the same bot."""
    (bot,), host = manifest.bots, _host(settings.public_url)
    same = bot.bot_id == settings.teams_app_id.lower()
    todo = "set CVF_TEAMS_APP_ID to it, or write the package for the other one"
    yield Point("Package's bot", bot.bot_id if same else f"{bot.bot_id} is not CVF_TEAMS_APP_ID", "" if same else todo)
    named = ", ".join(manifest.valid_domains)
    same = host in manifest.valid_domains
    todo = "set CVF_PUBLIC_URL to it, or write the package for the other one"
    yield Point("Package's domain", named if same else f"{named} is not in CVF_PUBLIC_URL", "" if same else todo)
    starters = any(command.type == "prompt" for each in bot.command_lists for command in each.commands)
    wanted = "starters" if starters else "message"
    same = settings.teams_welcome == wanted
    what = f"the package {'has' if starters else 'has no'} prompt starters, CVF_TEAMS_WELCOME={settings.teams_welcome}"
    yield Point("Welcome", what, "" if same else f"set CVF_TEAMS_WELCOME={wanted}, so that one thing greets people")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
