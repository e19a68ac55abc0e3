"""Commands for whoever runs the coach: `serve`, `codes`, `keys`, `backup`, `restore`, `teams`."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from bot.commands.common import DONE, FOUND, Commands
from bot.settings import read_settings
from bot.settings import table as settings_table
from bot.teams_app.arguments import add_arguments


def add_to(commands: Commands) -> None:
    """Register them."""
    serving = commands.add_parser(
        "serve",
        help="serve the chat page (the default)",
        description="Serve the chat page until told to stop.",
        epilog="Settings, from the environment:\n" + settings_table(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serving.set_defaults(run=run_server)

    codes = commands.add_parser(
        "codes",
        help="access codes for the page (CVF_ACCESS=codes)",
        description="Make, list and end the codes that let people open the page.",
    )
    code_uses = codes.add_subparsers(dest="use", required=True, metavar="USE")
    adding = code_uses.add_parser("add", help="make a code; it is shown this once", description="Make a code.")
    adding.add_argument("label", help="what it is for, such as a workshop's name")
    adding.add_argument("--until", type=date.fromisoformat, required=True, metavar="DATE", help="last day, 2026-12-31")
    adding.add_argument("--facilitator", action="store_true", help="who comes in with it may set up workshops")
    code_uses.add_parser("list", help="labels and last days", description="List the codes' labels and last days.")
    removing = code_uses.add_parser("remove", help="end the codes of a label", description="End the codes of a label.")
    removing.add_argument("label")
    codes.set_defaults(run=_codes)

    keys = commands.add_parser(
        "keys",
        help="the master keys that what people write is sealed with",
        description="Make a master key for CVF_KEYS, or wrap every person's key with the newest.",
    )
    ways = keys.add_subparsers(dest="use", required=True, metavar="USE")
    ways.add_parser("new", help="print a new master key")
    ways.add_parser("rotate", help="wrap every person's key with the first of CVF_KEYS")
    keys.set_defaults(run=_keys)

    backup = commands.add_parser(
        "backup",
        help="copy everything that is kept into a file, while the coach runs",
        description="Copy everything that is kept into FILE, and people's keys into FILE.keys.",
    )
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.set_defaults(run=_backup)
    restoring = commands.add_parser(
        "restore",
        help="fill an empty database from a backup",
        description="Fill a database that has no tables yet, of either kind, from FILE.",
    )
    restoring.add_argument("file", type=Path, metavar="FILE")
    restoring.add_argument(
        "--keys",
        type=Path,
        metavar="FILE",
        help="the newest file of keys, so that what people have deleted since FILE stays deleted (default: FILE.keys)",
    )
    restoring.set_defaults(run=_restore)

    teams = commands.add_parser(
        "teams", help="the app for Microsoft Teams", description="Write the app package, and check before going live."
    )
    add_arguments(teams)
    teams.set_defaults(run=_teams)


def run_server(_: argparse.Namespace) -> int:
    """`serve`, and what happens without a command."""
    settings = read_settings(os.environ)
    from bot.server import serve

    return serve(settings)


def _codes(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.codes import codes

    return codes(options, settings, sys.stdout)


def _keys(options: argparse.Namespace) -> int:
    from bot.keyring import keyring

    return keyring(options, os.environ, sys.stdout)


def _backup(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.store.backup import BackupError, back_up

    try:
        rows = back_up(settings.store_url, options.file)
    except BackupError as error:
        print(error, file=sys.stderr)
        return FOUND
    print(f"{rows} rows in {options.file} and {options.file}.keys")
    return DONE


def _restore(options: argparse.Namespace) -> int:
    settings = read_settings(os.environ)
    from bot.store.backup import BackupError, keys_beside, restore

    try:
        newest = options.keys or keys_beside(options.file)
        taken, left_out = restore(settings.store_url, options.file, newest, settings.masters)
    except BackupError as error:
        print(error, file=sys.stderr)
        return FOUND
    print(f"{taken} rows restored, {left_out} left out: their people had deleted them")
    return DONE


def _teams(options: argparse.Namespace) -> int:
    if options.use == "check":
        settings = read_settings(os.environ)
        from bot.teams_app.checking import check

        return check(settings, options.package, sys.stdout, sys.stderr)
    from bot.teams_app.package import package

    return package(options, sys.stdout, sys.stderr)
