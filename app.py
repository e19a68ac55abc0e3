"""The CVF coach on the command line."""

import argparse
import sys
from collections.abc import Sequence

from bot.commands import maintaining, operating, talking
from bot.commands.common import FOUND, WRONG_USE
from bot.settings import NotReadyError, SettingsError
from knowledge.loading import KnowledgeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 a finding or a failed check, 2 wrong use."""
    parser = argparse.ArgumentParser(
        prog="app.py", description="A coach for the police Competency and Values Framework: answers with sources."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for group in (operating, talking, maintaining):
        group.add_to(commands)
    parser.set_defaults(run=operating.run_server)
    options = parser.parse_args(arguments)
    try:
        result: int = options.run(options)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return FOUND
    except NotReadyError as error:
        print(f"the database is not ready: {error}", file=sys.stderr)
        return FOUND
    except SettingsError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    return result


if __name__ == "__main__":
    sys.exit(main())
