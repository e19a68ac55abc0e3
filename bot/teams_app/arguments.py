"""What `teams` takes on the command line."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter

from bot.teams_app.rules import Domain, Guid, Text30, Text32, Version, holds

FILE = Path("cvf-coach-teams.zip")


def add_arguments(parser: ArgumentParser) -> None:
    """Give `teams` its two uses."""
    uses = parser.add_subparsers(dest="use", required=True, metavar="USE")
    package = uses.add_parser(
        "package",
        help="write the app package, a zip to upload in Teams",
        description="Write the app package for Teams, once it holds to what Teams asks of one.",
    )
    package.add_argument(
        "--app-id",
        type=_like(TypeAdapter(Guid), "of the form 12345678-90ab-cdef-1234-567890abcdef", str.lower),
        required=True,
        metavar="GUID",
        help="application id of the bot, as the coach has it in CVF_TEAMS_APP_ID",
    )
    package.add_argument(
        "--domain",
        type=_like(TypeAdapter(Domain), "a host name such as cvf.example.org", str.lower),
        required=True,
        metavar="HOST",
        help="host name under which people reach the coach, such as cvf.example.org",
    )
    package.add_argument(
        "--name",
        type=_like(TypeAdapter(Text30), "1 to 30 characters"),
        default="CVF coach",
        help="what Teams calls it, at most 30 characters (%(default)s)",
    )
    package.add_argument(
        "--developer",
        type=_like(TypeAdapter(Text32), "1 to 32 characters"),
        default="CVF coach project",
        metavar="NAME",
        help="who offers it: your organisation, at most 32 characters (%(default)s)",
    )
    package.add_argument(
        "--version",
        type=_like(TypeAdapter(Version), "of the form 1.0.1"),
        default="1.0.0",
        metavar="X.Y.Z",
        help="version of the package (%(default)s); Teams takes an update under a higher one only",
    )
    package.add_argument(
        "--starters",
        action="store_true",
        help="offer commands as prompt starters in place of a welcome message; goes with CVF_TEAMS_WELCOME=starters",
    )
    package.add_argument("--out", type=Path, default=FILE, metavar="FILE", help="where to write it (%(default)s)")

    check = uses.add_parser(
        "check",
        help="say what is still missing before going live",
        description="Say what is still missing before going live, from the settings in the environment and the app "
        "package. Nothing is asked of the network and no secret is shown. 0: nothing is missing, 1: something is, "
        "2: the settings are wrong.",
    )
    check.add_argument("package", nargs="?", type=Path, metavar="PACKAGE.zip", help="the app package, to check it too")


def _like(rule: TypeAdapter[str], form: str, tidy: Callable[[str], str] = str) -> Callable[[str], str]:
    """The type of an argument that has to hold to one of the rules."""

    def typed(text: str) -> str:
        found = tidy(text.strip())
        if not holds(rule, found):
            raise ArgumentTypeError(f"{text!r} is not {form}")
        return found

    return typed
