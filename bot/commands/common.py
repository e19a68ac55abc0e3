"""What the commands share. A command loads only what it needs, so that each starts quickly."""

from argparse import ArgumentParser, _SubParsersAction
from typing import TypeAlias

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"
DONE, FOUND, WRONG_USE = 0, 1, 2  # exit codes: done, a finding or a failed check, wrong use
